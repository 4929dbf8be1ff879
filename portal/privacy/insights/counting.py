"""What stands in each cell of the cube, and whether a cell may be told for its own sake."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from portal.privacy.insights.declared import TABLES, table_name
from portal.privacy.insights.history import Key, Place, State

DIMENSIONS_OF: Final = {table_name(each): each for each in TABLES}
OF_A_QUARTER: Final = frozenset(table_name(each) for each in TABLES if "quarter" in each)
"""The tables that hold one quarter for each release."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`k` families or more in every cell told, none with more than `share` of its reports."""

    k: int = 5
    share: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what would let one family stand alone."""
        if self.k < 2 or not 0 < self.share < 1:
            raise ValueError("a figure has two families or more, and none may be all of it")


@dataclass(slots=True)
class Tally:
    """Who is in a cell, and by which reports."""

    keys: set[Key] = field(default_factory=set)

    @property
    def reports(self) -> int:
        return len(self.keys)

    def families(self) -> Counter[str]:
        return Counter(key[0] for key in self.keys)

    def meets(self, rule: Rule) -> bool:
        """The primary rule."""
        families = self.families()
        return len(families) >= rule.k and max(families.values()) <= rule.share * self.reports


def tallies(state: State, tables: Iterable[str], quarter: str = "") -> dict[Place, Tally]:
    """Every cell of the tables that has a report; of one quarter, if one is given."""
    found: dict[Place, Tally] = defaultdict(Tally)
    named = [(table, DIMENSIONS_OF[table]) for table in tables]
    for key, report in state.items():
        if quarter and report.codes["quarter"] != quarter:
            continue
        for table, dimensions in named:
            found[table, tuple(report.codes[each] for each in dimensions)].keys.add(key)
    return dict(found)


def of_release(state: State, quarter: str) -> dict[Place, Tally]:
    """The cells that the release of a quarter could tell anew."""
    running = [each for each in DIMENSIONS_OF if each not in OF_A_QUARTER]
    return tallies(state, running) | tallies(state, sorted(OF_A_QUARTER), quarter)


def changed(one: Tally, other: Tally) -> int:
    """How many families are in one of two tallies by other reports than in the other."""
    return len({key[0] for key in one.keys ^ other.keys})


NOTHING: Final = Tally()


def at(cells: Mapping[Place, Tally], place: Place) -> Tally:
    return cells.get(place, NOTHING)
