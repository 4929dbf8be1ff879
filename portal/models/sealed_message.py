from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class Side(StrEnum):
    COORDINATION = "coordination"
    AUTHOR = "author"


class SealedMessage(Identified, Base):
    """A line of the sealed channel between coordination and a hidden author; bears no person.

    An author's line with `visible_from` is on its way: coordination does not see it yet.
    """

    __tablename__ = "sealed_messages"

    candidate_id: Mapped[UUID] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[UUID]
    side: Mapped[str]
    body: Mapped[str]
    week: Mapped[date]
    place: Mapped[int]
    """The line's place in its conversation, from 1."""
    visible_from: Mapped[datetime | None]
