"""Good practices on a shelf: found, compared by edition, printed."""
