"""A contribution is written, checked, previewed and submitted."""
