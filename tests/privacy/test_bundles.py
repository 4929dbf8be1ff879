"""What holds of frozen bundles whatever families write and whenever they do."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.privacy import bundles
from portal.privacy.bundles import LADDERS, LOSS, NOWHERE, Bundle, Row, Rule

TOPS = tuple(len(LOSS[name]) - 1 for name in LADDERS)
QUARTER = timedelta(days=91)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ladder(name: str, finest: int) -> tuple[str, ...]:
    """A code of few, and what lies above it."""
    return tuple(f"{name}{rung}:{finest >> rung}" for rung in range(len(LOSS[name])))


@st.composite
def rows(draw: st.DrawFn, most: int = 24) -> list[Row]:
    made = []
    for number in range(draw(st.integers(0, most))):
        codes = tuple(ladder(name, draw(st.integers(0, 5))) for name in LADDERS)
        told = tuple(draw(st.integers(NOWHERE, top)) for top in TOPS)
        made.append(
            Row(
                number,
                draw(st.integers(0, 8)),
                draw(st.sampled_from(["observers", "public"])),
                draw(st.integers(0, 4)) * QUARTER,
                codes,
                draw(st.sampled_from([TOPS, told])),
            )
        )
    return made


rules = st.builds(Rule, st.integers(2, 6), cap=st.sampled_from([0.5, 0.9, 1.0]))


@thorough
@given(rows(), rules)
def test_every_bundle_has_k_families_none_of_them_more_than_half(
    waiting: list[Row], rule: Rule
) -> None:
    for bundle in bundles.freeze(waiting, rule):
        assert len(bundle.families) >= rule.k
        most = Counter(row.family for row in bundle.rows).most_common(1)[0][1]
        assert most <= len(bundle.rows) / 2


@thorough
@given(rows(), rules)
def test_all_rows_of_a_bundle_show_the_same_and_no_row_is_in_two(
    waiting: list[Row], rule: Rule
) -> None:
    frozen = bundles.freeze(waiting, rule)
    for bundle in frozen:
        for row in bundle.rows:
            shown = tuple(c[r] for c, r in zip(row.codes, bundle.level.rungs, strict=True))
            assert (shown, row.apart) == (bundle.shown, bundle.apart)
    times = Counter(row.id for bundle in frozen for row in bundle.rows)
    assert set(times.values()) <= {1}
    assert set(times) <= {row.id for row in waiting}


@thorough
@given(rows(), rules)
def test_no_text_says_more_than_its_bundle_and_the_young_leave_in_fine_ones_only(
    waiting: list[Row], rule: Rule
) -> None:
    for bundle in bundles.freeze(waiting, rule):
        assert bundle.level.loss <= rule.cap
        for row in bundle.rows:
            assert all(r <= t for r, t in zip(bundle.level.rungs, row.told, strict=True))
            assert row.waited >= rule.patience or bundle.level.loss <= rule.fine


@thorough
@given(st.lists(rows(most=8), max_size=3), rules)
def test_the_difference_of_any_two_rounds_is_whole_bundles(
    arriving: list[list[Row]], rule: Rule
) -> None:
    published: list[list[Bundle]] = []
    left: set[object] = set()
    known: list[Row] = []
    for number, new in enumerate(arriving):
        known += [Row((number, r.id), r.family, r.apart, r.waited, r.codes, r.told) for r in new]
        waiting = [row for row in known if row.id not in left]
        frozen = bundles.freeze(waiting, rule)
        left |= {row.id for bundle in frozen for row in bundle.rows}
        published.append(frozen)
    for later in range(len(published)):
        for earlier in range(later):
            between = [b for frozen in published[earlier + 1 : later + 1] for b in frozen]
            families = [bundle.families for bundle in between]
            assert all(len(each) >= rule.k for each in families)
    every = [row.id for frozen in published for bundle in frozen for row in bundle.rows]
    assert len(every) == len(set(every))


@thorough
@given(rows(), rules, st.permutations(range(9)))
def test_who_the_families_are_changes_nothing(
    waiting: list[Row], rule: Rule, other: list[int]
) -> None:
    renamed = [
        Row(r.id, other[int(str(r.family))], r.apart, r.waited, r.codes, r.told) for r in waiting
    ]

    def told(frozen: list[Bundle]) -> set[tuple[object, ...]]:
        return {(b.apart, b.shown, b.level, frozenset(row.id for row in b.rows)) for b in frozen}

    assert told(bundles.freeze(waiting, rule)) == told(bundles.freeze(renamed, rule))


@thorough
@given(rows(), rules)
def test_what_waits_could_not_have_left_finer(waiting: list[Row], rule: Rule) -> None:
    """Of what remains, no class at any level that is open to all holds k families."""
    frozen = bundles.freeze(waiting, rule)
    left = {row.id for bundle in frozen for row in bundle.rows}
    assert bundles.freeze([row for row in waiting if row.id not in left], rule) == []


def test_levels_are_every_combination_once_by_loss() -> None:
    found = bundles.levels()
    assert len({level.rungs for level in found}) == len(found) == 160
    assert [level.loss for level in found] == sorted(level.loss for level in found)
    assert (found[0].rungs, found[0].loss) == ((0, 0, 0, 0), 0.0)
    assert (found[-1].rungs, found[-1].loss) == (TOPS, 1.0)


@pytest.mark.parametrize("broken", [{"k": 1}, {"k": 3, "share": 0.4}, {"k": 3, "share": 1.0}])
def test_a_rule_that_lets_one_family_stand_alone_is_refused(broken: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="two families"):
        Rule(**broken)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "last", "following"),
    [
        (date(2026, 10, 4), date(2026, 7, 6), date(2026, 10, 5)),
        (date(2026, 10, 5), date(2026, 10, 5), date(2027, 1, 4)),
        (date(2027, 1, 3), date(2026, 10, 5), date(2027, 1, 4)),
        (date(2024, 1, 1), date(2024, 1, 1), date(2024, 4, 1)),
    ],
)
def test_rounds_are_first_mondays_of_quarters(day: date, last: date, following: date) -> None:
    assert bundles.last_round(day) == last
    assert bundles.first_round_after(day) == following
