from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class InsightCell(Base):
    """A published figure. What is empty, or hidden for whatever reason, has no row.

    `column_code` is empty in tables of one dimension, both codes are for the total.
    """

    __tablename__ = "insight_cells"
    __table_args__ = (CheckConstraint("reports >= 5", name="enough_families"),)

    insight_release_id: Mapped[UUID] = mapped_column(
        ForeignKey("insight_releases.id"), primary_key=True
    )
    table_name: Mapped[str] = mapped_column(primary_key=True)
    row_code: Mapped[str] = mapped_column(primary_key=True)
    column_code: Mapped[str] = mapped_column(primary_key=True, server_default="", default="")
    reports: Mapped[int]
