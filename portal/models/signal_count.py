from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.models.counter_signal import FIGURE

FEWEST_SIGNALS: Final = 2
"""From so many organizations' families up an answer is shown; below there is no row at all."""


class SignalCount(Base):
    """How many families of organizations gave an answer to a figure, as of the last count.

    A row is there only if it may be shown: "none" and "too few" look the same.
    """

    __tablename__ = "signal_counts"
    __table_args__ = (
        ForeignKeyConstraint(FIGURE, [f"insight_cells.{name}" for name in FIGURE]),
        CheckConstraint("families >= 2", name="enough_families"),
    )

    insight_release_id: Mapped[UUID] = mapped_column(primary_key=True)
    table_name: Mapped[str] = mapped_column(primary_key=True)
    row_code: Mapped[str] = mapped_column(primary_key=True)
    column_code: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    families: Mapped[int]
    counted_on: Mapped[date]
