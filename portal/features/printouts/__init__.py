"""The PDFs that one person ordered, whatever page they are of: drawn, shown, deleted."""
