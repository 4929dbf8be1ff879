from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class StandingKind(StrEnum):
    MEMBER = "member"
    OBSERVER = "observer"
    LIAISON = "liaison"


class Standing(Base):
    """What an organization is in a group. The gate counts it only between two epoch dates."""

    __tablename__ = "standings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        Index("ix_standings_organization_id_association_id", "organization_id", "association_id"),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(primary_key=True)
    association_id: Mapped[UUID]
    kind: Mapped[str]
    counts_from: Mapped[date]
    ended_on: Mapped[date | None]
