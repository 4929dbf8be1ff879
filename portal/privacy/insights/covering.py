"""The cheapest set of cells to hide that meets a list of dangers: a small integer program."""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from portal.privacy.insights.attack import Danger
from portal.privacy.insights.bounds import quiet
from portal.privacy.insights.goals import FOR_GOOD


def cheapest(weights: Sequence[float], dangers: Sequence[Danger]) -> frozenset[int]:
    """The numbers to hide; near enough to the cheapest when the program takes long."""
    if not weights:
        return frozenset()
    program = quiet()
    program.setOptionValue("mip_rel_gap", 1e-6)
    program.setOptionValue("mip_max_nodes", 2000)
    count = len(weights)
    columns = np.arange(count, dtype=np.int32)
    program.addVars(count, np.zeros(count), np.ones(count))
    program.changeColsCost(count, columns, np.array(weights))
    program.changeColsIntegrality(count, columns, np.array([highspy.HighsVarType.kInteger] * count))
    for danger in dangers:
        row = {n: each / danger.need for n, each in danger.holds.items()}
        least = 1.0
        if danger.choice != FOR_GOOD:
            row[danger.choice] = row.get(danger.choice, 0.0) - 1.0
            least = 0.0
        program.addRow(
            least,
            highspy.kHighsInf,
            len(row),
            np.array(list(row), dtype=np.int32),
            np.array(list(row.values())),
        )
    program.run()
    found = np.array(program.getSolution().col_value)
    return frozenset(int(n) for n in np.flatnonzero(found > 0.5))
