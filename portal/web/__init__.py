"""How a request becomes a command: the layer that knows Flask."""
