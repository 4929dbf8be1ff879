from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class SightingKind(StrEnum):
    SEEN = "seen"
    OTHERWISE = "otherwise"
    REMEDIATED = "remediated"
    ADOPTED = "adopted"
    ADAPTED = "adapted"
    REJECTED = "rejected"


class Sighting(Identified, Base):
    """What one organization answers to a release; names neither it nor its family.

    `owner_tag` is keyed by the tenant, for this release alone; `family_box` opens in the steward's
    count only. Others never read a row, they read `tallies`.
    """

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("release_id", "owner_tag"),)

    group_id: Mapped[UUID]
    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id"))
    owner_tag: Mapped[bytes]
    family_box: Mapped[bytes] = mapped_column(deferred=True)
    kind: Mapped[str]
    note: Mapped[str]
