"""Invented reports of forced-labor findings with their identifiers marked, and what makes them."""
