"""Departures that begin with what came new and stay: a small program that settles most goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.privacy.insights.bounds import Space, Sum
from portal.privacy.insights.equations import Equations


@dataclass(frozen=True)
class Arrivals:
    """What came new with each release, each part with all that stays of it ever since.

    In a world that departs from the truth in these alone, others came, and stayed what they were:
    all that is known of later steps holds as it did. So what is possible here is possible in the
    whole system, and what is not possible here may be possible there.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    moves: Mapping[int, Sequence[int]]
    """The numbers of the arrivals that a column of the whole system moves with."""

    @classmethod
    def of(cls, equations: Equations) -> Arrivals:
        low: list[float] = []
        high: list[float] = []
        moves: dict[int, list[int]] = defaultdict(list)
        for release in range(len(equations.quarters)):
            for part in equations.margins.parts:
                columns = equations.staying(part, release)
                for each in columns:
                    moves[each].append(len(low))
                low.append(-float(equations.stayed(part, release)))
                # Whatever stays may be any number; only what comes new is limited.
                high.append(equations.most[columns[0]] - equations.true[columns[0]])
        return cls(tuple(low), tuple(high), moves)

    def project(self, sum_: Sum) -> dict[int, float]:
        """A sum over columns as a sum over arrivals; what does not move is left out."""
        found: dict[int, float] = {}
        for column, factor in sum_.items():
            for each in self.moves.get(column, ()):
                found[each] = found.get(each, 0.0) + factor
        return {each: factor for each, factor in found.items() if factor}

    def space(self, fixed: Sequence[Sum], choices: Sequence[Sum], goals: Sequence[Sum]) -> Space:
        """The same knowledge and goals as of the whole system, over arrivals."""
        rows = {frozenset(row.items()): row for each in fixed if (row := self.project(each))}
        return Space(
            self.low,
            self.high,
            list(rows.values()),
            [self.project(each) for each in choices],
            [self.project(each) for each in goals],
        )
