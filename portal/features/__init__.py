"""What people do here: one package per noun, none knows another."""
