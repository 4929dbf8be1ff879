"""How closely an attacker can bound a sum, by linear programs that begin at the truth."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import highspy
import numpy as np
from numpy.typing import NDArray

Sum = Mapping[int, float]
Floats = NDArray[np.float64]
EXACT: Final = 1e-6
PRIMAL: Final = 4
DUAL: Final = 1
ENDLESS: Final = 100_000
"""After so many steps a search is taken to run in circles, and begins anew in another way."""


class Sparse:
    """Sums over columns, all worked out at once."""

    def __init__(self, sums: Sequence[Sum]) -> None:
        lengths = [len(each) for each in sums]
        self.count = len(sums)
        self.lengths = np.array(lengths, dtype=np.int64)
        self.starts = np.cumsum([0, *lengths])
        self.columns = np.fromiter((c for each in sums for c in each), np.int64, sum(lengths))
        self.factors = np.fromiter(
            (f for each in sums for f in each.values()), np.float64, sum(lengths)
        )
        self.numbers = np.repeat(np.arange(self.count), lengths)

    def at(self, point: Floats) -> Floats:
        return _added(self.numbers, self.factors * point[self.columns], self.count)

    def weighed(self, weights: Floats, width: int) -> Floats:
        """One sum over columns: all sums, each as often as it weighs."""
        return _added(self.columns, self.factors * weights[self.numbers], width)


class Space:
    """What an attacker cannot tell from the truth: all departures from it that fit what they know.

    `fixed` are sums that are known for good, `choices` sums that may be known or not: `tell` says
    which are. Departures once found are kept: as long as the choices told leave one possible, it
    need not be looked for again.
    """

    def __init__(
        self,
        low: Sequence[float],
        high: Sequence[float],
        fixed: Sequence[Sum],
        choices: Sequence[Sum],
        goals: Sequence[Sum],
    ) -> None:
        self.width = len(low)
        self.goals = Sparse(goals)
        self.solved = 0
        self.last: Floats = np.zeros(len(goals))
        self._choices = Sparse(choices)
        self._told: frozenset[int] = frozenset(range(len(choices)))
        self._first = len(fixed)
        self._moved: list[Floats] = []
        self._touched: list[NDArray[np.bool_]] = []
        self._program = _program(low, high, [*fixed, *choices])

    def tell(self, told: Collection[int]) -> None:
        """From now on exactly these choices are known."""
        wanted = frozenset(told)
        for each in sorted(wanted ^ self._told):
            limit = 0.0 if each in wanted else highspy.kHighsInf
            self._program.changeRowBounds(self._first + each, -limit, limit)
        self._told = wanted

    def extent(self) -> tuple[Floats, Floats]:
        """How far below and above the truth each goal was found, in what is known now."""
        low, high = np.zeros(self.goals.count), np.zeros(self.goals.count)
        told = np.array(sorted(self._told), dtype=np.int64)
        for moved, touched in zip(self._moved, self._touched, strict=True):
            if not touched[told].any():
                np.minimum(low, moved, out=low)
                np.maximum(high, moved, out=high)
        return low, high

    def reach(self, weights: Floats) -> Floats:
        """Find the departure in which the goals, each as often as it weighs, grow most.

        Answers for each choice by how much they would grow more if it were one larger.
        """
        costs = self.goals.weighed(weights, self.width)
        program = self._program
        program.changeColsCost(self.width, np.arange(self.width, dtype=np.int32), -costs)
        program.run()
        self.solved += 1
        status = program.getModelStatus()
        if status == highspy.HighsModelStatus.kIterationLimit:
            program.clearSolver()
            program.setOptionValue("simplex_strategy", DUAL)
            program.run()
            program.setOptionValue("simplex_strategy", PRIMAL)
            status = program.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"no answer: {program.modelStatusToString(status)}")
        found = program.getSolution()
        point = np.array(found.col_value)
        self.last = self.goals.at(point)
        self._moved.append(self.last)
        self._touched.append(np.abs(self._choices.at(point)) > EXACT)
        return np.asarray(-np.array(found.row_dual)[self._first :], dtype=np.float64)


def quiet() -> Any:
    """A solver that says nothing and works on one core, always in the same way."""
    solver: Any = highspy.Highs  # untyped
    program = solver()
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    # Only the costs change between two questions, so the last answer is where to begin.
    program.setOptionValue("simplex_strategy", PRIMAL)
    program.setOptionValue("simplex_iteration_limit", ENDLESS)
    return program


def _program(low: Sequence[float], high: Sequence[float], rows: Sequence[Sum]) -> Any:
    """Every column a departure from what it truly is: where nothing moves, every row is 0."""
    matrix = Sparse(rows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(low), len(rows)
    lp.col_cost_ = np.zeros(len(low))
    lp.col_lower_, lp.col_upper_ = np.array(low), np.array(high)
    lp.row_lower_ = lp.row_upper_ = np.zeros(len(rows))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = matrix.starts
    lp.a_matrix_.index_ = matrix.columns
    lp.a_matrix_.value_ = matrix.factors
    program = quiet()
    program.passModel(lp)
    return program


def _added(numbers: NDArray[np.int64], values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(numbers, values, count), dtype=np.float64)
