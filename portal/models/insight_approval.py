from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class InsightApproval(Base):
    """That one coordinator wants one version of an insight release published to its audience."""

    __tablename__ = "insight_approvals"

    insight_release_id: Mapped[UUID] = mapped_column(
        ForeignKey("insight_releases.id"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[str]
