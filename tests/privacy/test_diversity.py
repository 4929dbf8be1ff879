"""A class in which everything says the same tells too much of whoever is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.diversity import homogeneous

SAID = st.lists(
    st.tuples(st.integers(0, 6), st.sets(st.sampled_from("abcde"), max_size=3)), max_size=12
)


@pytest.mark.parametrize(
    ("said", "fails"),
    [
        ([], True),
        ([("f", {"debt"}), ("f", {"wages"})], True),  # one family only
        ([("f", {"debt"}), ("g", {"debt"})], True),
        ([("f", {"debt"}), ("g", {"wages"})], False),
        ([("f", {"debt", "wages"}), ("g", {"debt"})], True),  # all say debt
        ([("f", {"debt"}), ("g", {"debt"}), ("h", {"wages"})], False),
        ([("f", {"debt"}), ("f", {"wages"}), ("g", {"debt"})], True),  # f says both
        ([("f", set()), ("g", set())], True),
        ([("f", {"debt", "wages"}), ("g", set())], False),
    ],
)
def test_what_every_family_says_is_no_secret(
    *, said: list[tuple[str, set[str]]], fails: bool
) -> None:
    assert homogeneous(said) is fails


@given(SAID, st.integers(2, 4))
def test_a_diverse_class_leaves_doubt_about_each_family_and_value(
    said: list[tuple[int, set[str]]], fewest: int
) -> None:
    if not homogeneous(said, fewest):
        families = {family for family, _ in said}
        for value in "abcde":
            silent = families - {family for family, stated in said if value in stated}
            assert len(silent) >= fewest - 1
        assert len({value for _, stated in said for value in stated}) >= fewest


@given(SAID, st.integers(2, 4))
def test_saying_it_again_changes_nothing(said: list[tuple[int, set[str]]], fewest: int) -> None:
    assert homogeneous(said, fewest) == homogeneous([*said, *said], fewest)


@given(SAID)
def test_a_higher_demand_is_never_easier(said: list[tuple[int, set[str]]]) -> None:
    assert homogeneous(said, 2) <= homogeneous(said, 3) <= homogeneous(said, 4)


def test_a_demand_for_one_value_is_refused() -> None:
    with pytest.raises(ValueError, match="diverse"):
        homogeneous([], 1)
