"""When a group's answers are counted: rounds of its rhythm, reckoned from one Monday for all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

FIRST_MONDAY: Final = date(2024, 1, 1)
"""From here every group's rounds are reckoned, so that none begins with what somebody did."""


def round_of(on: date, rhythm_days: int) -> date:
    """The day on which the round that this day belongs to began."""
    return on - timedelta(days=(on - FIRST_MONDAY).days % rhythm_days)
