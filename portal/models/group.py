from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.db.base import Base, Identified


class RosterVisibility(StrEnum):
    OPEN = "open"
    COUNT_ONLY = "count_only"
    HIDDEN = "hidden"


class Group(Identified, Base):
    """A working group that an association hosts."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("association_id", "id"),)

    association_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))
    name: Mapped[str]
    purpose: Mapped[str]
    charter: Mapped[str]
    k_author: Mapped[int]
    k_supplier: Mapped[int]
    roster_visibility: Mapped[str]
    rhythm_days: Mapped[int]
    observers_are_community: Mapped[bool]
    version: Mapped[int]

    # A group is in itself, so the same scopes fit groups and what they hold.
    group_id: Mapped[UUID] = synonym("id")
