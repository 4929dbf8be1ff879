from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class CandidateState(StrEnum):
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Candidate(Identified, Base):
    """The redacted and generalized copy of a contribution that waits for review; bears no author.

    `facets` holds the generalized codes, `decisions` what the detectors found and what the author
    chose (kinds and placeholders, never the text that was hidden), `gate` the gate's report.
    A `week` is a Monday; `position` is random and orders the queue inside a week.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        Index("ix_candidates_group_id_state", "group_id", "state"),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    week: Mapped[date]
    position: Mapped[UUID]
    audience: Mapped[str]
    tlp: Mapped[str]
    title: Mapped[str]
    narrative: Mapped[str]
    facets: Mapped[dict[str, Any]]
    decisions: Mapped[dict[str, Any]]
    gate: Mapped[dict[str, Any]]
    goes_alone: Mapped[bool]
    """The author accepts, after four weeks and a warning, that the batch has fewer families."""
    version: Mapped[int]
    byline: Mapped[str] = mapped_column(server_default="", default="")
    """Name of the organization that signs a practice; empty for everything that is anonymous."""
    lineage_id: Mapped[UUID | None]
    """Of which practice it would be the next edition: the id of the first one."""
