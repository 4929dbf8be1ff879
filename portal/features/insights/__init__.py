"""Pages of the figures that a group has released: dashboard, tables, two regions side by side."""
