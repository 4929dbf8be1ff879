"""The demonstration's invented world: made once, through the rules that hold for everybody."""
