"""What the field agreed on: versioned lists with source, edition and date, and their loaders."""
