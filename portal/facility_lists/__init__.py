"""Facility lists as people keep them: read, understood, checked and compared; pure functions."""
