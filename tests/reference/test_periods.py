"""Periods contain each other as the calendar says."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reference import periods

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@given(DAYS)
def test_each_rung_contains_the_rung_below(day: date) -> None:
    path = periods.path(day.isoformat())
    assert [periods.rung(each) for each in path] == list(periods.RUNGS)
    for finer, coarser in pairwise(path):
        assert periods.first_day(coarser) <= periods.first_day(finer)
        assert periods.last_day(finer) <= periods.last_day(coarser)
        assert periods.path(finer)[1:] == periods.path(coarser)


@given(DAYS, st.sampled_from(periods.RUNGS))
def test_periods_of_one_rung_follow_each_other_without_gap(day: date, rung: str) -> None:
    value = periods.at(day, rung)
    assert periods.first_day(value) <= day <= periods.last_day(value)
    following = periods.at(periods.last_day(value) + timedelta(days=1), rung)
    assert periods.first_day(following) == periods.last_day(value) + timedelta(days=1)


def test_a_day_climbs_to_its_year() -> None:
    assert periods.path("2026-09-14") == ("2026-09-14", "2026-09", "2026-Q3", "2026-H2", "2026")
    assert periods.path("2026-Q3") == ("2026-Q3", "2026-H2", "2026")


@pytest.mark.parametrize(
    "value", ["", "2026-13", "2026-02-30", "2026-Q5", "2026-H3", "26", "2026-9", "0000"]
)
def test_what_is_no_period_is_refused(value: str) -> None:
    with pytest.raises(ValueError):
        periods.path(value)


def test_labels_are_for_people() -> None:
    labels = [periods.label(each) for each in periods.path("2026-09-14")]
    assert labels == ["September 14, 2026", "September 2026", "Q3 2026", "H2 2026", "2026"]
    assert periods.label("2026-09", "de") == "September 2026"
    assert periods.label("2026-09", "es") == "septiembre 2026"
