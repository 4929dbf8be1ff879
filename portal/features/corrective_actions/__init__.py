"""What is done about what audits found: the board of corrective actions, and each of them."""
