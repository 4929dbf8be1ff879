from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.db.base import Base, Identified


class OrganizationKind(StrEnum):
    MEMBER = "member"
    ASSOCIATION = "association"
    CIVIL_SOCIETY = "civil_society"
    GOVERNMENT = "government"
    WORKER_ORGANIZATION = "worker_organization"


FIELD_KINDS: Final = frozenset(
    {OrganizationKind.CIVIL_SOCIETY.value, OrganizationKind.WORKER_ORGANIZATION.value}
)
"""Those that write field insights where they observe; members write everything else."""


class Organization(Identified, Base):
    """A legal body that signs in: the tenant."""

    __tablename__ = "organizations"

    family_id: Mapped[UUID] = mapped_column(ForeignKey("families.id"))
    kind: Mapped[str]
    name: Mapped[str]
    country: Mapped[str]

    # An organization belongs to itself, so the same scopes fit it and what it owns.
    organization_id: Mapped[UUID] = synonym("id")
