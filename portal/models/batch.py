from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class BatchState(StrEnum):
    GATHERING = "gathering"
    READY = "ready"
    RELEASED = "released"


class Batch(Identified, Base):
    """Releases that become visible together. A group has one that is not yet released."""

    __tablename__ = "batches"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        Index(
            "uq_batches_group_id_open",
            "group_id",
            unique=True,
            postgresql_where="state <> 'released'",
        ),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    state: Mapped[str]
    opened_on: Mapped[date]
    released_on: Mapped[date | None]
