"""What outsiders read: frozen at fixed rounds, published once."""
