from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Witness(Base):
    """One of the k families of a bundle, under a key that is not in the database.

    Its tag belongs to this bundle only and to no row: it is there to be counted once, by the
    database, when the bundle is made.
    """

    __tablename__ = "witnesses"
    __table_args__ = ({"schema": "authorship"},)

    bundle_id: Mapped[UUID] = mapped_column(ForeignKey("bundles.id"), primary_key=True)
    tag: Mapped[bytes] = mapped_column(primary_key=True)
