"""The world beyond, reached from jobs only."""
