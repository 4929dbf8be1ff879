"""Everything a reader knows of a world as linear equations over what nobody publishes.

Written from the rules and the releases alone: it shares no line with the portal's own check. For
each release there are two cubes, the reports of its quarter and all that stand, each held as
margins that fit together (see declared.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.insights_truth import DIMENSIONS, Key, Release, is_slice
from portal.privacy.insights.declared import Report

Numbers = NDArray[np.int64]
STATES: Final = ("open", "under_way", "remediated")
"""In the order in which remediation moves; never back."""


OPEN: Final = ("region", "sector", "scheme")
UNUSED: Final = "?"
"""Stands for all codes of a long list that nobody used: no reader can know that nobody did."""


@dataclass(frozen=True)
class Codes:
    """The codes that occur, which a reader is taken to know, and that others might."""

    of: dict[str, tuple[str, ...]]
    countries: tuple[tuple[str, str], ...]  # (region, country)

    @staticmethod
    def read(reports: Iterable[Report]) -> Codes:
        rows = [each.codes for each in reports]
        names = ("indicator", "region", "sector", "severity", "scheme")
        found = {name: {row[name] for row in rows} for name in names}
        for name in OPEN:
            found[name].add(UNUSED)
        pairs = {(row["region"], row["country"]) for row in rows}
        pairs |= {(region, UNUSED) for region in found["region"]}
        of = {name: tuple(sorted(codes)) for name, codes in found.items()}
        return Codes(of | {"remediation": STATES}, tuple(sorted(pairs)))

    def at(self, dimension: str, code: str) -> int:
        return self.of[dimension].index(code)


@dataclass(frozen=True)
class Cube:
    """Numbers of the variables that count reports, for each margin."""

    regions: Numbers  # indicator, region, remediation
    sectors: Numbers  # indicator, sector, remediation
    severities: Numbers  # indicator, severity
    schemes: Numbers  # indicator, scheme
    countries: Numbers  # (region, country)

    @property
    def parts(self) -> tuple[Numbers, ...]:
        return (self.regions, self.sectors, self.severities, self.schemes, self.countries)


class Knowledge:
    """Variables with their bounds, and rows of which each is `low <= sum of variables <= high`."""

    def __init__(self, codes: Codes, families: int, withdrawals: Sequence[bool]) -> None:
        self.codes = codes
        self.upper: list[float] = []
        self.rows: list[tuple[Numbers, NDArray[np.float64], float, float]] = []
        self.read: list[Cube] = []
        self.standing: list[Cube] = []
        for withdrawn in withdrawals:
            read = self._cube(families)
            self._consistent(read)
            self.read.append(read)
            self.standing.append(self._next(read, families, withdrawn=withdrawn))

    def told(self, quarters: Sequence[str], releases: Sequence[Release]) -> None:
        """All figures of all releases, each as of the release as of which it is true."""
        known = {
            (key, shown.as_of): shown.value for cells in releases for key, shown in cells.items()
        }
        for (key, as_of), value in known.items():
            self._row(self.columns(key, as_of, quarters), (), value, value)

    def columns(self, key: Key, release: int, quarters: Sequence[str]) -> Numbers:
        """The variables whose sum is this cell at this release."""
        table, codes = key
        said = dict(zip(DIMENSIONS[table], codes, strict=True))
        if is_slice(table):
            cube = self.read[quarters.index(said.pop("quarter"))]
        else:
            cube = self.standing[release]
        return self._part(cube, said).ravel()

    def _part(self, cube: Cube, said: dict[str, str]) -> Numbers:
        if "country" in said:
            return cube.countries[[c == said["country"] for _, c in self.codes.countries]]
        at = {name: self.codes.at(name, code) for name, code in said.items()}
        indicator = at.get("indicator", slice(None))
        if "severity" in at:
            return cube.severities[indicator, at["severity"]]
        if "scheme" in at:
            return cube.schemes[indicator, at["scheme"]]
        state = at.get("remediation", slice(None))
        if "sector" in at:
            return cube.sectors[indicator, at["sector"], state]
        if "region" in at or "remediation" in at:
            return cube.regions[indicator, at.get("region", slice(None)), state]
        return cube.severities[indicator]

    def _new(self, shape: tuple[int, ...], most: float) -> Numbers:
        first = len(self.upper)
        count = int(np.prod(shape))
        self.upper += [most] * count
        return np.arange(first, first + count).reshape(shape)

    def _cube(self, families: int) -> Cube:
        """A family has one report at most for each indicator, region, sector and quarter."""
        sizes = {name: len(codes) for name, codes in self.codes.of.items()}
        indicators, regions, sectors = sizes["indicator"], sizes["region"], sizes["sector"]
        return Cube(
            self._new((indicators, regions, len(STATES)), families * sectors),
            self._new((indicators, sectors, len(STATES)), families * regions),
            self._new((indicators, sizes["severity"]), families * regions * sectors),
            self._new((indicators, sizes["scheme"]), families * regions * sectors),
            self._new((len(self.codes.countries),), families * indicators * sectors),
        )

    def _consistent(self, cube: Cube) -> None:
        for each in range(len(self.codes.of["indicator"])):
            for state in range(len(STATES)):
                self._equal(cube.regions[each, :, state], cube.sectors[each, :, state])
            self._equal(cube.regions[each], cube.severities[each])
            self._equal(cube.severities[each], cube.schemes[each])
        of = [self.codes.at("region", region) for region, _ in self.codes.countries]
        for each in range(len(self.codes.of["region"])):
            self._equal(cube.regions[:, each], cube.countries[[region == each for region in of]])

    def _next(self, read: Cube, families: int, *, withdrawn: bool) -> Cube:
        """What stands: what stood and was not withdrawn, moved forward, and what was read."""
        if not self.standing:
            return read
        before, now = self.standing[-1], self._cube(families * len(self.read))
        self._consistent(now)
        least = -np.inf if withdrawn else 0.0
        for after, stood, new in zip(now.parts, before.parts, read.parts, strict=True):
            states = after.shape[-1] if after.ndim > 2 else 1
            shape = (-1, states)
            cells = zip(after.reshape(shape), stood.reshape(shape), new.reshape(shape), strict=True)
            for here, there, came in cells:
                for states_left in range(1, states):
                    # What is in the first states can only go on: nothing comes back to them.
                    first = slice(states_left)
                    self._row(here[first], [*there[first], *came[first]], -np.inf, 0)
                self._row(here, [*there, *came], least, 0)
                if withdrawn or states > 1:
                    for one, other in zip(here, came, strict=True):
                        self._row([one], [other], 0, np.inf)
        return now

    def _equal(self, one: Numbers, other: Numbers) -> None:
        self._row(one.ravel(), other.ravel(), 0, 0)

    def _row(
        self, plus: Sequence[int] | Numbers, minus: Sequence[int] | Numbers, low: float, high: float
    ) -> None:
        columns = np.array([*plus, *minus], dtype=np.int64)
        signs = np.array([1.0] * len(plus) + [-1.0] * len(minus))
        self.rows.append((columns, signs, low, high))
