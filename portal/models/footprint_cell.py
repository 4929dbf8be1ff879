from sqlalchemy import ForeignKeyConstraint, Integer, LargeBinary
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified, OrganizationOwned


class FootprintCell(OrganizationOwned, Identified, Base):
    """One place and sector where the organization sources, in keyed tags; nobody reads it.

    `path` has 25 grid positions as `privacy.footprint.path` gives them; `sites` names the known
    facilities by 16-bit numbers, and is empty for an area that is only declared.
    """

    __tablename__ = "footprint_cells"
    __table_args__ = (ForeignKeyConstraint(["organization_id"], ["organizations.id"]),)

    path: Mapped[list[bytes | None]] = mapped_column(ARRAY(LargeBinary))
    sites: Mapped[list[int]] = mapped_column(ARRAY(Integer))
