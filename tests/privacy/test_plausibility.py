"""A pool is what a reader is left with who knows every footprint and the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.privacy.ladder import ladder, lattice
from portal.privacy.plausibility import WALK, Cell, Pool, Weight, grid, holds, pools
from tests.privacy.town import CELLS, THRESHOLDS

EQUAL = 1e-6


def shown(cell: Cell, found: dict[Hashable, Pool]) -> Hashable | None:
    """Where the least-loss rule shows a finding of this cell."""
    return next((cell.path[at] for at in WALK if cell.path[at] in found), None)


@settings(deadline=None)
@given(CELLS, THRESHOLDS)
def test_no_reader_believes_in_a_family_with_more_than_two_over_k(
    cells: list[Cell], k: int
) -> None:
    found = pools(cells, k)
    everything: defaultdict[Hashable, int] = defaultdict(int)
    for cell in cells:
        everything[cell.family] += cell.sites
    # The reader runs the rule backwards: which cells of which family end at what was shown?
    alike: defaultdict[Hashable, defaultdict[Hashable, list[float]]] = defaultdict(
        lambda: defaultdict(lambda: [0.0, 0.0])
    )
    for cell in cells:
        node = shown(cell, found)
        if node is not None:
            weights = alike[node][cell.family]
            weights[0] += cell.sites
            weights[1] += cell.sites / everything[cell.family]
    for families in alike.values():
        assert len(families) >= k
        for prior in (0, 1):
            weights = [each[prior] for each in families.values()]
            assert max(weights) / sum(weights) <= 2 / k + EQUAL


@settings(deadline=None)
@given(CELLS, THRESHOLDS)
def test_a_pool_is_exactly_the_families_whose_findings_end_there(cells: list[Cell], k: int) -> None:
    found = pools(cells, k)
    ending: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for cell in cells:
        node = shown(cell, found)
        if node is not None:
            ending[node].add(cell.family)
    assert {node: set(pool) for node, pool in found.items()} == ending


@settings(deadline=None)
@given(CELLS, THRESHOLDS)
def test_a_finding_is_shown_at_the_least_loss_at_which_its_pool_holds(
    cells: list[Cell], k: int
) -> None:
    found = pools(cells, k)
    for place, at in enumerate(WALK):
        waiting = [
            cell for cell in cells if not any(cell.path[other] in found for other in WALK[:place])
        ]
        for node in {cell.path[at] for cell in waiting} - {None}:
            here = [cell for cell in waiting if cell.path[at] == node]
            weights: defaultdict[Hashable, Weight] = defaultdict(Weight)
            for cell in here:
                whole = sum(other.sites for other in cells if other.family == cell.family)
                weights[cell.family] += Weight(cell.sites, cell.sites / whole)
            assert (node in found) == holds(weights, k)


@given(CELLS, THRESHOLDS, st.randoms())
def test_the_order_of_the_cells_changes_nothing(
    cells: list[Cell], k: int, random: st.DataObject
) -> None:
    other = list(cells)
    random.shuffle(other)  # type: ignore[attr-defined]  # hypothesis gives a Random
    assert {node: set(pool) for node, pool in pools(cells, k).items()} == {
        node: set(pool) for node, pool in pools(other, k).items()
    }


def test_the_families_of_finer_nodes_do_not_hide_those_left_at_a_coarser_one() -> None:
    """The coverage count would show Nepal as "Southern Asia": five of its families shown finer."""
    fine = [Cell(f, grid(("BD", "034", "142", "001"), ("1410", "any"))) for f in "abcde"]
    alone = Cell("f", grid(("NP", "034", "142", "001"), ("1410", "any")))
    found = pools([*fine, alone], 5)
    assert set(found) == {("BD", "1410")}


@pytest.mark.parametrize(
    ("sites", "held"), [([1, 1, 1, 1, 1], True), ([4, 2, 2, 1, 1], True), ([5, 2, 2, 1, 1], False)]
)
def test_a_family_with_most_of_the_sites_does_not_hide_among_the_rest(
    *, sites: list[int], held: bool
) -> None:
    pool: Pool = {number: Weight(each, 0.1) for number, each in enumerate(sites)}
    assert holds(pool, 5) is held


def test_a_family_that_sources_nowhere_else_does_not_hide_among_those_who_do() -> None:
    others: dict[Hashable, Weight] = {number: Weight(3, 0.1) for number in range(4)}
    assert holds(others | {4: Weight(3, 0.1)}, 5)
    assert not holds(others | {4: Weight(3, 1.0)}, 5)


def test_fewer_than_k_families_never_hide_anybody() -> None:
    assert not holds({number: Weight(1, 0.1) for number in range(4)}, 5)
    assert not holds({}, 1)


def test_a_grid_has_every_node_above_and_none_below() -> None:
    found = grid(("034", "142", "001"), ("14", "C", "any"))
    assert [at for at, node in enumerate(found) if node] == [12, 13, 14, 17, 18, 19, 22, 23, 24]
    assert found[12] == ("034", "14")
    assert found[24] == ("001", "any")


@pytest.mark.parametrize(("places", "sectors"), [((), ("any",)), (("001",), ("x",) * 6)])
def test_a_path_of_another_length_has_no_grid(
    places: tuple[str, ...], sectors: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="rungs"):
        grid(places, sectors)


@pytest.mark.parametrize("p", range(5))
@pytest.mark.parametrize("s", range(5))
def test_every_finding_walks_its_nodes_in_the_order_of_all(p: int, s: int) -> None:
    places, sectors = tuple("scrgw")[p:], tuple("CGDSA")[s:]
    ladders = ladder("place", places), ladder("sector", sectors)
    own = [(places[a], sectors[b]) for a, b in (node.levels for node in lattice(ladders))]
    nodes = grid(places, sectors)
    assert own == [nodes[at] for at in WALK if nodes[at]]
