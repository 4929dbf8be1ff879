"""How the portal speaks to PostgreSQL."""
