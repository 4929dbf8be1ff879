"""The widest that linear equations let sums of their variables be, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Row = tuple[Numbers, Floats, float, float]
SLACK: Final = 1e-4
OPTIONS: Final[dict[str, bool | int | str]] = {
    "output_flag": False,
    "threads": 1,
    "solver": "ipm",  # twenty times faster here than a simplex, warm or cold
    "run_crossover": "off",
}
CAREFUL: Final[dict[str, bool | int | str]] = {"solver": "simplex"}
"""Where the interior point came to no end: slower, exact."""


class ContradictionError(Exception):
    """No world fits the equations: the reader believes something that is not so."""


def width(low: float, high: float) -> int:
    """How far apart the least and the most whole number in between are."""
    return floor(high + SLACK) - ceil(low - SLACK)


class Solver:
    """One linear program with nonnegative variables, asked with many objectives."""

    def __init__(self, upper: Sequence[float], rows: Sequence[Row]) -> None:
        self.size = len(upper)
        self.solved = 0
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = self.size, len(rows)
        program.col_cost_ = np.zeros(self.size)
        program.col_lower_, program.col_upper_ = np.zeros(self.size), np.array(upper)
        program.row_lower_ = np.array([low for _, _, low, _ in rows])
        program.row_upper_ = np.array([high for _, _, _, high in rows])
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.cumsum([0, *(len(row) for row, *_ in rows)])
        program.a_matrix_.index_ = np.concatenate([row for row, *_ in rows])
        program.a_matrix_.value_ = np.concatenate([signs for _, signs, *_ in rows])
        self.program = highspy.Highs()  # type: ignore[no-untyped-call]
        self.program.setOptionValue("output_flag", False)
        self.program.passModel(program)

    def most(self, costs: Floats) -> Floats:
        """The values of all variables where the sum weighed with `costs` is largest."""
        self.program.changeColsCost(self.size, np.arange(self.size, dtype=np.int32), -costs)
        self.solved += 1
        for options in (OPTIONS, CAREFUL):
            for name, value in options.items():
                self.program.setOptionValue(name, value)
            self.program.clearSolver()
            self.program.run()
            if self.program.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return np.array(self.program.getSolution().col_value)
        raise ContradictionError(self.program.getModelStatus())
