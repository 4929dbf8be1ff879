from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.core.delay import visible_from, waits_until

MOMENT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@given(low=st.integers(0, 10_000), more=st.integers(0, 100_000))
def test_what_is_hidden_waits_no_less_and_no_longer_than_the_bounds(low: int, more: int) -> None:
    drawn = visible_from(low, low + more, MOMENT)
    assert timedelta(seconds=low) <= drawn - MOMENT <= timedelta(seconds=low + more)


def test_the_moment_is_drawn_anew_each_time() -> None:
    assert len({visible_from(0, 86_400, MOMENT) for _ in range(50)}) > 45


def test_without_bounds_it_is_visible_at_once() -> None:
    assert visible_from(0, 0, MOMENT) == MOMENT
    assert waits_until(0, 0, MOMENT) is None
    assert waits_until(1, 2, MOMENT) is not None
