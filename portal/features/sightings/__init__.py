"""Answers of other organizations to a release: seen too, otherwise, remediated, adopted."""
