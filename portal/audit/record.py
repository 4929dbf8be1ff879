"""Add a line to the audit trail, in the transaction of the change itself."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from portal.access.actor import NOBODY, Actor
from portal.audit.chain import START, seal
from portal.audit.deeds import hide
from portal.audit.kinds import Kind
from portal.core.clock import now
from portal.db.session import keys
from portal.models import Event

_END = text("select place, seal from guard.chain_end(:chain)")
_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:chain, 0))")


def record(session: Session, actor: Actor, kind: Kind, subject: UUID, **facts: Any) -> None:
    """A line of the actor's organization that its administrators read."""
    line = _line(kind, subject, facts, actor.person_id)
    _append(session, line, "organization", actor.organization_id)


def record_personal(
    session: Session, actor: Actor, kind: Kind, subject: UUID, **facts: Any
) -> None:
    """A line that only the person who acted reads: who contributes is no colleague's business.

    Nor that of whoever gets hold of the database: what was done, to what and when is sealed.
    """
    line = _line(kind, subject, facts, actor.person_id)
    line.personal = True
    hide(session, line)
    _append(session, line, "organization", actor.organization_id)


def record_in_group(
    session: Session, actor: Actor, kind: Kind, subject: UUID, group_id: UUID, **facts: Any
) -> None:
    """A line of the group, read by its coordinators and host; never about who contributed."""
    _append(session, _line(kind, subject, facts, actor.person_id), "group", group_id)


def record_by_steward(
    session: Session, kind: Kind, subject: UUID, group_id: UUID, **facts: Any
) -> None:
    """A line of the group about what the steward did and no person.

    `guard.chain_end` answers people only; the steward takes the same lock and reads the end itself.
    """
    session.execute(_LOCK, {"chain": str(group_id)})
    end = session.execute(
        select(Event.place, Event.seal)
        .where(Event.chain_id == group_id)
        .order_by(Event.place.desc())
        .limit(1)
    ).one_or_none()
    _add(session, _line(kind, subject, facts, NOBODY), "group", group_id, end)


def _line(kind: Kind, subject: UUID, facts: dict[str, Any], actor_id: UUID) -> Event:
    return Event(
        id=uuid4(),
        at=now(),
        actor_id=actor_id,
        personal=False,
        kind=kind,
        subject_id=subject,
        facts=facts,
    )


def _append(session: Session, line: Event, chain: str, chain_id: UUID) -> None:
    end = session.execute(_END, {"chain": chain_id}).one_or_none()
    _add(session, line, chain, chain_id, end)


def _add(
    session: Session, line: Event, chain: str, chain_id: UUID, end: Row[*tuple[Any, ...]] | None
) -> None:
    line.chain, line.chain_id = chain, chain_id
    line.place = 1 if end is None else end.place + 1
    previous = START if end is None else end.seal
    line.seal = seal(keys(session).derive("trail"), previous, line)
    session.add(line)
    session.flush()
