"""When hidden speech becomes visible: at a random later moment, so that its time tells nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import SystemRandom


def visible_from(low: int, high: int, now: datetime) -> datetime:
    """A moment from `low` to `high` seconds after `now`, each as likely as the others."""
    return now + timedelta(seconds=SystemRandom().uniform(low, max(low, high)))


def waits_until(low: int, high: int, now: datetime) -> datetime | None:
    """The same for rows that a job delivers; None where nothing waits: it is there at once."""
    drawn = visible_from(low, high, now)
    return drawn if drawn > now else None
