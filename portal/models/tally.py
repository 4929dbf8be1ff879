from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base

FEWEST_SHOWN: Final = 3
"""From so many corporate families up a count is shown; below there is no row at all."""


class Tally(Base):
    """How many corporate families gave an answer to a release, as of the last count.

    A row is there only if it may be shown: "none" and "too few" look the same.
    """

    __tablename__ = "tallies"
    __table_args__ = (CheckConstraint("families >= 3", name="enough_families"),)

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    group_id: Mapped[UUID]
    families: Mapped[int]
    notes: Mapped[list[str]]
    """What families wrote to it, in an order drawn by lot."""
    counted_on: Mapped[date]
