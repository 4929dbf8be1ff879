"""What must not be bounded closer than k: every cell that is not told, and every small change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portal.privacy.insights.bounds import EXACT, Floats
from portal.privacy.insights.counting import DIMENSIONS_OF, OF_A_QUARTER, Rule, Tally, at, changed
from portal.privacy.insights.equations import Equations, Sum
from portal.privacy.insights.history import Place

FOR_GOOD: Final = -1


@dataclass(frozen=True, slots=True)
class Goal:
    """A sum as of a release; `choice` is the number of the choice that would tell it, else -1.

    `is_shared`: it stands for several cells that no figure tells apart, so that each of them may
    be nothing and each may be all of the `true` value.
    """

    place: Place
    release: int
    sum: Sum
    true: int
    is_shared: bool
    choice: int = FOR_GOOD


def untold(
    equations: Equations, release: int, told: Collection[Place], choices: Mapping[Place, int]
) -> Iterator[Goal]:
    """Every cell of every table that is not told as of a release, also where it is empty."""
    classes, quarter = equations.margins.classes, equations.quarters[release]
    known = {classes.place(each) for each in told}
    open_ = {classes.place(each): number for each, number in choices.items()}
    for table, places in equations.margins.sums.items():
        for codes in places:
            place = (table, _with(quarter, table, codes))
            if place not in known:
                found = equations.standing(place, release)
                shared, choice = classes.is_shared(place), open_.get(place, FOR_GOOD)
                yield Goal(place, release, found, equations.truth(found), shared, choice)


def changes(
    equations: Equations,
    release: int,
    cells: tuple[Mapping[Place, Tally], Mapping[Place, Tally]],
    rule: Rule,
) -> Iterator[Goal]:
    """Every difference to the release before that is made by fewer than k families."""
    before, now = cells
    classes = equations.margins.classes
    small = {
        classes.place(place)
        for place in now.keys() | before.keys()
        if place[0] not in OF_A_QUARTER and 0 < changed(at(now, place), at(before, place)) < rule.k
    }
    for place in sorted(small):
        if classes.is_shared(place):
            # Each of its cells may have got all that came, or nothing.
            coming = equations.coming(place, release)
            yield Goal(place, release, coming, equations.truth(coming), is_shared=True)
        else:
            found = dict(equations.standing(place, release))
            for column, factor in equations.standing(place, release - 1).items():
                found[column] = found.get(column, 0) - factor
            yield Goal(place, release, found, equations.truth(found), is_shared=False)


def is_wide(goals: Sequence[Goal], low: Floats, high: Floats, k: int) -> NDArray[np.bool_]:
    """Which leave k or more between the least and the most that is possible in whole numbers."""
    true = np.array([goal.true for goal in goals])
    shared = np.array([goal.is_shared for goal in goals], dtype=bool)
    below = np.where(shared, np.maximum(true, 0), np.floor(EXACT - low))
    return np.asarray(below + np.floor(high + EXACT) >= k)


def _with(quarter: str, table: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    if table not in OF_A_QUARTER:
        return codes
    place = DIMENSIONS_OF[table].index("quarter")
    return (*codes[:place], quarter, *codes[place:])
