"""What became of a submitted contribution: follow, answer, withdraw."""
