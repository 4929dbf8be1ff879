"""The attacker of the figures, on releases small enough to see through."""

from collections import Counter

import pytest

from benchmarks.insight_worlds import Entry, World, draw, quarters
from benchmarks.insights_attacker import Found, as_member, attack
from benchmarks.insights_publishers import portal, primary_only
from benchmarks.insights_truth import (
    Key,
    Published,
    Release,
    Truth,
    WrongFigureError,
    as_read,
    is_slice,
)
from portal.privacy.insights.declared import Cell

K = 5


def entry(family: str, *, read: int = 0, sector: str = "14", withdrawn: int = 99) -> Entry:
    codes = {
        "indicator": "deception",
        "region": "034",
        "country": "IN",
        "sector": sector,
        "quarter": quarters(read + 1)[read],
        "severity": "2",
        "scheme": "own",
    }
    return Entry(family, tuple(codes.items()), read, 99, 99, withdrawn, "")


def world(count: int, *entries: Entry) -> World:
    return World(len({each.family for each in entries}), quarters(count), entries)


def told(truth: Truth, *releases: tuple[Key, ...]) -> list[Release]:
    shown: dict[Key, Cell] = {}
    found = []
    for release, keys in enumerate(releases):
        shown |= {key: Cell(*key, truth.value(key, release)) for key in keys}
        found.append(Published(tuple(shown.values()), frozenset(keys)))
    return list(as_read(truth, found))


def attacked(truth: Truth, releases: list[Release]) -> Found:
    return attack(truth, releases, K, most=99)


def derived(found: Found) -> set[tuple[str, tuple[str, ...]]]:
    return {each.key for each in found.derived}


ALL: Key = ("total", ())
SEWING: Key = ("sector", ("14",))
SHOES: Key = ("sector", ("15",))
TEN = tuple(entry(f"f{number}") for number in range(10))
TWO = (entry("f10", sector="15"), entry("f11", sector="15"))


def test_a_margin_minus_what_is_shown_of_it_is_derived_and_without_it_nothing_is() -> None:
    truth = Truth(world(1, *TEN, *TWO))

    broken = attacked(truth, told(truth, (ALL, SEWING)))
    silent = attacked(truth, told(truth, (ALL,)))

    assert SHOES in derived(broken)
    assert broken.by_margins
    assert SHOES not in derived(silent)


def test_a_hidden_cell_of_another_table_follows_from_equations_that_no_one_row_holds() -> None:
    """Nothing is told by sector alone: its cells come from the table of both dimensions."""
    truth = Truth(world(1, *TEN, *TWO))
    row: Key = ("indicator*sector", ("deception", "14"))

    found = attacked(truth, told(truth, (ALL, row)))

    assert SHOES in derived(found)
    assert SHOES not in {each.key for each in found.derived[: found.by_margins]}


def test_what_one_family_adds_is_derived_from_two_releases_unless_the_first_value_is_carried() -> (
    None
):
    truth = Truth(world(2, *TEN, entry("f0", read=1)))

    again = attacked(truth, told(truth, (SEWING,), (SEWING,)))
    carried = attacked(truth, told(truth, (SEWING,), ()))

    assert again.by_releases == 1
    assert SEWING in derived(again)
    assert not carried.derived


def test_a_member_takes_its_own_reports_away_and_sees_the_others() -> None:
    truth = Truth(world(1, *TEN, *TWO, entry("f12", sector="15")))
    releases = told(truth, (ALL, SEWING))

    others, figures = as_member(truth, releases, "f12")

    assert figures[0][ALL].value == 12
    assert others.value(SHOES, 0) == 2


def test_a_release_that_shows_what_is_not_so_is_refused() -> None:
    truth = Truth(world(1, *TEN))

    with pytest.raises(WrongFigureError):
        as_read(truth, [Published((Cell(*ALL, 9),), frozenset({ALL}))])


def test_the_portal_withstands_the_attacker_who_breaks_the_primary_rule_alone() -> None:
    drawn = draw(12, 2, 2)
    truth = Truth(drawn)

    safe = attacked(truth, list(as_read(truth, portal(drawn, K))))
    broken = attack(truth, as_read(truth, primary_only(drawn, K)), K, most=0, rounds=0)

    assert safe.asked == safe.targets
    assert not safe.derived
    assert broken.by_margins


def test_a_world_is_the_same_from_the_same_seed_and_has_one_report_for_each_family_and_cell() -> (
    None
):
    drawn = draw(40, 8, 3)
    last = drawn.reports(7)
    unit = ("indicator", "region", "sector", "quarter")

    assert drawn == draw(40, 8, 3) != draw(40, 8, 4)
    assert max(Counter((r.family, *(r.codes[d] for d in unit)) for r in last).values()) == 1
    assert any(each.read > 0 for each in drawn.entries)
    assert any(each.withdrawn < 8 for each in drawn.entries)


def test_a_table_by_quarter_holds_its_own_quarter_and_the_others_all_that_stands() -> None:
    truth = Truth(world(2, entry("a", withdrawn=1), entry("b"), entry("c", read=1)))

    assert is_slice("indicator*quarter")
    assert truth.value(ALL, 0) == 2
    assert truth.value(ALL, 1) == 2
    assert truth.value(("quarter", ("2024-Q2",)), 1) == 1
    assert truth.changed(ALL, 0, 1) == {"a", "c"}
