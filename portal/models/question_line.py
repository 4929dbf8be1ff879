from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class Speaker(StrEnum):
    ASKER = "asker"
    AUTHOR = "author"


class LineKind(StrEnum):
    SAID = "said"
    CLOSED = "closed"
    DECLINED = "declined"
    """The author will not answer: nobody else learns it, it looks like no answer yet."""


class QuestionLine(Identified, Base):
    """A turn of a conversation with a hidden author. On its way until `visible_from` is empty."""

    __tablename__ = "question_lines"

    question_id: Mapped[UUID] = mapped_column(
        ForeignKey("questions.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[str]
    kind: Mapped[str]
    body: Mapped[str]
    week: Mapped[date]
    place: Mapped[int]
    """The line's place in its conversation, from 1; 0 while it is on its way."""
    visible_from: Mapped[datetime | None]
