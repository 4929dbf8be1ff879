from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class BundleRound(Identified, Base):
    """A fixed day on which bundles of a group were frozen, any or none: held once."""

    __tablename__ = "bundle_rounds"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        UniqueConstraint("group_id", "held_on"),
        CheckConstraint(
            "extract(isodow from held_on) = 1 and extract(day from held_on) <= 7"
            " and extract(month from held_on) in (1, 4, 7, 10)",
            name="first_monday_of_a_quarter",
        ),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    held_on: Mapped[date]
