from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKeyConstraint, Integer, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class GateSites(Base):
    """How many facilities lie at or below a node in one week, where they are enough; unread.

    `own[i]` of them only `families[i]` lists: its own questions are answered without them.
    """

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
    families: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    own: Mapped[list[int]] = mapped_column(ARRAY(Integer))
