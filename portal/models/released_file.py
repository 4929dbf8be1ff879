from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class ReleasedFile(Identified, Base):
    """A rebuilt file of a release; keeps the id, number and box of its candidate's file.

    Members and coordinators of the group read it, whatever the audience of the release.
    """

    __tablename__ = "released_files"
    __table_args__ = (
        ForeignKeyConstraint(["release_id"], ["releases.id"], ondelete="CASCADE"),
        Index("uq_released_files_release_id_number", "release_id", "number", unique=True),
    )

    release_id: Mapped[UUID]
    group_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    box: Mapped[bytes]
