"""What one person contributed, counted like the group's figures and shown beside them."""
