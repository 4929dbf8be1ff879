"""Ladders from fine to coarse with the information lost at each rung, and the walk over them."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum, prod
from typing import Final

# Information lost at each rung, finest first, as a share of all that the finest rung tells. Weight:
# how much a reader's work depends on it. Judgment, not measurement: change the numbers here, never
# the code below. (The walk of `guard.draw_gate` repeats the order of place x sector: a test
# compares the two.)
LOSS: Final[dict[str, tuple[float, ...]]] = {
    "place": (0.0, 0.2, 0.5, 0.8, 1.0),  # subdivision, country, subregion, region, world
    "sector": (0.0, 0.1, 0.3, 0.7, 1.0),  # ISIC class, group, division, section, any
    "product": (0.0, 0.2, 0.6, 1.0),  # product, HS heading, HS chapter, any
    "period": (0.0, 0.1, 0.3, 0.6, 1.0),  # day, month, quarter, half, year
    "headcount_band": (0.0, 0.5, 1.0),  # band, smaller or larger, not shown
    "tier": (0.0, 0.5, 1.0),  # tier, making or raw materials, not shown
    "scheme": (0.0, 0.4, 0.7, 1.0),  # scheme, kind of scheme, audited or not, not shown
    "origin": (0.0, 0.4, 0.7, 1.0),  # country, subregion, region, not shown
}
WEIGHT: Final[dict[str, float]] = {
    "place": 3.0,
    "sector": 2.0,
    "product": 1.0,
    "period": 1.0,
    "headcount_band": 0.5,
    "tier": 0.5,
    "scheme": 0.5,
    "origin": 0.5,
}
_DIGITS: Final = 9  # sums of losses are compared as written, not as floating point adds them


@dataclass(frozen=True, slots=True)
class Rung:
    """`level` counts from 0 (finest); `loss` lies in 0.0 to 1.0."""

    level: int
    code: str
    loss: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs from fine to coarse; ValueError unless levels count up and losses do not fall."""

    name: str
    rungs: tuple[Rung, ...]
    weight: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what would break the order of the walk."""
        losses = [rung.loss for rung in self.rungs]
        if not self.rungs or losses[0] != 0.0 or losses[-1] > 1.0 or losses != sorted(losses):
            raise ValueError(f"losses of {self.name} must rise from 0.0 to at most 1.0: {losses}")
        if [rung.level for rung in self.rungs] != list(range(len(self.rungs))):
            raise ValueError(f"levels of {self.name} must count up from 0")
        if self.weight <= 0:
            raise ValueError(f"the weight of {self.name} must be positive")


@dataclass(frozen=True, slots=True)
class Node:
    """One level for each ladder, and the weighted mean of their losses (0.0 to 1.0)."""

    levels: tuple[int, ...]
    loss: float


def ladder(name: str, path: Sequence[str]) -> Ladder:
    """The ladder of a name in LOSS over a path of codes from fine to coarse.

    A path may start above the finest rung ("country"): it is aligned at its top and loses only what
    lies above its start, so that all paths of a world walk the same nodes in the same order.
    ValueError for an empty path or one that is too long.
    """
    losses = LOSS[name]
    if not 0 < len(path) <= len(losses):
        raise ValueError(f"a path of {name} has 1 to {len(losses)} rungs, not {len(path)}")
    known = losses[len(losses) - len(path) :]
    rungs = (
        Rung(level, code, round(loss - known[0], _DIGITS))
        for level, (code, loss) in enumerate(zip(path, known, strict=True))
    )
    return Ladder(name, tuple(rungs), WEIGHT[name])


def size(ladders: Sequence[Ladder]) -> int:
    """How many nodes the lattice of these ladders has."""
    return prod(len(each.rungs) for each in ladders)


def lattice(ladders: Sequence[Ladder]) -> Iterator[Node]:
    """Every node once, in order of least loss; among equals the finer first ladder comes first.

    Best-first search: a node enters the heap when a node one step finer leaves it, and no step up a
    ladder lowers the loss (products, `fsum`, division and rounding are monotone in floating point
    too), so nothing that enters later can have less loss than what has left. ValueError for no
    ladders.
    """
    if not ladders:
        raise ValueError("a lattice needs at least one ladder")
    start = (0,) * len(ladders)
    heap = [(_loss(ladders, start), start)]
    seen = {start}
    while heap:
        loss, levels = heapq.heappop(heap)
        yield Node(levels, loss)
        for coarser in _one_step_up(ladders, levels):
            if coarser not in seen:
                seen.add(coarser)
                heapq.heappush(heap, (_loss(ladders, coarser), coarser))


def _one_step_up(ladders: Sequence[Ladder], levels: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for index, each in enumerate(ladders):
        if levels[index] + 1 < len(each.rungs):
            yield (*levels[:index], levels[index] + 1, *levels[index + 1 :])


def _loss(ladders: Sequence[Ladder], levels: tuple[int, ...]) -> float:
    lost = fsum(
        each.weight * each.rungs[level].loss for each, level in zip(ladders, levels, strict=True)
    )
    return round(lost / fsum(each.weight for each in ladders), _DIGITS)
