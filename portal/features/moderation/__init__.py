"""What coordinators do about a discussion: reports, hiding, locking, moving."""
