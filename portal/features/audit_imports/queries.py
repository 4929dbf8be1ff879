"""What the pages of imports show, in the clear, to people of their own tenant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.audit_lists.draft import Draft
from portal.audit_lists.problems import Problem
from portal.audit_records import import_rows
from portal.models import Audit, AuditImport

MOST_IMPORTS: Final = 100
MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One import with what is known of it."""

    row: AuditImport
    draft: Draft


def imports(session: Session, within: ColumnElement[bool]) -> Sequence[Listed]:
    """The newest first."""
    wanted = (
        select(AuditImport)
        .where(within)
        .order_by(AuditImport.started_on.desc(), AuditImport.id)
        .limit(MOST_IMPORTS)
    )
    return [Listed(row, import_rows.opened(session, row)) for row in session.scalars(wanted)]


def draft(session: Session, row: AuditImport) -> Draft:
    """What is known of one import."""
    return import_rows.opened(session, row)


def first_problems(session: Session, row: AuditImport) -> list[Problem]:
    """So many of them as a page shows, in order of rows."""
    return import_rows.first_problems(session, row.id)[:MOST_SHOWN]


def every_problem(session: Session, row: AuditImport) -> Iterator[list[Problem]]:
    """All of them in order of rows, some hundreds at a time."""
    return import_rows.problems(session, row.id)


def count_audits(session: Session, within: ColumnElement[bool]) -> int:
    """How many audits an export would hold."""
    return session.scalar(select(func.count()).select_from(Audit).where(within)) or 0
