from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class Family(Identified, Base):
    """Organizations under one corporate control: the unit of every anonymity threshold."""

    __tablename__ = "families"

    name: Mapped[str]
