from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class ThreadState(StrEnum):
    OPEN = "open"
    LOCKED = "locked"


class Thread(Identified, Base):
    """A discussion: of a release, or of a free topic; bears no person.

    `visible_from` is the moment from which the first post is read. The id of a release's thread
    can be worked out by the portal and by nobody else (`airlock.voices.discussion_id`), so that a
    first post that still waits is in nobody's way.
    """

    __tablename__ = "threads"
    __table_args__ = (
        UniqueConstraint("id", "group_id"),
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        Index("ix_threads_group_id", "group_id", "visible_from"),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    release_id: Mapped[UUID | None] = mapped_column(ForeignKey("releases.id"), index=True)
    topic: Mapped[str]
    """Empty for a release's thread, and for a topic whose opening post was deleted."""
    state: Mapped[str]
    visible_from: Mapped[datetime]
