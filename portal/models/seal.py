from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Seal(Base):
    """The sealed link from a candidate or release to its author. The web role adds, never reads."""

    __tablename__ = "seals"
    __table_args__ = ({"schema": "authorship"},)

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_tag: Mapped[bytes]
    custodian_box: Mapped[bytes]
    family_box: Mapped[bytes]
