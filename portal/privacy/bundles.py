"""Frozen bundles: what leaves the group leaves once, with enough families beside it, for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import product
from math import fsum
from typing import Final

LADDERS: Final = ("place", "period", "sector", "product")
"""The facets that a bundle has in common, in the order of every tuple of this module."""
LOSS: Final[dict[str, tuple[float, ...]]] = {
    "place": (0.0, 0.4, 0.75, 1.0),  # country, subregion, region, world
    "period": (0.0, 0.3, 0.6, 1.0),  # quarter, half, year, not shown
    "sector": (0.0, 0.1, 0.3, 0.7, 1.0),  # ISIC class, group, division, section, not shown
    "product": (0.0, 1.0),  # as the group reads it, not shown
}
"""Information lost at each rung: judgment, as in `ladder.LOSS`, measured from a bundle's finest."""
WEIGHT: Final[dict[str, float]] = {"place": 3.0, "period": 1.0, "sector": 2.0, "product": 1.0}
CAP: Final = 0.9
"""The coarsest level that a bundle may have: beyond it a reader would learn the words only."""
FINE: Final = 0.5
"""The coarsest level for rows that still have patience: a finer class may yet fill."""
PATIENCE: Final = timedelta(days=182)
LARGEST_SHARE: Final = 0.5
"""No family holds more of a bundle than this."""
ROUND_MONTHS: Final = (1, 4, 7, 10)
NOWHERE: Final = -1
"""`Row.told` of a text that says more than any bundle does: it stays with the group."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the group has read and outsiders have not.

    `apart`: rows that differ in it never share a bundle (the audience). `waited` since the group
    read it. `codes` has for each of LADDERS one code for each rung, fine to coarse; where a row is
    coarser already its code stands on the finer rungs too. `told`: on each ladder the coarsest rung
    that is still as exact as the text, or NOWHERE.
    """

    id: Hashable
    family: Hashable
    apart: str
    waited: timedelta
    codes: tuple[tuple[str, ...], ...]
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of each ladder and the information lost there (0.0 to 1.0)."""

    rungs: tuple[int, ...]
    loss: float


@dataclass(frozen=True, slots=True)
class Bundle:
    """`shown`: the one code on each ladder that all rows have; `rows` in no particular order."""

    apart: str
    shown: tuple[str, ...]
    level: Level
    rows: tuple[Row, ...]

    @property
    def families(self) -> frozenset[Hashable]:
        return frozenset(row.family for row in self.rows)


@dataclass(frozen=True, slots=True)
class Rule:
    """How a round decides; `k` distinct families, at least 2 (else ValueError)."""

    k: int
    cap: float = CAP
    fine: float = FINE
    patience: timedelta = PATIENCE
    share: float = LARGEST_SHARE

    def __post_init__(self) -> None:
        """Refuse what would let one family stand alone."""
        if self.k < 2 or not 0.5 <= self.share < 1:
            raise ValueError("a bundle has two families or more, and none may be all of it")


@cache
def levels() -> tuple[Level, ...]:
    """Every combination of rungs once, by loss; among equals the finer first ladder comes first."""
    every = product(*(range(len(LOSS[name])) for name in LADDERS))
    return tuple(sorted((Level(rungs, _loss(rungs)) for rungs in every), key=_by_loss))


def freeze(rows: Iterable[Row], rule: Rule) -> list[Bundle]:
    """The bundles of one round; what is in none of them waits for the next.

    From the finest level up, every class of at least k families leaves as it is. A row whose text
    says more than a level shows takes no part there, and a row that is younger than the patience
    takes part in fine levels only. Of a family that holds too much of a class the latest rows wait.
    Nothing that was frozen is looked at again: so the difference between any two rounds is whole
    bundles (method: shared design, detection.md 4.1; after Byun et al. 2006 and Xiao & Tao 2007).
    """
    waiting = {row.id: row for row in rows}
    frozen: list[Bundle] = []
    for level in levels():
        if level.loss > rule.cap:
            break
        for (apart, shown), members in _classes(waiting.values(), level, rule).items():
            chosen = _balanced(members, rule.share)
            if len({row.family for row in chosen}) >= rule.k:
                frozen.append(Bundle(apart, shown, level, tuple(chosen)))
                for row in chosen:
                    del waiting[row.id]
    return frozen


def first_round_after(day: date) -> date:
    """The first Monday of a quarter, later than the day: fixed, never because of a row."""
    return next(each for each in _rounds(day.year) if each > day)


def last_round(day: date) -> date:
    """The latest round on or before the day."""
    return max(each for each in _rounds(day.year - 1) if each <= day)


def _rounds(year: int) -> Iterator[date]:
    for when in (year, year + 1):
        for month in ROUND_MONTHS:
            first = date(when, month, 1)
            yield first + timedelta(days=-first.weekday() % 7)


def _classes(
    rows: Iterable[Row], level: Level, rule: Rule
) -> dict[tuple[str, tuple[str, ...]], list[Row]]:
    found: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
    for row in rows:
        if row.waited < rule.patience and level.loss > rule.fine:
            continue
        if all(rung <= told for rung, told in zip(level.rungs, row.told, strict=True)):
            shown = tuple(codes[rung] for codes, rung in zip(row.codes, level.rungs, strict=True))
            found[row.apart, shown].append(row)
    return found


def _balanced(rows: Sequence[Row], share: float) -> list[Row]:
    """The rows without the latest of any family that would hold more than its share."""
    held: dict[Hashable, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (-each.waited, str(each.id))):
        held[row.family].append(row)
    kept: list[Row] = []
    for own in held.values():
        # From a half up only one family can hold too much, so cutting one needs no second look.
        others = len(rows) - len(own)
        kept += own[: int(others * share / (1 - share))]
    return kept


def _loss(rungs: tuple[int, ...]) -> float:
    lost = fsum(WEIGHT[n] * LOSS[n][rung] for n, rung in zip(LADDERS, rungs, strict=True))
    return lost / fsum(WEIGHT.values())


def _by_loss(level: Level) -> tuple[float, tuple[int, ...]]:
    return level.loss, level.rungs
