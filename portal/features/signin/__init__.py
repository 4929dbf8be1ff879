"""Prove who you are, and leave."""
