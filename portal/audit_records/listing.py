"""Pages of audits and actions by their days, filtered and counted by tags alone."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    LargeBinary,
    Row,
    TableValuedAlias,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Outcome
from portal.audit_records import contents
from portal.audit_records.tags import Tagger, tagger
from portal.core.text import fold
from portal.db.encrypted import vault
from portal.db.pages import Edge, cut
from portal.models import Audit, CapItem

PAGE: Final = 50
NEVER: Final = date.max
"""Stands for no day: comes last."""

UNGRADED: Final = "none"
"""Stands for no severity."""

_ZERO, _HIGHEST = UUID(int=0), UUID(int=2**128 - 1)
Conditions = Sequence[ColumnElement[bool]]
Table = type[Audit] | type[CapItem]


@dataclass(frozen=True, slots=True)
class Asked:
    """Codes, or nothing. `supplier` names an audit of the supplier that is meant.

    `words` are of a supplier's name; a severity may also be UNGRADED.
    """

    words: str = ""
    supplier: UUID | None = None
    severity: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their `day`, and the edges of the pages beside it."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    before: Edge | None
    after: Edge | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds. `months` are first days (or NEVER) with how many rows are `wanted` there.

    Only the months that a page reaches are looked into: the list may be as long as it likes.
    """

    of: Table
    conditions: Conditions
    months: Mapping[date, int]
    newest_first: bool = False
    wanted: Callable[[date], bool] = lambda _: True

    def key(self, day: date) -> int:
        """Sorts what has no day behind everything."""
        return -day.toordinal() if self.newest_first and day is not NEVER else day.toordinal()


def month_of(day: date) -> date:
    return day if day is NEVER else day.replace(day=1)


def page(session: Session, listed: Listed, columns: Sequence[Any], edge: Edge | None) -> Page:
    """At most PAGE rows, by day and then by id."""
    of, backward = listed.of, edge is not None and edge.backward
    days = _days(listed, edge)
    joined = _joined(tagger(session), days)
    query = (
        select(*columns, joined.c.place)
        .join(joined, joined.c.tag == of.day_tag)
        .where(*listed.conditions, of.month_tag == joined.c.month)
        .limit(PAGE + 1)
    )
    if edge is not None:
        at, row = _place(listed, days, edge)
        place, here = tuple_(joined.c.place, of.id), tuple_(literal(at), literal(row))
        query = query.where(place < here if backward else place > here)
    ordered = (joined.c.place.desc(), of.id.desc()) if backward else (joined.c.place, of.id)
    rows = list(session.execute(query.order_by(*ordered)))
    if backward:
        rows.reverse()
    found = cut(rows, PAGE, edge)
    first, last = found.before, found.after
    return Page(
        found.rows,
        Edge(days[first.place - 1], first.id, backward=True) if first else None,
        Edge(days[last.place - 1], last.id) if last else None,
    )


def _days(listed: Listed, edge: Edge | None) -> list[date]:
    """The days of as many months as a page from this edge can reach, in the list's order."""
    backward = edge is not None and edge.backward
    order = sorted(listed.months, key=listed.key, reverse=backward)
    if edge is not None:
        here = listed.key(month_of(edge.day))
        order = [m for m in order if (listed.key(m) <= here if backward else listed.key(m) >= here)]
    reached, rows = [], 0
    for month in order:
        reached.append(month)
        # Of the edge's own month nobody knows how much lies beyond the edge.
        rows += 0 if edge and month == month_of(edge.day) else listed.months[month]
        if rows > PAGE:
            break
    every = (day for month in reached for day in of_month(month) if listed.wanted(day))
    return sorted(every, key=listed.key)


def of_month(month: date) -> list[date]:
    if month is NEVER:
        return [NEVER]
    return [month.replace(day=n + 1) for n in range(monthrange(month.year, month.month)[1])]


def _joined(tags: Tagger, days: Sequence[date]) -> TableValuedAlias:
    """A table of the tags of days and of their months, with the `place` of each, from 1."""
    told = [None if day is NEVER else day for day in days]
    made = ([tags.month(day) for day in told], [tags.day(day)[1] for day in told])
    columns = (literal(each, ARRAY(LargeBinary)) for each in made)
    return (
        func.unnest(*columns)
        .table_valued("month", "tag", with_ordinality="place", name="days")
        .render_derived()
    )


def _place(listed: Listed, days: Sequence[date], edge: Edge) -> tuple[int, UUID]:
    """Where an edge lies; a day that is not there lies between two places."""
    keys = [listed.key(day) for day in days]
    at = bisect_left(keys, listed.key(edge.day))
    if at < len(keys) and keys[at] == listed.key(edge.day):
        return at + 1, edge.id
    return (at + 1, _ZERO) if edge.backward else (at, _HIGHEST)


def asked_of(
    session: Session, of: Table, audits: ColumnElement[bool], asked: Asked
) -> tuple[list[ColumnElement[bool]], str]:
    """Conditions on rows of a table, and the name of the supplier that was chosen.

    `audits` says which audits the reader may see.
    """
    tags, name = tagger(session), ""
    conditions: list[ColumnElement[bool]] = []
    if asked.supplier:
        name = (
            heads(session, {asked.supplier})
            .get(asked.supplier, Outcome(supplier="", scheme=""))
            .supplier
        )
        conditions.append(of.supplier_tag == tags.supplier(name))
    if asked.words:
        conditions.append(of.supplier_tag.in_(_suppliers_with(session, audits, asked.words)))
    if asked.severity:
        code = "" if asked.severity == UNGRADED else asked.severity
        conditions.append(of.severity_tag == tags.severity(code))
    if asked.scheme:
        conditions.append(of.scheme_tag == tags.scheme(asked.scheme))
    return conditions, name


def heads(session: Session, ids: Iterable[UUID]) -> dict[UUID, Outcome]:
    """Audits without their findings."""
    box = vault(session)
    rows = session.execute(select(Audit.id, Audit.head).where(Audit.id.in_(list(ids))))
    return {row.id: contents.open_head(box, row.id, row.head) for row in rows}


def _suppliers_with(session: Session, within: ColumnElement[bool], words: str) -> list[bytes]:
    """Tags of the suppliers whose name holds every word."""
    wanted = fold(words).split()
    box, found = vault(session), []
    rows = session.execute(
        select(Audit.supplier_tag, Audit.id, Audit.head)
        .where(within)
        .order_by(Audit.supplier_tag)
        .ext(distinct_on(Audit.supplier_tag))
    )
    for row in rows:
        name = fold(contents.open_head(box, row.id, row.head).supplier)
        if all(word in name for word in wanted):
            found.append(row.supplier_tag)
    return found
