from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class SignalRound(Base):
    """The day on which the answers to a group's figures were counted last, if there were any."""

    __tablename__ = "signal_rounds"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    held_on: Mapped[date]
