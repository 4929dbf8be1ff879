"""What members talk about: discussions of releases, and free topics."""
