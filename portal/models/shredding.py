from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Shredding(Base):
    """An item whose text was withdrawn: replayed after each restore of a backup."""

    __tablename__ = "shreddings"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    week: Mapped[date]
