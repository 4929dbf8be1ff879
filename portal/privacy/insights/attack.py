"""The attack that a release must withstand: what can be bounded too closely, and by which cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portal.privacy.insights.bounds import EXACT, Floats, Space, Sum
from portal.privacy.insights.equations import Equations
from portal.privacy.insights.goals import FOR_GOOD, Goal, is_wide
from portal.privacy.insights.history import Place

WIDE: Final = 6000
"""More columns than this only where goals that are not settled need them."""
SLOW: Final = 0.1
"""A search that widens fewer than this share of what is still too close is not repeated."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A goal that is bounded too closely, while so many of its `holds` are told.

    Whatever else is told, unless choices stay unsaid that together weigh `need` or more in `holds`,
    it stays too close: so each danger is a linear condition on every safe release.
    """

    goal: int
    choice: int
    need: float
    holds: Mapping[int, float]


class Attack:
    """All goals since the first release that is not settled, and the choices of this release."""

    def __init__(
        self,
        equations: Equations,
        goals: Sequence[Goal],
        known: Sequence[Sum],
        choices: Sequence[tuple[Place, int]],
        k: int,
    ) -> None:
        self.goals = goals
        self.choices = choices
        self.k = k
        self.hopeless: set[int] = set()
        now = len(equations.quarters) - 1
        first = min((goal.release for goal in goals), default=now)
        columns = _columns(equations, max(first - 1, 0))
        self._at = {column: n for n, column in enumerate(columns)}
        told = [equations.standing(equations.margins.classes.place(p), now) for p, _ in choices]
        ends = equations.standing_parts(now)
        self._ends = range(len(told), len(told) + len(ends))
        rows = [row for each in [*equations.rows, *known] if (row := self._departure(each))]
        self.space = Space(
            [-float(equations.true[each]) for each in columns],
            [equations.most[each] - equations.true[each] for each in columns],
            rows,
            [self._departure(each) for each in [*told, *ends]],
            [self._departure(each.sum) for each in goals],
        )
        self._by_choice = np.array([goal.choice for goal in goals])
        self._release = np.array([goal.release for goal in goals])
        self._shared = np.array([goal.is_shared for goal in goals], dtype=bool)
        self._chance = np.random.default_rng(0)

    def dangers(self, told: Collection[int], most: int = 1) -> list[Danger]:
        """Some of what is too close, `most` at most; none only if all is wide enough."""
        active = ~np.isin(self._by_choice, [each for each in told if each != FOR_GOOD])
        active[sorted(self.hopeless)] = False
        self.space.tell(told)
        found = list(self._narrow(active, most))
        self.hopeless |= {each.goal for each in found if not each.holds}
        return [each for each in found if each.holds]

    def settled(self, told: Collection[int], first: int) -> int:
        """Of how many first releases nothing told later can say more than is said now."""
        now = int(self._release.max(initial=0))
        self.space.tell([*told, *self._ends])
        for release in range(first, now):
            for _danger in self._narrow(self._release == release, 1):
                return release
        return max(first, now)

    def _narrow(self, active: NDArray[np.bool_], most: int) -> Iterator[Danger]:
        low, high = self.space.extent()
        left = self._left(active, low, high)
        while left.size:
            weights = np.zeros(len(self.goals))
            signs = np.where(self._shared[left], 1.0, self._chance.choice([-1.0, 1.0], left.size))
            weights[left] = signs * self._chance.uniform(0.5, 1.0, left.size)
            self.space.reach(weights)
            before = left.size
            left = self._left(active, *self._seen(low, high))
            if before - left.size < SLOW * before:
                break
        for goal in left:
            if is_wide([self.goals[goal]], low[goal : goal + 1], high[goal : goal + 1], self.k)[0]:
                continue
            danger = self._pinned(int(goal), low, high)
            if danger is not None:
                yield danger
                most -= 1
                if not most:
                    return

    def _pinned(self, goal: int, low: Floats, high: Floats) -> Danger | None:
        """The exact bounds of one goal; None if they are wide enough after all."""
        weights = np.zeros(len(self.goals))
        holds: dict[int, float] = {}
        width = 0.0
        for sign in (1.0, -1.0):
            if sign < 0 and self._shared[goal]:
                width += max(self.goals[goal].true, 0)
                continue
            weights[goal] = sign
            for choice in self._add(holds, self.space.reach(weights)):
                holds.setdefault(choice, 0.0)
            self._seen(low, high)
            if is_wide([self.goals[goal]], low[goal : goal + 1], high[goal : goal + 1], self.k)[0]:
                return None
            width += float(high[goal] if sign > 0 else -low[goal])
        need = self.k - width
        if (
            need <= EXACT or not holds
        ):  # wide enough but for the whole numbers: any of them will have to go
            return Danger(goal, self.goals[goal].choice, 1.0, dict.fromkeys(holds, 1.0))
        return Danger(
            goal, self.goals[goal].choice, need, {c: min(need, each) for c, each in holds.items()}
        )

    def _add(self, holds: dict[int, float], duals: Floats) -> list[int]:
        """By how much the goal could move more if a told choice were not told."""
        found = [int(n) for n in np.flatnonzero(np.abs(duals) > EXACT) if n < len(self.choices)]
        for choice in found:
            dual = float(duals[choice])
            more = -dual * self.choices[choice][1] if dual < 0 else float("inf")
            holds[choice] = holds.get(choice, 0.0) + more
        return found

    def _left(self, active: NDArray[np.bool_], low: Floats, high: Floats) -> NDArray[np.int64]:
        return np.flatnonzero(active & ~is_wide(self.goals, low, high, self.k))

    def _seen(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        moved = self.space.last
        np.minimum(low, moved, out=low)
        np.maximum(high, moved, out=high)
        return low, high

    def _departure(self, sum_: Sum) -> Sum:
        """The sum over the columns that may depart from the truth."""
        return {self._at[c]: factor for c, factor in sum_.items() if c in self._at}


def _columns(equations: Equations, latest: int) -> list[int]:
    """Those of the later releases, which depart while all earlier ones are what they were.

    A world that is the true one up to some release is a possible one: to look among such worlds
    only can miss one that is wider, but never finds one that is not there.
    """
    begin = 0
    while begin < latest and sum(each >= begin for each in equations.release) > WIDE:
        begin += 1
    return [n for n, each in enumerate(equations.release) if each >= begin]
