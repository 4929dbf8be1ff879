from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class InsightMedian(Base):
    """The band in which the median time to remediation lies, of the total or of a one-way cell."""

    __tablename__ = "insight_medians"

    insight_release_id: Mapped[UUID] = mapped_column(
        ForeignKey("insight_releases.id"), primary_key=True
    )
    table_name: Mapped[str] = mapped_column(primary_key=True)
    row_code: Mapped[str] = mapped_column(primary_key=True)
    time_code: Mapped[str]
