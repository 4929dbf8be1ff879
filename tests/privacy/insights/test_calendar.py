"""What holds of the calendar of insights on every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.insights.calendar import due_on, latest_due, next_due, quarter_of, quarters

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(days)
def test_figures_are_due_on_a_monday_of_the_second_quarter_after_their_own(day: date) -> None:
    due = due_on(quarter_of(day))
    assert due.weekday() == 0
    assert due.day <= 7
    assert len(quarters(quarter_of(day), quarter_of(due))) == 3


@given(days)
def test_the_latest_is_due_and_the_next_is_not_yet(day: date) -> None:
    quarter, due = next_due(day)
    assert due_on(latest_due(day)) <= day < due == due_on(quarter)
    assert quarters(latest_due(day), quarter) == [latest_due(day), quarter]
    assert latest_due(due) == quarter
    assert latest_due(due - timedelta(days=1)) == latest_due(day)


def test_the_second_quarter_of_2026_is_due_on_the_fifth_of_october() -> None:
    assert due_on("2026-Q2") == date(2026, 10, 5)


def test_what_is_no_quarter_is_refused() -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        due_on("2026-Q5")
