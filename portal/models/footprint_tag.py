from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class FootprintTag(OrganizationOwned, Base):
    """One keyed rung of place x sector where the organization's family sources; nobody reads it."""

    __tablename__ = "footprint_tags"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        Index("ix_footprint_tags_tag_family_id", "tag", "family_id"),
    )

    tag: Mapped[bytes] = mapped_column(primary_key=True)
    family_id: Mapped[UUID]
