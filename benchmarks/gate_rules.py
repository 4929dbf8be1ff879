"""The gate's rule, the two it is compared with, and the reader who guesses who wrote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from benchmarks.gate_worlds import World
from portal.privacy.ladder import ladder, lattice
from portal.privacy.plausibility import RUNGS, WALK, Cell, pools

Node = Hashable
Shown = Mapping[Cell, Node]
"""Where the rule shows a finding of each cell; what is absent is held back."""
Rule = Callable[[World, int], Shown]

_PLACE: Final = ladder("place", "scrgw")
_SECTOR: Final = ladder("sector", "cgdsa")
LOSS: Final = {
    RUNGS * node.levels[0] + node.levels[1]: node.loss for node in lattice((_PLACE, _SECTOR))
}
"""By grid position; a finding that is held back has lost all."""
PLACES: Final = ("subdivision", "country", "subregion", "region", "world")
PRIORS: Final = ("families alike", "by facilities", "by share of facilities")


def ours(world: World, k: int) -> Shown:
    """Pools of plausible authors that account for what was not shown finer."""
    return _first(world.cells, pools(world.cells, k))


def coverage(world: World, k: int) -> Shown:
    """The gate before this one: at least k families cover the node."""
    covering: defaultdict[Node, set[Hashable]] = defaultdict(set)
    for cell in world.cells:
        for node in _nodes(cell):
            covering[node].add(cell.family)
    return _first(world.cells, {node for node, who in covering.items() if len(who) >= k})


def naive(world: World, k: int) -> Shown:
    """At least k posts about it, whoever wrote them."""
    posts = Counter(node for finding in world.findings for node in _nodes(finding))
    return _first(world.cells, {node for node, count in posts.items() if count >= k})


@dataclass(frozen=True)
class Guess:
    """For one release: the highest posterior of any family under each of PRIORS."""

    best: tuple[float, float, float]

    @property
    def worst(self) -> float:
        return max(self.best)


def guesses(world: World, shown: Shown) -> list[Guess]:
    """One for each finding that is shown, by a reader who knows all footprints and the rule.

    The reader keeps those cells that the rule would show exactly there, because a finding of any
    other cell would have been shown elsewhere, finer or coarser; and believes in a family because
    it is one of those left, because it has many facilities there, or because much of what it has
    is there.
    """
    whole: Counter[Hashable] = Counter()
    for cell in world.cells:
        whole[cell.family] += cell.sites
    left: defaultdict[Node, tuple[Counter[Hashable], ...]] = defaultdict(
        lambda: (Counter(), Counter(), Counter())
    )
    for cell, node in shown.items():
        alike, sites, share = left[node]
        alike[cell.family] = 1
        sites[cell.family] += cell.sites
        share[cell.family] += cell.sites / whole[cell.family]  # type: ignore[assignment]  # weights
    best = {
        node: Guess(tuple(max(each.values()) / sum(each.values()) for each in weights))  # type: ignore[arg-type]  # three
        for node, weights in left.items()
    }
    return [best[shown[finding]] for finding in world.findings if finding in shown]


def losses(world: World, shown: Shown) -> list[float]:
    """What each finding loses in place and sector, 0 to 1."""
    return [
        LOSS[finding.path.index(shown[finding])] if finding in shown else 1.0
        for finding in world.findings
    ]


def rungs(world: World, shown: Shown) -> Counter[str]:
    """How many findings are shown at each rung of place, and how many are held back."""
    return Counter(
        PLACES[finding.path.index(shown[finding]) // RUNGS] if finding in shown else "held"
        for finding in world.findings
    )


def _nodes(cell: Cell) -> Iterable[Node]:
    return (node for node in cell.path if node is not None)


def _first(cells: Iterable[Cell], passing: Iterable[Node]) -> Shown:
    passed = set(passing)
    found = {
        cell: next((cell.path[at] for at in WALK if cell.path[at] in passed), None)
        for cell in cells
    }
    return {cell: node for cell, node in found.items() if node is not None}
