"""The band of the median time to remediation, for the whole and for cells of one way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from portal.privacy.insights.counting import DIMENSIONS_OF, OF_A_QUARTER, Rule, Tally, changed
from portal.privacy.insights.declared import TIMES
from portal.privacy.insights.history import History, Place, State

TABLES: Final = tuple(
    table
    for table, dimensions in DIMENSIONS_OF.items()
    if len(dimensions) < 2 and table not in OF_A_QUARTER and table != "remediation"
)
REMEDIED: Final = "remediated"


@dataclass(slots=True)
class _Timed:
    """The remediated reports of a cell that say how long it took."""

    tally: Tally = field(default_factory=Tally)
    times: list[str] = field(default_factory=list)

    def middle(self) -> str:
        """The lower of the middle two, where there are two: a band that somebody was in."""
        return sorted(self.times, key=TIMES.index)[(len(self.times) - 1) // 2]


def told_now(
    state: State, history: History, told: Collection[Place], rule: Rule
) -> tuple[tuple[Place, str], ...]:
    """The medians that this release tells anew; all others are carried, or never were.

    A median says that 2k families have remedied something, so it is told only beside the figures
    that say so anyway: its own cell, and how many of that cell are remediated, or of all where the
    cube has no such table.
    """
    cells = _timed(state)
    free = {
        place
        for place, timed in cells.items()
        if len(timed.tally.families()) >= 2 * rule.k
        and timed.tally.meets(rule)
        and all(each in told for each in _beside(place))
    }
    for past, earlier in zip(history.releases, history.states(), strict=True):
        if free and past.medians:
            before = _timed(earlier)
            for place, _band in past.medians:
                if place in free and 0 < _moved(cells[place], before[place]) < rule.k:
                    free.discard(place)
    return tuple((place, cells[place].middle()) for place in sorted(free))


def carried(history: History, now: Collection[tuple[Place, str]]) -> Mapping[Place, str]:
    """All medians that stand in a release: the newest told of each cell."""
    standing: dict[Place, str] = {}
    for past in history.releases:
        standing |= dict(past.medians)
    return standing | dict(now)


def _beside(place: Place) -> tuple[Place, ...]:
    table, codes = place
    both = f"{table}*remediation"
    remedied = (both, (*codes, REMEDIED)) if both in DIMENSIONS_OF else ("remediation", (REMEDIED,))
    return place, remedied, ("remediation", (REMEDIED,))


def _timed(state: State) -> dict[Place, _Timed]:
    found: dict[Place, _Timed] = {}
    for key, report in state.items():
        if report.codes["remediation"] == REMEDIED and report.time:
            for table in TABLES:
                codes = tuple(report.codes[each] for each in DIMENSIONS_OF[table])
                timed = found.setdefault((table, codes), _Timed())
                # With the time in the key, a family that corrects it counts as one that changed.
                timed.tally.keys.add((*key[:4], f"{key[4]} {report.time}"))
                timed.times.append(report.time)
    return found


def _moved(one: _Timed, other: _Timed) -> int:
    return changed(one.tally, other.tally)
