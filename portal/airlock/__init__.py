"""What joins a draft to the rules of leaving: its fields, hits, gate, and what became of it."""
