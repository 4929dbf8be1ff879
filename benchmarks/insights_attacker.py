"""A reader who subtracts: by hand, and by all equations at once; how much below k comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random
from typing import Final

import numpy as np

from benchmarks.insights_knowledge import Codes, Knowledge
from benchmarks.insights_solver import Floats, Numbers, Solver, width
from benchmarks.insights_truth import DIMENSIONS, Key, Release, Shown, Truth, is_slice

ROUNDS: Final = 24
FEW: Final = 6
"""Pairs of programs stretch many cells at once; the last few are asked about one by one."""


@dataclass(frozen=True)
class Target:
    """An unpublished cell at a release, or what came to it since an earlier one."""

    key: Key
    release: int
    since: int | None = None


@dataclass(frozen=True)
class Found:
    """What was derived closer than k, some by one subtraction; `asked` of `targets` are settled."""

    targets: int
    asked: int
    by_margins: int
    by_releases: int
    derived: tuple[Target, ...]
    programs: int

    def written(self) -> dict[str, int]:
        return {
            "targets": self.targets,
            "settled": self.asked,
            "by_margins": self.by_margins,
            "by_releases": self.by_releases,
            "derived": len(self.derived),
            "programs": self.programs,
        }


def known(releases: Sequence[Release]) -> dict[tuple[Key, int], int]:
    """The value of each cell at each release as of which it was ever told."""
    return {(key, s.as_of): s.value for cells in releases for key, s in cells.items()}


def targets(truth: Truth, told: dict[tuple[Key, int], int], k: int) -> Iterator[Target]:
    """Everything unpublished that is about 1 to k-1 families."""
    running: set[Key] = set()
    for release, cells in enumerate(truth.cells):
        for key in cells:
            if (key, release) not in told and len(truth.families(key, release)) < k:
                yield Target(key, release)
        running |= {key for key in cells if not is_slice(key[0])}
    for since, release in combinations(range(len(truth.cells)), 2):
        for key in sorted(running):
            if 0 < len(truth.changed(key, since, release)) < k:
                yield Target(key, release, since)


def by_releases(told: dict[tuple[Key, int], int], wanted: Sequence[Target]) -> set[Target]:
    """Later figure minus earlier figure of the same cell."""
    return {
        each
        for each in wanted
        if each.since is not None
        and (each.key, each.since) in told
        and (each.key, each.release) in told
    }


def by_margins(told: dict[tuple[Key, int], int], wanted: Sequence[Target], k: int) -> set[Target]:
    """Margin minus all that is shown of its row: the hidden cells share fewer than k reports."""
    rows: defaultdict[tuple[str, Key, int], int] = defaultdict(int)
    for (key, release), value in told.items():
        for margin in _margins(key):
            rows[key[0], margin, release] += value
    return {
        each
        for each in wanted
        if each.since is None
        and any(
            (margin, each.release) in told
            and told[margin, each.release] - rows[each.key[0], margin, each.release] < k
            for margin in _margins(each.key)
        )
    }


def _margins(key: Key) -> list[Key]:
    """The cells of smaller tables that a cell is a part of, at the same release."""
    table, codes = key
    names = DIMENSIONS[table]
    found = []
    for dropped in names:
        kept = [at for at, name in enumerate(names) if name != dropped]
        margin = "*".join(names[at] for at in kept) or "total"
        if not is_slice(table) or is_slice(margin):
            found.append((margin, tuple(codes[at] for at in kept)))
    return found


def attack(
    truth: Truth, releases: Sequence[Release], k: int, *, most: int, rounds: int = ROUNDS
) -> Found:
    """At most `most` single cells are asked about, drawn at random from those still in doubt."""
    told = known(releases)
    wanted = list(targets(truth, told, k))
    near, after = by_margins(told, wanted, k), by_releases(told, wanted)
    doubted = [each for each in wanted if each not in near and each not in after]
    search = _Search(truth, releases, doubted, k)
    asked, derived = search.run(most, rounds)
    return Found(
        len(wanted),
        len(wanted) - len(doubted) + asked,
        len(near),
        len(after),
        (*near, *after, *derived),
        search.solver.solved,
    )


def as_member(
    truth: Truth, releases: Sequence[Release], family: str
) -> tuple[Truth, list[dict[Key, Shown]]]:
    """The world and the figures as they are for one who takes its own reports away."""
    others = Truth(truth.world.without(family))

    def less(key: Key, shown: Shown) -> Shown:
        own = truth.value(key, shown.as_of) - others.value(key, shown.as_of)
        return replace(shown, value=shown.value - own)

    return others, [{key: less(key, s) for key, s in cells.items()} for cells in releases]


class _Search:
    """Stretches all cells in doubt until each is k wide or was asked about by itself."""

    def __init__(
        self,
        truth: Truth,
        releases: Sequence[Release],
        doubted: list[Target],
        k: int,
    ) -> None:
        world = truth.world
        reports = [each for at in range(len(world.quarters)) for each in world.reports(at)]
        knowledge = Knowledge(Codes.read(reports), world.families, truth.withdrawals)
        knowledge.told(world.quarters, releases)
        self.solver = Solver(knowledge.upper, knowledge.rows)
        self.doubted, self.k, self.chance = doubted, k, Random(len(doubted))
        self.plus = [knowledge.columns(d.key, d.release, world.quarters) for d in doubted]
        self.minus: list[Numbers | None] = [
            None if d.since is None else knowledge.columns(d.key, d.since, world.quarters)
            for d in doubted
        ]
        self.low = np.full(len(doubted), np.inf)
        self.high = np.full(len(doubted), -np.inf)

    def run(self, most: int, rounds: int) -> tuple[int, list[Target]]:
        """How many are settled, and which of them are closer than k."""
        for _ in range(rounds):
            narrow = self._narrow()
            if len(narrow) <= FEW:
                break
            self._stretch({at: self.chance.choice((-1.0, 1.0)) for at in narrow})
        narrow = self._narrow()
        single = self.chance.sample(narrow, min(most, len(narrow)))
        derived = []
        for at in single:
            if self._wide(at):
                continue
            self._stretch({at: 1.0})
            if not self._wide(at):
                derived.append(self.doubted[at])
        return len(self.doubted) - len(set(self._narrow()) - set(single)), derived

    def _narrow(self) -> list[int]:
        return [at for at in range(len(self.doubted)) if not self._wide(at)]

    def _wide(self, at: int) -> bool:
        low, high = self.low[at], self.high[at]
        return bool(high >= low) and width(low, high) >= self.k

    def _stretch(self, weights: dict[int, float]) -> None:
        costs = np.zeros(self.solver.size)
        for at, weight in weights.items():
            costs[self.plus[at]] += weight
            minus = self.minus[at]
            if minus is not None:
                costs[minus] -= weight
        for way in (costs, -costs):
            self._see(self.solver.most(way))

    def _see(self, values: Floats) -> None:
        sums = np.array(
            [
                values[plus].sum() - (0.0 if minus is None else values[minus].sum())
                for plus, minus in zip(self.plus, self.minus, strict=True)
            ]
        )
        self.low, self.high = np.minimum(self.low, sums), np.maximum(self.high, sums)
