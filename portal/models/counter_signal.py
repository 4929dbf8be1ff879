from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified

FIGURE: Final = ("insight_release_id", "table_name", "row_code", "column_code")
"""The columns that name one published figure."""


class SignalVerdict(StrEnum):
    AGREE = "agree"
    CONTRADICT = "contradict"
    WORSE = "worse"


class CounterSignal(Identified, Base):
    """What one organization's field data say of a published figure; names nobody, no family.

    `owner_tag` is keyed by the tenant, for this figure alone; `family_box` opens in the steward's
    count only. `explanation` is sealed under the group's key and has one length, empty or not.
    """

    __tablename__ = "counter_signals"
    __table_args__ = (
        UniqueConstraint("insight_release_id", "owner_tag"),
        ForeignKeyConstraint(FIGURE, [f"insight_cells.{name}" for name in FIGURE]),
    )

    group_id: Mapped[UUID]
    insight_release_id: Mapped[UUID]
    table_name: Mapped[str]
    row_code: Mapped[str]
    column_code: Mapped[str]
    owner_tag: Mapped[bytes]
    family_box: Mapped[bytes] = mapped_column(deferred=True)
    verdict: Mapped[str]
    explanation: Mapped[bytes]
