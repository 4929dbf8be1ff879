from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class CandidateFile(Identified, Base):
    """A rebuilt file that waits with its candidate; nothing of the original, and no name or time.

    `number` counts the candidate's files in an order drawn by lot. `box` names the object and holds
    its key, sealed under `files/<id>` with a key that is not in the database. `report` is what a
    coordinator may know: kinds and choices, reasons, boxes drawn.
    """

    __tablename__ = "candidate_files"
    __table_args__ = (
        ForeignKeyConstraint(["candidate_id"], ["candidates.id"], ondelete="CASCADE"),
        Index("uq_candidate_files_candidate_id_number", "candidate_id", "number", unique=True),
    )

    candidate_id: Mapped[UUID]
    group_id: Mapped[UUID]
    candidate_version: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    size: Mapped[int]
    pages: Mapped[int]
    report: Mapped[dict[str, Any]]
    box: Mapped[bytes]
