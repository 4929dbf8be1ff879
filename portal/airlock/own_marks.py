"""Keyed marks by which people and organizations find again what they said without a name.

None is in the database but for one row: two rows of one person or organization have nothing in
common, and who holds a dump without the keys cannot tell whose they are.
"""

from __future__ import annotations

import hmac
from datetime import date
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.db.encrypted import vault
from portal.db.session import keys, set_local

_ASKER: Final = b"common-ground/asker/1"
_SIGHTING: Final = b"common-ground/sighting/1"
_SIGNAL: Final = b"common-ground/signal/1"


def asker_key(tenant_key: bytes, person_id: UUID) -> bytes:
    """32 bytes of one person: what only this person's questions can be recognized by."""
    return hmac.digest(tenant_key, _ASKER + person_id.bytes, "sha256")


def asker_tag(key: bytes, question_id: UUID) -> bytes:
    """The mark of one question; the database reckons the same from the key that it is told.

    The key has a fixed length, so that nothing can be added to what is hashed.
    """
    return sha256(key + question_id.bytes).digest()


def act_as_asker(session: Session, actor: Actor) -> bytes:
    """For the rest of this transaction the database knows the person's own questions; the key."""
    key = asker_key(vault(session).tenant_key(), actor.person_id)
    set_local(session, "asker_key", key.hex())
    return key


def act_as_witness(session: Session, release_id: UUID) -> bytes:
    """For the rest of this transaction the organization sees its answer to a release; its mark."""
    tag = hmac.digest(vault(session).tenant_key(), _SIGHTING + release_id.bytes, "sha256")
    set_local(session, "sighting_tag", tag.hex())
    return tag


def act_as_field(session: Session, insight_id: UUID) -> bytes:
    """For the rest of this transaction the organization sees its answers to a release; its key."""
    key = hmac.digest(vault(session).tenant_key(), _SIGNAL + insight_id.bytes, "sha256")
    set_local(session, "signal_key", key.hex())
    return key


def signal_tag(key: bytes, table: str, row: str, column: str) -> bytes:
    """The mark of the answer to one figure; the database reckons the same from the key."""
    return sha256(key + f"{table}/{row}/{column}".encode()).digest()


def day_tag(session: Session, actor: Actor, on: date) -> bytes:
    """The name of this person on this day, for counting how often they spoke."""
    return keys(session).tag("spoken", f"{actor.person_id}/{on.isoformat()}")
