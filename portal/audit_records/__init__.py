"""A tenant's own audits and action items: how rows are sealed, found and opened."""
