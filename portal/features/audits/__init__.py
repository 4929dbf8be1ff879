"""A company's own audits of its suppliers, and how the severities of schemes compare."""
