from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class GateWeek(Base):
    """A week, by its Monday, for which a group's pools of plausible authors are drawn."""

    __tablename__ = "gate_weeks"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
