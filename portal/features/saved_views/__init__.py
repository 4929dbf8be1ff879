"""Filters of a list that one person keeps under a name."""
