"""The names of the groups whose lists have views."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Group


def group_names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of those that the reader may know of."""
    wanted = select(Group.id, Group.name).where(Group.id.in_(list(ids)))
    return {row.id: row.name for row in session.execute(wanted)}
