"""What a person's own PDFs say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.core.text import fold
from portal.db.encrypted import vault
from portal.models import Printout


@dataclass(frozen=True, slots=True)
class Opened:
    """A printout with what it says of itself."""

    id: UUID
    state: str
    title: str
    pages: int


def printouts(session: Session, within: ColumnElement[bool]) -> list[Opened]:
    """By title: there are no more than were ordered within a day."""
    found = [opened(session, row) for row in session.scalars(select(Printout).where(within))]
    return sorted(found, key=lambda each: (fold(each.title), each.id))


def opened(session: Session, row: Printout) -> Opened:
    content = vault(session).open(row.sealed, f"printouts/{row.id}")
    return Opened(row.id, row.state, content["title"], content["pages"])
