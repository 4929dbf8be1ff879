"""Of which group the page is."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Group


def group(session: Session, id: UUID) -> Group | None:
    """The group, if the reader may know of it."""
    return session.scalars(select(Group).where(Group.id == id)).one_or_none()
