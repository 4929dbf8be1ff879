"""Common Ground: competing companies share anonymized forced-labor findings."""
