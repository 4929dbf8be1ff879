"""An attacker of the tests: the whole cube of a small group, one variable for each kind of report.

It shares nothing with the portal's own check but the names of tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import ceil, floor
from typing import Any

import highspy
import numpy as np

from portal.privacy.insights.declared import DIMENSIONS, TABLES, Report, table_name

STATES = ("open", "under_way", "remediated")
Release = tuple[str, Sequence[Report], Mapping[tuple[str, tuple[str, ...]], int]]
"""Its quarter, all reports as they stand, and what it tells anew (no carried figure)."""
DIMENSIONS_OF = {table_name(each): each for each in TABLES}


class Cube:
    """For each release who came, by every code, and how who stood moved on: no withdrawals."""

    def __init__(self, releases: Sequence[Release]) -> None:
        self.quarters = [quarter for quarter, *_ in releases]
        reports = releases[-1][1]
        plain = [each for each in DIMENSIONS if each not in {"quarter", "remediation"}]
        self.codes = {each: sorted({r.codes[each] for r in reports}) for each in plain}
        pairs = {(r.codes["region"], r.codes["country"]) for r in reports}
        self.kinds = [
            kind
            for kind in (
                dict(zip(plain, codes, strict=True)) for codes in product(*self.codes.values())
            )
            if (kind["region"], kind["country"]) in pairs
        ]
        families = len({each.family for each in reports})
        solver: Any = highspy.Highs
        self.program = solver()
        self.program.setOptionValue("output_flag", False)
        self.stands: list[dict[tuple[int, str], list[int]]] = []
        self.came: list[dict[tuple[int, str], list[int]]] = []
        for number in range(len(releases)):
            self._release(number, families)
        for number, (_quarter, _reports, told) in enumerate(releases):
            for (table, codes), value in told.items():
                self._row(dict.fromkeys(self.columns(table, codes, number), 1.0), value)

    def _release(self, number: int, families: int) -> None:
        came = {(kind, s): [self._new(families)] for kind in range(len(self.kinds)) for s in STATES}
        stands = {key: list(columns) for key, columns in came.items()}
        if number:
            for kind in range(len(self.kinds)):
                for at, start in enumerate(STATES):
                    row = dict.fromkeys(self.stands[-1][kind, start], -1.0)
                    for end in STATES[at:]:
                        column = self._new(highspy.kHighsInf)
                        stands[kind, end].append(column)
                        row[column] = 1.0
                    self._row(row, 0)
        self.came.append(came)
        self.stands.append(stands)

    def columns(self, table: str, codes: tuple[str, ...], release: int) -> list[int]:
        said = dict(zip(DIMENSIONS_OF[table], codes, strict=True))
        quarter = said.pop("quarter", None)
        held = self.stands[release] if quarter is None else self.came[self.quarters.index(quarter)]
        return [
            column
            for (kind, state), columns in held.items()
            if all(({**self.kinds[kind], "remediation": state})[n] == c for n, c in said.items())
            for column in columns
        ]

    def cells(self, release: int) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every cell of every table, empty or not, that the release could have told."""
        domain = {**self.codes, "remediation": STATES, "quarter": [self.quarters[release]]}
        for table, dimensions in DIMENSIONS_OF.items():
            for codes in product(*(domain[each] for each in dimensions)):
                yield table, codes

    def width(self, table: str, codes: tuple[str, ...], release: int) -> int:
        columns = self.columns(table, codes, release)
        ends: list[float] = []
        for sign in (1.0, -1.0):
            count = self.program.getNumCol()
            costs = np.zeros(count)
            costs[columns] = sign
            self.program.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
            self.program.run()
            assert self.program.getModelStatus() == highspy.HighsModelStatus.kOptimal
            ends.append(sign * self.program.getObjectiveValue())
        return floor(ends[1] + 1e-6) - ceil(ends[0] - 1e-6)

    def _new(self, most: float) -> int:
        self.program.addVar(0.0, most)
        return int(self.program.getNumCol()) - 1

    def _row(self, row: Mapping[int, float], value: float) -> None:
        columns = np.array(list(row), dtype=np.int32)
        self.program.addRow(value, value, len(row), columns, np.array(list(row.values())))
