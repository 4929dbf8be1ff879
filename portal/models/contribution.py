from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class ContributionKind(StrEnum):
    FINDING = "finding"
    AUDIT = "audit"
    PRACTICE = "practice"
    FIELD_INSIGHT = "field_insight"
    """Of a draft alone: it leaves as a finding, so that its kind does not tell who wrote it."""


class Contribution(OrganizationOwned, Identified, Base):
    """A tenant's own record, private to the person who writes it.

    `sealed` is a JSON object under `contributions/<id>` with the record's own key: its kind, every
    field of the draft, the author's decisions about identifiers, when it was saved last, and after
    submission the candidate's id. Nothing in clear tells its kind, or whether it was submitted.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "created_by"], ["people.organization_id", "people.id"]
        ),
    )

    created_by: Mapped[UUID]
    wrapped: Mapped[bytes]
    sealed: Mapped[bytes]
    version: Mapped[int]
