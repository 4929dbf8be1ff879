from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Ticket(Base):
    """The right of one job to act for the person in whose transaction it was enqueued."""

    __tablename__ = "tickets"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    person_id: Mapped[UUID]
    expires_at: Mapped[datetime]
