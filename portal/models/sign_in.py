from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class SignIn(Identified, Base):
    """A server-side session: only the hash of its token is stored, and no web role reads that."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token_hash"),)

    token_hash: Mapped[bytes] = mapped_column(deferred=True)
    organization_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    idle_until: Mapped[datetime] = mapped_column(deferred=True)
    expires_at: Mapped[datetime]
