"""The attack that a release must withstand: what can be bounded too closely, and by which cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from portal.privacy.insights.arrivals import Arrivals
from portal.privacy.insights.bounds import EXACT, Floats, Space, Sum
from portal.privacy.insights.equations import Equations
from portal.privacy.insights.goals import FOR_GOOD, Goal, is_wide
from portal.privacy.insights.history import Place

FEW: Final = 30
"""So many goals are looked at one by one: all at once would take as long."""
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
    """All goals of all releases, and the choices of this one."""

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
        told = [equations.standing(equations.margins.classes.place(p), now) for p, _ in choices]
        rows = [*equations.rows, *known]
        sums = [goal.sum for goal in goals]
        self.space = Space(
            [-float(each) for each in equations.true],
            [most - true for most, true in zip(equations.most, equations.true, strict=True)],
            rows,
            told,
            sums,
        )
        self._arrivals = Arrivals.of(equations).space(rows, told, sums)
        self._by_choice = np.array([goal.choice for goal in goals])
        self._shared = np.array([goal.is_shared for goal in goals], dtype=bool)
        self._chance = np.random.default_rng(0)

    def dangers(self, told: Collection[int], most: int = 1) -> list[Danger]:
        """Some of what is too close, `most` at most; none only if all is wide enough."""
        active = ~np.isin(self._by_choice, [each for each in told if each != FOR_GOOD])
        active[sorted(self.hopeless)] = False
        for space in (self._arrivals, self.space):
            space.tell(told)
        found = list(self._narrow(active, most))
        self.hopeless |= {each.goal for each in found if not each.holds}
        return [each for each in found if each.holds]

    def _narrow(self, active: NDArray[np.bool_], most: int) -> Iterator[Danger]:
        low, high = self.space.extent()
        below, above = self._arrivals.extent()
        np.minimum(low, below, out=low)
        np.maximum(high, above, out=high)
        self._search(self._arrivals, active, low, high)
        if self._left(active, low, high).size > FEW:
            self._search(self.space, active, low, high)
        for each in self._left(active, low, high):
            goal = int(each)
            if self._is_wide_by_arrivals(goal, low, high):
                continue
            danger = self._pinned(goal, low, high)
            if danger is not None:
                yield danger
                most -= 1
                if not most:
                    return

    def _search(self, space: Space, active: NDArray[np.bool_], low: Floats, high: Floats) -> None:
        """Widen what can be widened here, many goals at once, as long as it goes well."""
        left = self._left(active, low, high)
        left = left[space.goals.lengths[left] > 0]
        while left.size:
            weights = np.zeros(len(self.goals))
            signs = np.where(self._shared[left], 1.0, self._chance.choice([-1.0, 1.0], left.size))
            weights[left] = signs * self._chance.uniform(0.5, 1.0, left.size)
            space.reach(weights)
            before = left.size
            self._seen(space, low, high)
            left = left[np.isin(left, self._left(active, low, high))]
            if before - left.size < SLOW * before:
                return

    def _is_wide_by_arrivals(self, goal: int, low: Floats, high: Floats) -> bool:
        """Whether one goal is wide enough, as far as the small program can tell."""
        weights = np.zeros(len(self.goals))
        for sign in (1.0, -1.0):
            if self._is_wide(goal, low, high):
                return True
            weights[goal] = sign
            self._arrivals.reach(weights)
            self._seen(self._arrivals, low, high)
        return self._is_wide(goal, low, high)

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
            self._seen(self.space, low, high)
            if self._is_wide(goal, low, high):
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

    def _is_wide(self, goal: int, low: Floats, high: Floats) -> bool:
        one = slice(goal, goal + 1)
        return bool(is_wide(self.goals[one], low[one], high[one], self.k)[0])

    def _left(self, active: NDArray[np.bool_], low: Floats, high: Floats) -> NDArray[np.int64]:
        return np.flatnonzero(active & ~is_wide(self.goals, low, high, self.k))

    def _seen(self, space: Space, low: Floats, high: Floats) -> None:
        np.minimum(low, space.last, out=low)
        np.maximum(high, space.last, out=high)
