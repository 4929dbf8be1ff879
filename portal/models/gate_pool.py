from datetime import date
from uuid import UUID

from sqlalchemy import Double, ForeignKeyConstraint, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class GatePool(Base):
    """A family that could have written what is shown at a node in one week; nobody reads it.

    `sites` and `share` weigh its plausibility (`privacy.plausibility.Weight`); `above` has the tags
    of the node and of all that is coarser.
    """

    __tablename__ = "gate_pools"
    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "week"], ["gate_weeks.group_id", "gate_weeks.week"], ondelete="CASCADE"
        ),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    tag: Mapped[bytes] = mapped_column(primary_key=True)
    family_id: Mapped[UUID] = mapped_column(primary_key=True)
    sites: Mapped[int]
    share: Mapped[float] = mapped_column(Double)
    above: Mapped[list[bytes]] = mapped_column(ARRAY(LargeBinary))
