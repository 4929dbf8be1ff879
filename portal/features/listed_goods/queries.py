"""What the page asks of the database: the group, and what the reader may read that it said."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Group


@dataclass(frozen=True, slots=True)
class Speech:
    """What a group said, as a thing that the policy can be asked about."""

    group_id: UUID
    association_id: UUID
    audience: str = "group_and_observers"
    bundled: bool = True
    byline: str = ""

    @property
    def bundle_id(self) -> UUID | None:
        """Something where bundles are meant, nothing where the group's own copies are."""
        return self.group_id if self.bundled else None


def group(session: Session, id: UUID) -> Group | None:
    """The group, if the reader may know of it."""
    return session.scalars(select(Group).where(Group.id == id)).one_or_none()
