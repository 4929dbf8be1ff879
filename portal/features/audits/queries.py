"""The list of audits, one audit, and the suppliers to choose from, in the clear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Outcome
from portal.audit_records import contents, edits, listing
from portal.audit_records.contents import Finding
from portal.audit_records.edits import Kept, KeptItem
from portal.audit_records.listing import NEVER, UNGRADED, Asked, Listed
from portal.audit_records.progress import rung
from portal.audit_records.tags import Tagger, tagger
from portal.core.text import fold
from portal.db.encrypted import vault
from portal.db.pages import Edge
from portal.facility_lists.facility import Facility
from portal.models import Audit, CapItem, Supplier
from portal.reference import audits, indicators

MOST_SUPPLIERS: Final = 1000
"""Offered while typing; more are known, but nobody reads such a list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One audit of the list, with how many of its actions are closed."""

    id: UUID
    audit: Outcome
    closed: int
    actions: int


@dataclass(frozen=True, slots=True)
class Listing:
    """`severities` counts what the other filters let through, UNGRADED too."""

    lines: Sequence[Line]
    severities: Mapping[str, int]
    found: int
    supplier: str
    before: Edge | None
    after: Edge | None


@dataclass(frozen=True, slots=True)
class Section:
    """Findings by the first of their indicators; `indicator` is empty where there is none."""

    indicator: str
    findings: Sequence[tuple[Finding, Sequence[KeptItem]]]


@dataclass(frozen=True, slots=True)
class Known:
    """A supplier of the own registry, for an audit to name."""

    id: UUID
    name: str
    country: str


def audits_of(
    session: Session, within: ColumnElement[bool], asked: Asked, edge: Edge | None
) -> Listing:
    """One page, the newest first, and the counts around it."""
    tags = tagger(session)
    rest, supplier = listing.asked_of(session, Audit, within, replace(asked, severity=""))
    every, _ = listing.asked_of(session, Audit, within, Asked(severity=asked.severity))
    counted = _counted(session, tags, [within, *rest])
    severities = Counter({each.code: 0 for each in audits.SEVERITIES} | {UNGRADED: 0})
    months: Counter[date] = Counter()
    for (severity, month), number in counted.items():
        severities[severity] += number
        if asked.severity in {"", severity}:
            months[month] += number
    listed = Listed(Audit, [within, *rest, *every], months, newest_first=True)
    page = listing.page(session, listed, (Audit.id, Audit.head), edge)
    progress = _closed(session, tags, [row.id for row in page.rows])
    box = vault(session)
    return Listing(
        lines=[
            Line(row.id, contents.open_head(box, row.id, row.head), *progress.get(row.id, (0, 0)))
            for row in page.rows
        ],
        severities=severities,
        found=sum(months.values()),
        supplier=supplier,
        before=page.before,
        after=page.after,
    )


def kept(session: Session, audit: Audit) -> Kept:
    return edits.kept(session, audit)


def grouped(audit: Kept) -> list[Section]:
    """By indicator in the ILO's order, the gravest first inside each; without one last."""
    order = [each.code for each in indicators.INDICATORS]
    ranks = {each.code: rank for rank, each in enumerate(audits.SEVERITIES)}
    groups: dict[str, list[Finding]] = {code: [] for code in (*order, "")}
    for finding in audit.findings:
        first = next((code for code in order if code in finding.said.indicators), "")
        groups[first].append(finding)
    return [
        Section(
            code,
            [
                (each, audit.of(each.key))
                for each in sorted(found, key=lambda f: ranks.get(f.said.severity, len(ranks)))
            ],
        )
        for code, found in groups.items()
        if found
    ]


def progress(audit: Kept) -> str:
    """How far the corrective actions have come, as a group would see it."""
    return rung([each.said.said.state for each in audit.items])


def is_overdue(item: KeptItem, today: date) -> bool:
    """Its day is over and nobody has closed it: never kept, always derived."""
    said = item.said.said
    return said.due_on is not None and said.due_on < today and said.state not in audits.CLOSED


def registry(session: Session, within: ColumnElement[bool]) -> list[Known]:
    """The own suppliers, by name."""
    box, found = vault(session), []
    for row in session.execute(select(Supplier.id, Supplier.sealed).where(within)):
        said = Facility.from_json(box.open(row.sealed, f"suppliers/{row.id}"))
        found.append(Known(row.id, said.name, said.country))
    return sorted(found, key=lambda each: fold(each.name))


def has_supplier(session: Session, within: ColumnElement[bool], supplier_id: str) -> bool:
    """Is the supplier that an audit names still in the registry?"""
    if not supplier_id:
        return False
    named = select(Supplier.id).where(within, Supplier.id == UUID(supplier_id))
    return session.scalar(named) is not None


def _counted(
    session: Session, tags: Tagger, conditions: Sequence[ColumnElement[bool]]
) -> dict[tuple[str, date], int]:
    """How many audits by severity and month: one statement over tags alone."""
    severities = {tags.severity(each.code): each.code for each in audits.SEVERITIES}
    severities[tags.severity("")] = UNGRADED
    months = tags.months()
    rows = session.execute(
        select(Audit.severity_tag, Audit.month_tag, func.count())
        .where(*conditions)
        .group_by(Audit.severity_tag, Audit.month_tag)
    )
    return {
        (severities[severity], months[month] or NEVER): number for severity, month, number in rows
    }


def _closed(session: Session, tags: Tagger, ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many actions of each audit are closed, and how many there are."""
    is_closed = CapItem.state_tag.in_([tags.state(each) for each in sorted(audits.CLOSED)])
    rows = session.execute(
        select(CapItem.audit_id, func.count().filter(is_closed), func.count())
        .where(CapItem.audit_id.in_(ids))
        .group_by(CapItem.audit_id)
    )
    return {audit: (closed, number) for audit, closed, number in rows}
