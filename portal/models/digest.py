from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKeyConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified, OrganizationOwned


class DigestState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    """Nothing of it may be told any more, or the address is refused for good."""


class Digest(OrganizationOwned, Identified, Base):
    """One mail to one person and what it tells; no bulletin is told to anybody twice.

    `group_id` is given where the mail is about one group only. `token_hash` recognizes the link
    that ends such mails.
    """

    __tablename__ = "digests"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"]
        ),
        UniqueConstraint("token_hash"),
        Index("ix_digests_person_id", "person_id"),
    )

    person_id: Mapped[UUID]
    group_id: Mapped[UUID | None]
    bulletins: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    token_hash: Mapped[bytes]
    planned_on: Mapped[date]
    state: Mapped[str]
