"""Attachments: what is in a file, what is hidden in it, and a rebuilt copy that may leave."""
