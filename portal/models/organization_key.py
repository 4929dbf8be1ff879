from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, OrganizationOwned


class OrganizationKey(OrganizationOwned, Base):
    """The tenant's key, wrapped by one outside the database; destroying it erases a tenant."""

    __tablename__ = "organization_keys"
    __table_args__ = (ForeignKeyConstraint(["organization_id"], ["organizations.id"]),)

    wrapped: Mapped[bytes]
