"""An organization, its people, their roles, and invitations."""
