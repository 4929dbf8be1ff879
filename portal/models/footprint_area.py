from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class FootprintArea(OrganizationOwned, Identified, Base):
    """A place and sector that the organization declares to source from, beside its suppliers.

    `sealed` is a JSON object under `footprint_areas/<id>`: place, sector.
    """

    __tablename__ = "footprint_areas"
    __table_args__ = (ForeignKeyConstraint(["organization_id"], ["organizations.id"]),)

    sealed: Mapped[bytes]
