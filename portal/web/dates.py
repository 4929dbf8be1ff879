"""Days of a person's groups and workspace as a calendar (RFC 5545): whole days without content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final

from flask_babel import gettext
from icalendar import Calendar, Event

from portal.privacy.bundles import first_round_after
from portal.privacy.insights.calendar import next_due

ROUNDS: Final = 4
"""So many rounds of bundles, and days of figures, ahead: a year."""


@dataclass(frozen=True, slots=True)
class Day:
    """`about` tells apart what lies on one day; neither it nor the summary names a row."""

    on: date
    about: str
    summary: str


def calendar(today: date, groups: Sequence[Any], due: Iterable[date]) -> bytes:
    """`groups` have `group_id`, `group_name`, `rhythm_days` and `last_on` (a day or None)."""
    made = Calendar()
    made.add("prodid", "-//Common Ground//Notices//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", gettext("Common Ground"))
    for day in (
        *_batches(today, groups),
        *_rounds(today, groups),
        *_figures(today, groups),
        *_due(due),
    ):
        made.add_component(_event(day))
    return bytes(made.to_ical())


def _batches(today: date, groups: Sequence[Any]) -> Iterator[Day]:
    """The next day by the group's rhythm, reckoned from the last batch and from nothing else.

    Whether anything waits does not show: a day on which nothing left gives way to the next.
    """
    for group in groups:
        if group.last_on is None:
            continue
        step = timedelta(days=group.rhythm_days)
        missed = max(0, -((group.last_on - today) // step) - 1)
        on = group.last_on + step * (missed + 1)
        name = group.group_name or gettext("One of your working groups")
        yield Day(
            on,
            f"batch/{group.group_id}",
            gettext("%(group)s: next batch, if one is ready", group=name),
        )


def _rounds(today: date, groups: Sequence[Any]) -> Iterator[Day]:
    """The rounds of frozen bundles are the same fixed days in every group."""
    on = today
    for _ in range(ROUNDS if groups else 0):
        on = first_round_after(on)
        yield Day(on, "round", gettext("Bundles are frozen for readers beyond the groups"))


def _figures(today: date, groups: Sequence[Any]) -> Iterator[Day]:
    """The figures of a quarter are due on the same fixed day in every group."""
    on = today
    for _ in range(ROUNDS if groups else 0):
        _, on = next_due(on)
        yield Day(on, "figures", gettext("Figures of the groups are due for approval"))


def _due(days: Iterable[date]) -> Iterator[Day]:
    for on in days:
        yield Day(on, "due", gettext("Corrective actions are due"))


def _event(day: Day) -> Event:
    event = Event()
    named = sha256(f"{day.about}/{day.on.isoformat()}".encode()).hexdigest()[:32]
    event.add("uid", f"{named}@common-ground.example")
    event.add("summary", day.summary)
    event.add("dtstart", day.on)
    event.add("transp", "TRANSPARENT")
    # The time of making would make each reply new, and would tell when somebody asked.
    event.add("dtstamp", datetime.combine(day.on, time(), UTC))
    return event
