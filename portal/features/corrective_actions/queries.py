"""The board of corrective actions and the page of one, in the clear for their own tenant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Outcome
from portal.audit_records import contents, edits, listing
from portal.audit_records.contents import Finding, Item
from portal.audit_records.listing import NEVER, Asked, Listed, month_of
from portal.audit_records.tags import Tagger, tagger
from portal.db.encrypted import vault
from portal.db.pages import Edge
from portal.models import Audit, CapItem
from portal.reference import audits

SOON: Final = timedelta(days=30)
EVERY_STATE: Final = "all"


class Due(IntEnum):
    LATER = 0
    PAST = 1
    SOON = 2
    NEVER = 3


DUES: Final[Mapping[str, Due]] = {
    "overdue": Due.PAST,
    "soon": Due.SOON,
    "later": Due.LATER,
    "none": Due.NEVER,
}


@dataclass(frozen=True, slots=True)
class Filters(Asked):
    """`state` is empty for all that is not closed, and EVERY_STATE for everything."""

    state: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Within:
    """The rows of both tables that the reader may see, as conditions."""

    items: ColumnElement[bool]
    audits: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One action of the board, with its audit and whether it is late."""

    id: UUID
    audit_id: UUID
    item: Item
    audit: Outcome
    severity: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Board:
    """`states` and `dues` count what the other filters let through; `found` is what all let."""

    lines: Sequence[Line]
    states: Mapping[str, int]
    dues: Mapping[str, int]
    found: int
    supplier: str
    before: Edge | None
    after: Edge | None


@dataclass(frozen=True, slots=True)
class Opened:
    """One action with all around it."""

    item: Item
    audit: Outcome
    finding: Finding
    overdue: bool


def is_overdue(item: Item, today: date) -> bool:
    """Its day is over and nobody has closed it: never kept, always derived."""
    due = item.said.due_on
    return due is not None and due < today and item.said.state not in audits.CLOSED


def board(
    session: Session, within: Within, filters: Filters, today: date, edge: Edge | None
) -> Board:
    """One page, the first due on top, and the counts around it."""
    tags = tagger(session)
    asked, supplier = listing.asked_of(session, CapItem, within.audits, filters)
    conditions = [within.items, *asked]
    bucket = _bucket(today)
    every = _counted(session, tags, conditions, today)
    counted: Counter[tuple[str, int]] = Counter()
    months: Counter[date] = Counter()
    for (state, day), number in every.items():
        counted[state, bucket(day)] += number
        if _is_asked(filters.state, state) and _falls(filters.due, state, bucket(day)):
            months[month_of(day)] += number
    listed = Listed(
        CapItem,
        [*conditions, *_in_state(tags, filters)],
        months,
        wanted=lambda day: not filters.due or bucket(day) == DUES[filters.due],
    )
    columns = (CapItem.id, CapItem.audit_id, CapItem.sealed, CapItem.severity_tag)
    found = listing.page(session, listed, columns, edge)
    heads = listing.heads(session, {row.audit_id for row in found.rows})
    severities = {tags.severity(each.code): each.code for each in audits.SEVERITIES}
    box, lines = vault(session), []
    for row in found.rows:
        item = contents.open_item(box, row.id, row.sealed)
        severity = severities.get(row.severity_tag, "")
        late = is_overdue(item, today)
        lines.append(Line(row.id, row.audit_id, item, heads[row.audit_id], severity, late))
    wanted = [(s, d) for s, d in counted if _is_asked(filters.state, s)]
    return Board(
        lines=lines,
        states=_summed(counted, lambda s, d: s if _falls(filters.due, s, d) else ""),
        dues={name: sum(counted[s, d] for s, d in wanted if _falls(name, s, d)) for name in DUES},
        found=sum(counted[s, d] for s, d in wanted if _falls(filters.due, s, d)),
        supplier=supplier,
        before=found.before,
        after=found.after,
    )


def opened(session: Session, row: CapItem, today: date) -> Opened:
    item = edits.item_of(session, row)
    audit, finding = edits.context_of(session, row, item)
    return Opened(item, audit, finding, is_overdue(item, today))


def findings(session: Session, audit: Audit) -> tuple[Outcome, tuple[Finding, ...]]:
    """What an audit found, for choosing what a new action answers."""
    kept = edits.kept(session, audit)
    return kept.head, kept.findings


def _bucket(today: date) -> Callable[[date], int]:
    def bucket(day: date) -> int:
        if day is NEVER:
            return Due.NEVER
        return Due.PAST if day < today else Due.SOON if day <= today + SOON else Due.LATER

    return bucket


def _counted(
    session: Session, tags: Tagger, conditions: Sequence[ColumnElement[bool]], today: date
) -> dict[tuple[str, date], int]:
    """How many actions by state and month: one statement over tags alone.

    Months that fall into two buckets are counted by day.
    """
    split = [day for month in (today, today + SOON) for day in listing.of_month(month_of(month))]
    within = {tags.month(day) for day in split}
    known = {tags.day(day)[1]: day for day in split}
    months = tags.months()
    day_tag = case((CapItem.month_tag.in_(within), CapItem.day_tag)).label("day_tag")
    states = {tags.state(each.code): each.code for each in audits.CAP_STATES}
    rows = session.execute(
        select(CapItem.state_tag, CapItem.month_tag, day_tag, func.count())
        .where(*conditions)
        .group_by(CapItem.state_tag, CapItem.month_tag, day_tag)
    )
    return {
        (states[state], known[day] if day else months[month] or NEVER): number
        for state, month, day, number in rows
    }


def _summed(
    counted: Mapping[tuple[str, int], int], named: Callable[[str, int], str]
) -> dict[str, int]:
    total: Counter[str] = Counter()
    for (state, bucket), number in counted.items():
        total[named(state, bucket)] += number
    return {each.code: total[each.code] for each in audits.CAP_STATES}


def _is_asked(asked: str, state: str) -> bool:
    return state not in audits.CLOSED if not asked else asked in {EVERY_STATE, state}


def _falls(due: str, state: str, bucket: int) -> bool:
    if due == "overdue" and state in audits.CLOSED:
        return False
    return not due or DUES[due] == bucket


def _in_state(tags: Tagger, filters: Filters) -> list[ColumnElement[bool]]:
    """The states that are asked for; what is closed is never overdue."""
    if filters.state == EVERY_STATE and filters.due != "overdue":
        return []
    codes = [each.code for each in audits.CAP_STATES if _is_asked(filters.state, each.code)]
    due = filters.due
    late = [code for code in codes if due != "overdue" or code not in audits.CLOSED]
    return [CapItem.state_tag.in_([tags.state(each) for each in late])]
