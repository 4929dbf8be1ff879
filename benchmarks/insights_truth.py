"""What is true of a world at each release: who is in which cell, who changed it, what is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from benchmarks.insight_worlds import World
from portal.privacy.insights.declared import TABLES, Cell, Report, table_name
from portal.privacy.insights.history import History

Key = tuple[str, tuple[str, ...]]
"""A table's name and the codes of a cell in the order of its dimensions."""

DIMENSIONS: Final = {table_name(each): each for each in TABLES}


def is_slice(table: str) -> bool:
    """True for a table of which each release publishes its own quarter only."""
    return "quarter" in DIMENSIONS[table]


def keys(report: Report) -> Iterator[Key]:
    """The cell of each declared table that a report is counted in."""
    for name, dimensions in DIMENSIONS.items():
        yield name, tuple(report.codes[each] for each in dimensions)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure that stands in a release, and the number of the release as of which it is true."""

    value: int
    as_of: int


Release = Mapping[Key, Shown]


class Truth:
    """Cells by release as sets of reports, told by their number in the world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cells: list[dict[Key, set[int]]] = []
        self.withdrawals: list[bool] = []
        for release, quarter in enumerate(world.quarters):
            found: defaultdict[Key, set[int]] = defaultdict(set)
            for number, entry in enumerate(world.entries):
                report = entry.at(release)
                if report is None:
                    continue
                for key in keys(report):
                    if not is_slice(key[0]) or quarter == report.codes["quarter"]:
                        found[key].add(number)
            self.cells.append(dict(found))
            self.withdrawals.append(any(each.withdrawn == release for each in world.entries))

    @cached_property
    def family_of(self) -> tuple[str, ...]:
        return tuple(each.family for each in self.world.entries)

    def value(self, key: Key, release: int) -> int:
        return len(self.cells[release].get(key, ()))

    def families(self, key: Key, release: int) -> Counter[str]:
        """Reports of each family in the cell."""
        return Counter(self.family_of[each] for each in self.cells[release].get(key, ()))

    def changed(self, key: Key, earlier: int, later: int) -> set[str]:
        """Whose reports came into the cell or left it between two releases."""
        before = self.cells[earlier].get(key, set())
        after = self.cells[later].get(key, set())
        return {self.family_of[each] for each in before ^ after}


@dataclass(frozen=True, slots=True)
class Took:
    """How long a release was in the making; `cpu` tells more where others use the machine."""

    seconds: float = 0.0
    cpu: float = 0.0


@dataclass(frozen=True)
class Published:
    """One release: all figures that it shows, which of them it tells anew, what it withholds.

    `withheld` cells meet the primary rule and might be told anew: that is the information lost.
    """

    cells: tuple[Cell, ...]
    told: frozenset[Key]
    withheld: frozenset[Key] = frozenset()
    history: History = field(default_factory=History.empty)
    took: Took = Took()


class WrongFigureError(Exception):
    """A release shows what is not so, or not so as of when it says."""


def as_read(truth: Truth, releases: Iterable[Published]) -> list[dict[Key, Shown]]:
    """What a reader holds who knows the rules: each figure, and as of when it is true."""
    as_of: dict[Key, int] = {}
    read: list[dict[Key, Shown]] = []
    for release, published in enumerate(releases):
        as_of |= dict.fromkeys(published.told, release)
        found = {
            (each.table, each.codes): Shown(each.reports, as_of[each.table, each.codes])
            for each in published.cells
        }
        for key, shown in found.items():
            if truth.value(key, shown.as_of) != shown.value:
                raise WrongFigureError(f"{key} shown as {shown} in release {release}")
        read.append(found)
    return read
