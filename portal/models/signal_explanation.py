from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified
from portal.models.counter_signal import FIGURE


class SignalExplanation(Identified, Base):
    """What coordinators read beside a figure: sealed again in each round, under an id drawn anew.

    So nothing leads from here to an answer, and the order of ids says nothing.
    """

    __tablename__ = "signal_explanations"
    __table_args__ = (ForeignKeyConstraint(FIGURE, [f"insight_cells.{name}" for name in FIGURE]),)

    group_id: Mapped[UUID]
    insight_release_id: Mapped[UUID] = mapped_column(index=True)
    table_name: Mapped[str]
    row_code: Mapped[str]
    column_code: Mapped[str]
    explanation: Mapped[bytes]
