"""What only a demonstration shows: the mails that were sent, and every part of the interface."""
