"""A tenant's private supplier list, and the sourcing footprint that follows it."""
