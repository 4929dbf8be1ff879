"""What a line of the trail tells those who may read it; personal lines are sealed at rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit.kinds import Kind
from portal.db.encrypted import vault
from portal.models import Event

BLOCK: Final = 512
"""Every sealed line has this length or a multiple, so that its length does not tell its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line, opened."""

    id: UUID
    at: datetime
    actor_id: UUID
    personal: bool
    kind: str
    subject_id: UUID
    facts: Mapping[str, Any]


def hide(session: Session, line: Event) -> None:
    """Leave of a line in clear only that this person did something on this day.

    The trail outlives drafts, and it is in every backup: a kind and a time beside the weeks of
    the airlock would point at authors.
    """
    told = {
        "kind": line.kind,
        "subject": str(line.subject_id),
        "at": line.at.isoformat(),
        "facts": line.facts,
    }
    line.facts = {"sealed": vault(session).seal(told, _place(line), block=BLOCK).hex()}
    line.kind, line.subject_id = Kind.PERSON_ACTED, line.actor_id
    line.at = line.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def told(session: Session, line: Event) -> Deed:
    """The line as it happened; a personal one opens in its own tenant only."""
    kind, subject, at, facts = line.kind, line.subject_id, line.at, line.facts
    if kind == Kind.PERSON_ACTED:
        sealed = bytes.fromhex(line.facts["sealed"])
        content = vault(session).open(sealed, _place(line))
        kind, facts = content["kind"], content["facts"]
        subject, at = UUID(content["subject"]), datetime.fromisoformat(content["at"])
    return Deed(
        id=line.id,
        at=at,
        actor_id=line.actor_id,
        personal=line.personal,
        kind=kind,
        subject_id=subject,
        facts=facts,
    )


def _place(line: Event) -> str:
    return f"events/{line.id}"
