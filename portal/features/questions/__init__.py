"""The sealed channel after release: ask a hidden author, who answers without appearing."""
