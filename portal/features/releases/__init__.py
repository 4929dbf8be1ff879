"""What a group shares: the feed, one release, search."""
