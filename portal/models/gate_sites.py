from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class GateSites(Base):
    """How many facilities lie at or below a node in one week, where they are enough; unread."""

    __tablename__ = "gate_sites"
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "week"], ["gate_weeks.group_id", "gate_weeks.week"], ondelete="CASCADE"
        ),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    tag: Mapped[bytes] = mapped_column(primary_key=True)
    sites: Mapped[int]
