from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class Bundle(Identified, Base):
    """Rows that left the group together for good: one date, one audience, one set of facets.

    "any" is a facet that the bundle does not show. `k` families at least wrote its `size` rows.
    Nobody reads this table: the rows say what may be known.
    """

    __tablename__ = "bundles"
    __table_args__ = (
        UniqueConstraint("id", "group_id", "frozen_on", "audience"),
        ForeignKeyConstraint(
            ["group_id", "frozen_on"], ["bundle_rounds.group_id", "bundle_rounds.held_on"]
        ),
        CheckConstraint("k >= 2 and size >= k", name="two_families_or_more"),
        CheckConstraint("audience <> 'group'", name="beyond_the_group"),
    )

    group_id: Mapped[UUID]
    frozen_on: Mapped[date]
    audience: Mapped[str]
    place: Mapped[str]
    period: Mapped[str]
    sector: Mapped[str]
    product: Mapped[str]
    k: Mapped[int]
    size: Mapped[int]
