from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class Concern(StrEnum):
    RISK = "risk"
    """A person may be in danger: coordinators see it first."""
    IDENTIFIES = "identifies"
    OTHER = "other"


class ReportState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    HIDDEN = "hidden"


class PostReport(Identified, Base):
    """What a member told coordination about a post; bears nothing of who told it."""

    __tablename__ = "post_reports"
    __table_args__ = (
        ForeignKeyConstraint(
            ["post_id", "group_id"],
            ["posts.id", "posts.group_id"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        Index("ix_post_reports_post_id", "post_id"),
        Index("ix_post_reports_group_id", "group_id", "state"),
    )

    post_id: Mapped[UUID]
    group_id: Mapped[UUID]
    concern: Mapped[str]
    note: Mapped[str]
    state: Mapped[str]
    reported_on: Mapped[date]
