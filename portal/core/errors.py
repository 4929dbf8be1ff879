"""What can go wrong in the portal's own terms; `web.errors` turns each into a page."""

from collections.abc import Mapping


class PortalError(Exception):
    """Base of every error that a person can cause."""


class NotFound(PortalError):
    """The thing does not exist for this actor, which includes not being allowed to know."""


class NotAllowed(PortalError):
    """The actor may see the thing but not do this to it."""


class Conflict(PortalError):
    """The request was fine but the world has moved on."""


class Refused(PortalError):
    """The request breaks a rule of the domain; the message says which and what to do."""

    def __init__(self, message: str, **values: object) -> None:
        """Keep the message as a translatable id with the values to fill in."""
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, object] = values


class TooOften(PortalError):
    """A bounded question was asked too many times today."""
