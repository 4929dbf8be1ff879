"""What must be remembered of earlier releases: every report as it stood, and what was told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.privacy.insights.declared import DIMENSIONS, Report

Key = tuple[str, str, str, str, str]
"""Which report: its family, indicator, region, sector and quarter."""
Place = tuple[str, tuple[str, ...]]
"""Which cell: the name of its table and its codes."""
State = Mapping[Key, Report]


def key_of(report: Report) -> Key:
    codes = report.codes
    family = str(report.family)
    return family, codes["indicator"], codes["region"], codes["sector"], codes["quarter"]


def state_of(reports: Collection[Report]) -> State:
    """The reports by key, in an order that tells nothing of where they came from."""
    return {
        key_of(each): Report(str(each.family), dict(each.codes), each.time)
        for each in sorted(reports, key=key_of)
    }


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier release: what changed since the one before, and which values were told then.

    `told` names the cells whose value of that release was published; what was carried is not told
    again. `medians` likewise, with the band that was told.
    """

    quarter: str
    put: tuple[Report, ...]
    gone: tuple[Key, ...]
    told: tuple[Place, ...]
    medians: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class History:
    """A log of changes, so it grows by what happened and by what was told, and by nothing else.

    About 110 bytes of JSON for each report and each change of one, 40 for each value told: 12
    families over three years some 100 kB, 400 families some 2 MB. Nothing of it may be forgotten:
    whoever kept the first release can still subtract it from the last.

    `settled`: of so many first releases it is proven that nothing told later can say more of them:
    each of their sums was found to be possible at both ends of its width in worlds that are the
    true one from some earlier release on.
    """

    releases: tuple[Past, ...] = ()

    @classmethod
    def empty(cls) -> History:
        return cls()

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> History:
        return cls(
            releases=tuple(
                Past(
                    quarter=each["quarter"],
                    put=tuple(_report(row) for row in each["put"]),
                    gone=tuple((k[0], k[1], k[2], k[3], k[4]) for k in each["gone"]),
                    told=tuple((table, tuple(codes)) for table, codes in each["told"]),
                    medians=tuple(
                        ((table, tuple(codes)), time) for table, codes, time in each["medians"]
                    ),
                )
                for each in raw["releases"]
            ),
        )

    def written(self) -> dict[str, Any]:
        return {
            "releases": [
                {
                    "quarter": past.quarter,
                    "put": [_row(each) for each in past.put],
                    "gone": [list(each) for each in past.gone],
                    "told": [[table, list(codes)] for table, codes in past.told],
                    "medians": [
                        [table, list(codes), time] for (table, codes), time in past.medians
                    ],
                }
                for past in self.releases
            ],
        }

    def states(self) -> Iterator[State]:
        """The reports as they stood at each release, first to last."""
        state: dict[Key, Report] = {}
        for past in self.releases:
            state = state.copy()
            for key in past.gone:
                del state[key]
            for report in past.put:
                state[key_of(report)] = report
            yield state

    def extended(
        self,
        quarter: str,
        state: State,
        told: tuple[Place, ...],
        medians: tuple[tuple[Place, str], ...],
    ) -> History:
        """With one more release: the reports as they stand now and what is told of them."""
        before: State = {}
        for before in self.states():  # noqa: B007 - the last one is wanted
            pass
        put = tuple(each for key, each in state.items() if before.get(key) != each)
        gone = tuple(key for key in before if key not in state)
        return History((*self.releases, Past(quarter, put, gone, told, medians)))


def _row(report: Report) -> list[str]:
    return [str(report.family), *(report.codes[each] for each in DIMENSIONS), report.time]


def _report(row: list[str]) -> Report:
    return Report(row[0], dict(zip(DIMENSIONS, row[1:-1], strict=True)), row[-1])
