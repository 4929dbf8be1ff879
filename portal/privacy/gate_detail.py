"""How finely each facet may be told beside the place and sector that passed: a table."""

from __future__ import annotations

from collections.abc import Mapping
from math import fsum
from typing import Final

from portal.privacy.gate_facets import BESIDE, HIDDEN, Facets, Written
from portal.privacy.ladder import LOSS, WEIGHT

ROOM: Final = 4
"""A node has room if it has this many times the suppliers that the group asks for: the table's
finest rungs leave about one supplier in four (a band of five, one tier of three)."""

PLACE: Final = ("subdivision", "country", "subregion", "region", "world")
SECTOR: Final = ("class", "group", "division", "section", "any")
RUNGS: Final[Mapping[str, tuple[str, ...]]] = {
    "product": ("product", "heading", "chapter", "any"),
    "period": ("day", "month", "quarter", "half", "year"),
    "headcount_band": ("band", "size", "any"),
    "tier": ("tier", "stage", "any"),
    "scheme": ("scheme", "kind", "audited", "any"),
    "origin": ("country", "subregion", "region", "any"),
}
"""The rungs of each facet, from fine to coarse, as LOSS counts them."""

# The finest rung that may be shown, for a node (without room, with room). docs/decisions/0007 says
# why: size, tier and origin narrow suppliers, so they fade with the place; a scheme narrows
# authors, because buyers choose it, and is therefore never told by its name.
BY_PLACE: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "headcount_band": {
        "subdivision": ("any", "size"),
        "country": ("size", "band"),
        "subregion": ("size", "band"),
        "region": ("size", "band"),
        "world": ("any", "any"),
    },
    "tier": {
        "subdivision": ("any", "stage"),
        "country": ("stage", "tier"),
        "subregion": ("stage", "tier"),
        "region": ("stage", "tier"),
        "world": ("any", "stage"),
    },
    "scheme": {
        "subdivision": ("any", "any"),
        "country": ("any", "audited"),
        "subregion": ("any", "kind"),
        "region": ("any", "kind"),
        "world": ("any", "audited"),
    },
    "origin": {
        "subdivision": ("any", "subregion"),
        "country": ("region", "subregion"),
        "subregion": ("region", "subregion"),
        "region": ("any", "any"),
        "world": ("any", "any"),
    },
    "period": dict.fromkeys(PLACE, ("quarter", "quarter")),
}
BY_SECTOR: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "product": {
        "class": ("heading", "product"),
        "group": ("heading", "product"),
        "division": ("chapter", "chapter"),
        "section": ("any", "any"),
        "any": ("any", "any"),
    },
}


def shown(written: Written, place_level: int, sector_level: int, *, room: bool) -> Facets:
    """What may be told at a node, given by levels on the finding's own paths."""
    found = {name: _shown(written, name, place_level, sector_level, room=room) for name in BESIDE}
    return Facets(
        place=written.place[place_level],
        sector=written.sector[sector_level],
        **{name: code for name, (code, _) in found.items()},
    )


def lost(written: Written, place_level: int, sector_level: int, *, room: bool) -> float:
    """The weighted mean of what the facets that were said lose at a node, 0.0 to 1.0."""
    losses = {
        "place": _loss("place", written.place, place_level),
        "sector": _loss("sector", written.sector, sector_level),
    }
    for name in BESIDE:
        path = getattr(written, name)
        if path:
            _, level = _shown(written, name, place_level, sector_level, room=room)
            losses[name] = _loss(name, path, level)
    weighted = fsum(WEIGHT[name] * loss for name, loss in losses.items())
    return weighted / fsum(WEIGHT[name] for name in losses)


def _loss(name: str, path: tuple[str, ...], level: int) -> float:
    """Of a level on a path that may start above the finest rung."""
    known = LOSS[name][len(LOSS[name]) - len(path) :]
    return known[level] - known[0]


def _shown(
    written: Written, name: str, place_level: int, sector_level: int, *, room: bool
) -> tuple[str | None, int]:
    """The code that is told (None at the top) and its level; nothing and 0 for an empty path."""
    path: tuple[str, ...] = getattr(written, name)
    if not path:
        return None, 0
    place = PLACE[len(PLACE) - len(written.place) + place_level]
    sector = SECTOR[len(SECTOR) - len(written.sector) + sector_level]
    table = BY_PLACE[name][place] if name in BY_PLACE else BY_SECTOR[name][sector]
    rungs = RUNGS[name]
    finest = rungs.index(table[room]) - (len(rungs) - len(path))
    level = min(max(finest, 0), len(path) - 1)
    if name == "product":
        level = _quiet(written, sector_level, level)
    code = path[level]
    return (None if code in HIDDEN else code), level


def _quiet(written: Written, sector_level: int, level: int) -> int:
    """The finest level of the product from this one up that tells no sector finer than is shown."""
    allowed = set(written.sector[sector_level:])
    top = len(written.product) - 1
    return next(
        (each for each in range(level, top) if written.product_sectors[each] in allowed), top
    )
