"""Knows nothing of the portal: settings, errors, logs, clock, text and keys."""
