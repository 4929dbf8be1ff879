from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class TallyRound(Base):
    """The day on which a group's answers were counted last, whether or not there were any."""

    __tablename__ = "tally_rounds"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    held_on: Mapped[date]
