"""Pages of audits and actions by their days, filtered and counted by tags alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    LargeBinary,
    Row,
    SmallInteger,
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
from portal.audit_records.tags import tagger
from portal.core.text import fold
from portal.db.encrypted import vault
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
class Edge:
    """Where a page begins: after this row, or `backward` before it. `day` is NEVER without one."""

    day: date
    id: UUID
    backward: bool = False


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
class Days:
    """The days that occur among rows that meet the conditions, in the order of the list.

    `joined` is a table of `tag`, `bucket` (of the day) and `place` (from 1), for more conditions.
    """

    of: Table
    conditions: Conditions
    days: tuple[date, ...]
    newest_first: bool
    joined: TableValuedAlias

    def place(self, edge: Edge) -> tuple[int, UUID]:
        """Where an edge lies; days that are no longer there lie between two places."""
        keys = [self._key(day) for day in self.days]
        at = bisect_left(keys, self._key(edge.day))
        if at < len(keys) and keys[at] == self._key(edge.day):
            return at + 1, edge.id
        return (at + 1, _ZERO) if edge.backward else (at, _HIGHEST)

    def _key(self, day: date) -> int:
        return _key(day, newest_first=self.newest_first)


def _key(day: date, *, newest_first: bool) -> int:
    """Sorts what has no day behind everything."""
    return -day.toordinal() if newest_first and day is not NEVER else day.toordinal()


def days(
    session: Session,
    of: Table,
    conditions: Conditions,
    bucket: Callable[[date], int] = lambda _: 0,
    *,
    newest_first: bool = False,
) -> Days:
    """Found out with one statement."""
    rows = session.execute(select(of.year_tag, of.day_tag).where(*conditions).distinct()).all()
    known = tagger(session).days({row.year_tag for row in rows})
    found = {row.day_tag: known[row.day_tag] or NEVER for row in rows}
    order = sorted(found, key=lambda tag: _key(found[tag], newest_first=newest_first))
    every = tuple(found[tag] for tag in order)
    made = func.unnest(
        literal(order, ARRAY(LargeBinary)),
        literal([bucket(day) for day in every], ARRAY(SmallInteger)),
    ).table_valued("tag", "bucket", with_ordinality="place", name="days")
    return Days(of, conditions, every, newest_first, made.render_derived())


def page(
    session: Session,
    known: Days,
    columns: Sequence[Any],
    edge: Edge | None,
    more: Conditions = (),
) -> Page:
    """At most PAGE of the rows that meet the conditions of the days and more, by day, then id."""
    of, joined = known.of, known.joined
    query = (
        select(*columns, joined.c.place)
        .join(joined, joined.c.tag == of.day_tag)
        .where(*known.conditions, *more)
        .limit(PAGE + 1)
    )
    backward = edge is not None and edge.backward
    if edge is not None:
        at, row = known.place(edge)
        place, here = tuple_(joined.c.place, of.id), tuple_(literal(at), literal(row))
        query = query.where(place < here if backward else place > here)
    ordered = (joined.c.place.desc(), of.id.desc()) if backward else (joined.c.place, of.id)
    rows = list(session.execute(query.order_by(*ordered)))
    beyond = len(rows) > PAGE
    rows = rows[:PAGE]
    if backward:
        rows.reverse()
    if not rows:
        return Page((), None, None)
    first, last = (Edge(known.days[row.place - 1], row.id) for row in (rows[0], rows[-1]))
    return Page(
        rows,
        replace(first, backward=True) if (beyond if backward else edge is not None) else None,
        last if beyond or backward else None,
    )


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
