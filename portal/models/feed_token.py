from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class FeedKind(StrEnum):
    ATOM = "atom"
    CALENDAR = "calendar"


class FeedToken(OrganizationOwned, Base):
    """The right of a program to read one person's feed, and nothing else. Revoking deletes it."""

    __tablename__ = "feed_tokens"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"]
        ),
        UniqueConstraint("token_hash"),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    feed: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(deferred=True)
    made_on: Mapped[date]
    used_on: Mapped[date | None]
