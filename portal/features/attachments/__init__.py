"""Files attached to a contribution: inspected, decided about, rebuilt, and downloaded."""
