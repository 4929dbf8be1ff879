"""A family's sourcing profile as keyed tags, so that families are counted and nobody reads it."""

import hmac
from collections.abc import Iterable, Sequence
from typing import Final

_DOMAIN: Final = b"common-ground/footprint/1"
_SHORTEST_KEY: Final = 32


def tag(key: bytes, place: str, sector: str) -> bytes:
    """32 bytes: HMAC-SHA256 (RFC 2104) of a place code and a sector code, each with its length.

    `key` has at least 32 bytes (else ValueError) and is the same for all families, so that equal
    places and sectors have equal tags; it is never in the database.
    """
    if len(key) < _SHORTEST_KEY:
        raise ValueError("a footprint key has at least 32 bytes")
    parts = (_DOMAIN, place.encode(), sector.encode())
    # Lengths in front: ("AB", "C") and ("A", "BC") must not have one tag.
    message = b"".join(len(part).to_bytes(2, "big") + part for part in parts)
    return hmac.digest(key, message, "sha256")


def tags_of(key: bytes, profile: Iterable[tuple[Sequence[str], Sequence[str]]]) -> frozenset[bytes]:
    """The tags of every rung of place x every rung of sector, over pairs of paths.

    A path runs from the code itself up to the top ("BD", "034", "142", "001"). The result covers
    (place, sector) exactly when some pair of the profile lies at or below both.
    """
    pairs = {
        (place, sector)
        for place_path, sector_path in profile
        for place in place_path
        for sector in sector_path
    }
    return frozenset(tag(key, place, sector) for place, sector in pairs)
