"""Random tokens and what the database keeps of them."""

import hashlib
import secrets


def fresh() -> str:
    """A token of 256 random bits, safe in a URL and a cookie."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    """The SHA-256 by which the database recognizes a token that it does not know."""
    return hashlib.sha256(token.encode()).digest()
