from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class Question(Identified, Base):
    """A conversation with the hidden author of a release; bears no person.

    `byline` is the asking organization's name, or empty for an anonymous question; `asker_tag` is
    keyed, for this row alone, under a key of the one who asked. With `visible_from` it is on its
    way and only who asked sees it; a `week` is that of its arrival.
    """

    __tablename__ = "questions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID] = mapped_column(index=True)
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"), index=True)
    byline: Mapped[str]
    asker_tag: Mapped[bytes]
    week: Mapped[date]
    visible_from: Mapped[datetime | None]
