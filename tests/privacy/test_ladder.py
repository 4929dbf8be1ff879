"""The walk over ladders visits everything, cheapest first."""

from collections.abc import Sequence
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.ladder import LOSS, WEIGHT, Ladder, Rung, ladder, lattice, size


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    losses = draw(st.lists(st.floats(0, 1), max_size=4).map(sorted))
    rungs = tuple(Rung(level, f"r{level}", loss) for level, loss in enumerate([0.0, *losses]))
    return Ladder("any", rungs, draw(st.floats(0.01, 100)))


SEVERAL = st.lists(ladders(), min_size=1, max_size=3)


@given(SEVERAL)
def test_loss_never_falls_along_the_walk(several: Sequence[Ladder]) -> None:
    losses = [node.loss for node in lattice(several)]
    assert all(before <= after for before, after in pairwise(losses))
    assert losses[0] == 0.0


@given(SEVERAL)
def test_every_node_is_visited_once(several: Sequence[Ladder]) -> None:
    visited = [node.levels for node in lattice(several)]
    every = set(product(*(range(len(each.rungs)) for each in several)))
    assert len(visited) == len(every) == size(several)
    assert set(visited) == every


@given(SEVERAL)
def test_a_finer_node_comes_before_every_coarser_one(several: Sequence[Ladder]) -> None:
    order = {node.levels: place for place, node in enumerate(lattice(several))}
    for levels, place in order.items():
        for index in range(len(levels)):
            coarser = (*levels[:index], levels[index] + 1, *levels[index + 1 :])
            assert order.get(coarser, place + 1) > place


@pytest.mark.parametrize("name", LOSS)
def test_each_ladder_loses_nothing_at_the_bottom_and_all_at_the_top(name: str) -> None:
    for length in range(2, len(LOSS[name]) + 1):
        climbed = ladder(name, [f"code{number}" for number in range(length)])
        assert climbed.rungs[0].loss == 0.0
        assert climbed.rungs[-1].loss == pytest.approx(1.0 - LOSS[name][-length])
    assert WEIGHT[name] > 0


def test_a_path_that_starts_higher_loses_what_lies_above_it() -> None:
    country = ladder("place", ["BD", "034", "142", "001"])
    assert [rung.code for rung in country.rungs] == ["BD", "034", "142", "001"]
    assert [round(rung.loss, 3) for rung in country.rungs] == [0.0, 0.3, 0.6, 0.8]


def test_a_ladder_of_only_its_top_has_lost_nothing_more() -> None:
    assert ladder("place", ["001"]).rungs == (Rung(0, "001", 0.0),)


@pytest.mark.parametrize("length", [0, 6])
def test_a_path_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="rungs"):
        ladder("place", ["x"] * length)


@pytest.mark.parametrize(
    "losses", [(), (0.1, 1.0), (0.0, 0.5, 0.4), (0.0, 1.1)], ids=["none", "start", "fall", "above"]
)
def test_losses_that_would_break_the_order_are_refused(losses: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="losses"):
        Ladder("bad", tuple(Rung(level, "x", loss) for level, loss in enumerate(losses)))


def test_levels_out_of_order_and_weights_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="levels"):
        Ladder("bad", (Rung(1, "x", 0.0),))
    with pytest.raises(ValueError, match="weight"):
        Ladder("bad", (Rung(0, "x", 0.0),), 0.0)
    with pytest.raises(ValueError, match="at least one"):
        next(lattice([]))
