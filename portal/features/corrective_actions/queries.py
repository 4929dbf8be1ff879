"""The board of corrective actions and the page of one, in the clear for their own tenant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Outcome
from portal.audit_records import contents, edits, listing
from portal.audit_records.contents import Finding, Item
from portal.audit_records.listing import NEVER, Asked, Days, Edge
from portal.audit_records.tags import Tagger, tagger
from portal.db.encrypted import vault
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
    known = listing.days(session, CapItem, [within.items, *asked], _bucket(today))
    counted = _counted(session, tags, known)
    more = [*_in_state(tags, filters.state), *_when(tags, known, filters.due)]
    columns = (CapItem.id, CapItem.audit_id, CapItem.sealed, CapItem.severity_tag)
    found = listing.page(session, known, columns, edge, more)
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


def _counted(session: Session, tags: Tagger, known: Days) -> Counter[tuple[str, int]]:
    """How many actions by state and bucket of days: one statement over tags alone."""
    states = {tags.state(each.code): each.code for each in audits.CAP_STATES}
    rows = session.execute(
        select(CapItem.state_tag, known.joined.c.bucket, func.count())
        .join(known.joined, known.joined.c.tag == CapItem.day_tag)
        .where(*known.conditions)
        .group_by(CapItem.state_tag, known.joined.c.bucket)
    )
    return Counter({(states[tag], bucket): number for tag, bucket, number in rows})


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


def _in_state(tags: Tagger, asked: str) -> list[ColumnElement[bool]]:
    if asked == EVERY_STATE:
        return []
    states = [each.code for each in audits.CAP_STATES if _is_asked(asked, each.code)]
    return [CapItem.state_tag.in_([tags.state(each) for each in states])]


def _when(tags: Tagger, known: Days, due: str) -> list[ColumnElement[bool]]:
    if not due:
        return []
    here: list[ColumnElement[bool]] = [known.joined.c.bucket == int(DUES[due])]
    if due == "overdue":
        here.append(CapItem.state_tag.not_in([tags.state(each) for each in sorted(audits.CLOSED)]))
    return here
