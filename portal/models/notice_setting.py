from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class Cadence(StrEnum):
    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"


USUAL: Final = Cadence.WEEKLY
"""How often who has chosen nothing is written to; the database says the same (migration 0018)."""


class NoticeSetting(OrganizationOwned, Base):
    """How often a person wants mail about a group; no row: weekly."""

    __tablename__ = "notice_settings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"]
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    cadence: Mapped[str]
