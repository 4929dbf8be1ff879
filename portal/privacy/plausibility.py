"""Who could have written what is shown at a node, against readers who know every footprint."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from portal.privacy.ladder import ladder, lattice

RUNGS: Final = 5
"""Rungs of place and of sector; a grid position is 5 x rung of place + rung of sector."""
WALK: Final[tuple[int, ...]] = tuple(
    RUNGS * place + sector
    for place, sector in (
        node.levels for node in lattice((ladder("place", "scrgw"), ladder("sector", "cgdsa")))
    )
)
"""All 25 grid positions in order of loss, the same for every finding."""
MOST: Final = 2.0
"""No family may hold more than MOST / k of the plausibility of a release."""
_SLACK: Final = 1 + 1e-9  # shares are sums of fractions

Tag = Hashable


@dataclass(frozen=True, slots=True)
class Cell:
    """One (place, sector) in a family's footprint.

    `path` has 25 grid positions from (finest place, finest sector) to (world, any); None where the
    footprint does not know so finely. `sites`: how many facilities, at least 1.
    """

    family: Hashable
    path: tuple[Tag | None, ...]
    sites: int = 1


@dataclass(frozen=True, slots=True)
class Weight:
    """How plausible a family is at a node: by its facilities, and by their share in all it has."""

    sites: int = 0
    share: float = 0.0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.sites + other.sites, self.share + other.share)


Pool = Mapping[Hashable, Weight]


def holds(pool: Pool, k: int) -> bool:
    """Whether a release at the node of this pool hides its author.

    At least `k` families, and no reader should believe in one of them with more than 2 / `k`:
    whether the reader takes all for equally likely, weighs them by their facilities there, or by
    how much of what each of them sources lies there.
    """
    if len(pool) < k:
        return False
    sites = [each.sites for each in pool.values()]
    shares = [each.share for each in pool.values()]
    return (
        max(sites) * k <= MOST * sum(sites) * _SLACK
        and max(shares) * k <= MOST * sum(shares) * _SLACK
    )


def pools(cells: Sequence[Cell], k: int) -> dict[Tag, Pool]:
    """The nodes that pass, each with the families that could have written what is shown there.

    Nodes are taken in order of loss; a cell counts at the first node that holds with all cells that
    no finer node has taken. So the pool of a node is exactly what a reader is left with who knows
    every footprint and this rule, and who sees that the finding was not shown finer (the minimality
    attack of Wong, Fu, Wang and Pei, VLDB 2007).
    """
    everything = Counter[Hashable]()
    for cell in cells:
        everything[cell.family] += cell.sites
    found: dict[Tag, Pool] = {}
    waiting = list(cells)
    for position in WALK:
        here: defaultdict[Tag, dict[Hashable, Weight]] = defaultdict(dict)
        for cell in waiting:
            tag = cell.path[position]
            if tag is not None:
                added = Weight(cell.sites, cell.sites / everything[cell.family])
                before = here[tag].get(cell.family, Weight())
                here[tag][cell.family] = before + added
        passing = {tag: pool for tag, pool in here.items() if holds(pool, k)}
        found |= passing
        waiting = [cell for cell in waiting if cell.path[position] not in passing]
    return found


def grid(places: Sequence[str], sectors: Sequence[str]) -> tuple[tuple[str, str] | None, ...]:
    """All nodes above a place and a sector at their grid positions; None where it starts higher.

    Paths run from fine to coarse and end at the world and at any sector. ValueError for a path of
    no or of more than five rungs.
    """
    if not (0 < len(places) <= RUNGS and 0 < len(sectors) <= RUNGS):
        raise ValueError("a path has one to five rungs")
    found: list[tuple[str, str] | None] = [None] * (RUNGS * RUNGS)
    above = (RUNGS - len(places), RUNGS - len(sectors))
    for (p, place), (s, sector) in product(enumerate(places), enumerate(sectors)):
        found[RUNGS * (above[0] + p) + above[1] + s] = (place, sector)
    return tuple(found)
