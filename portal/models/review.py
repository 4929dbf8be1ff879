from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class Verdict(StrEnum):
    APPROVE = "approve"
    RETURN = "return"
    REFUSE = "refuse"


class Review(Identified, Base):
    """What one coordinator decided about one version of a candidate."""

    __tablename__ = "reviews"

    candidate_id: Mapped[UUID] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[UUID]
    coordinator_id: Mapped[UUID]
    candidate_version: Mapped[int]
    verdict: Mapped[str]
    week: Mapped[date]
