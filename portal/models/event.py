from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified


class Event(Identified, Base):
    """One line of the audit trail, in the chain of an organization or of a group; only ever added.

    `chain_id` is the organization or group. `seal` is HMAC-SHA256 over the previous line's seal
    and this line. `personal` lines are read by the person who acted only, so that an
    administrator does not learn which colleague contributed; their `kind` is "person.acted", their
    `at` the day, their `subject_id` the person, and their `facts` one value, `sealed`: what was
    done, to what and when, as hexadecimal ciphertext under `events/<id>` with the tenant's key.
    """

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("chain_id", "place"),)

    chain: Mapped[str]
    chain_id: Mapped[UUID]
    place: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[UUID]
    personal: Mapped[bool]
    kind: Mapped[str]
    subject_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]]
    seal: Mapped[bytes]
