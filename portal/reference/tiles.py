"""Where each country stands in the tile grid of the world: one tile each, roughly in its place."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from portal.reference.documents import document

EMPTY: Final = ".."


@dataclass(frozen=True, slots=True)
class Tile:
    """`column` counts from the west, `row` from the north, both from 0."""

    country: str  # ISO 3166-1 alpha-2
    column: int
    row: int


@cache
def tiles() -> tuple[Tile, ...]:
    """All tiles, row by row."""
    return tuple(
        Tile(code, column, row)
        for row, line in enumerate(document("tiles")["rows"])
        for column, code in enumerate(line.split())
        if code != EMPTY
    )
