"""A family's sourcing profile as keyed tags, so that families are counted and nobody reads it."""

import hmac
from collections.abc import Sequence
from typing import Final

from portal.privacy.plausibility import grid

_DOMAIN: Final = b"common-ground/footprint/1"
_SITE: Final = b"common-ground/footprint/site/1"
_QUESTION: Final = b"common-ground/footprint/question/1"
_SHORTEST_KEY: Final = 32
SITE_VALUES: Final = 1 << 16


def tag(key: bytes, place: str, sector: str) -> bytes:
    """32 bytes: HMAC-SHA256 (RFC 2104) of a place code and a sector code, each with its length.

    `key` has at least 32 bytes (else ValueError) and is the same for all families, so that equal
    places and sectors have equal tags; it is never in the database.
    """
    return _keyed(key, _DOMAIN, place, sector)


def path(key: bytes, places: Sequence[str], sectors: Sequence[str]) -> tuple[bytes | None, ...]:
    """The tags of every rung of place x every rung of sector, at their grid positions.

    Paths run from the code itself up to the top ("BD", "034", "142", "001"); None stands where the
    footprint does not know so finely. ValueError for a path of no or of more than five rungs.
    """
    return tuple(node and tag(key, *node) for node in grid(places, sectors))


def site(key: bytes, facility: str) -> int:
    """A number below 65,536 for a facility's canonical name, equal for all families.

    Enough to count distinct facilities up to a few hundred (two that collide count as one, which
    errs on the safe side), and too short to follow one facility through a stolen database.
    """
    return int.from_bytes(_keyed(key, _SITE, facility), "big") % SITE_VALUES


def question(key: bytes, day: str, about: str) -> bytes:
    """32 bytes that name what was asked on one day; another day has another name for it."""
    return _keyed(key, _QUESTION, day, about)


def _keyed(key: bytes, domain: bytes, *parts: str) -> bytes:
    if len(key) < _SHORTEST_KEY:
        raise ValueError("a footprint key has at least 32 bytes")
    # Lengths in front: ("AB", "C") and ("A", "BC") must not have one tag.
    message = b"".join(
        len(part).to_bytes(2, "big") + part for part in (domain, *(p.encode() for p in parts))
    )
    return hmac.digest(key, message, "sha256")
