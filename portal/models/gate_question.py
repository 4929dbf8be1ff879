from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class GateQuestion(Base):
    """How often a family asked the gate on one day, so that it cannot be probed."""

    __tablename__ = "gate_questions"

    family_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_on: Mapped[date] = mapped_column(primary_key=True)
    asked: Mapped[int]
