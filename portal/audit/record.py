"""Add a line to the audit trail, in the transaction of the change itself."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.audit.chain import START, seal
from portal.audit.kinds import Kind
from portal.core.clock import now
from portal.db.session import keys
from portal.models import Event

_END = text("select place, seal from guard.chain_end(:chain)")


def record(session: Session, actor: Actor, kind: Kind, subject: UUID, **facts: Any) -> None:
    """A line of the actor's organization that its administrators read."""
    _append(session, actor, kind, subject, chain=("organization", actor.organization_id), facts=facts)


def record_personal(session: Session, actor: Actor, kind: Kind, subject: UUID, **facts: Any) -> None:
    """A line that only the person who acted reads: which colleague contributes is nobody's business."""
    chain = ("organization", actor.organization_id)
    _append(session, actor, kind, subject, chain=chain, facts=facts, personal=True)


def record_in_group(
    session: Session, actor: Actor, kind: Kind, subject: UUID, group_id: UUID, **facts: Any
) -> None:
    """A line of the group, read by its coordinators and host; never about who contributed."""
    _append(session, actor, kind, subject, chain=("group", group_id), facts=facts)


def _append(
    session: Session,
    actor: Actor,
    kind: Kind,
    subject: UUID,
    *,
    chain: tuple[str, UUID],
    facts: dict[str, Any],
    personal: bool = False,
) -> None:
    end = session.execute(_END, {"chain": chain[1]}).one_or_none()
    event = Event(
        id=uuid4(),
        chain=chain[0],
        chain_id=chain[1],
        place=1 if end is None else end.place + 1,
        at=now(),
        actor_id=actor.person_id,
        personal=personal,
        kind=kind,
        subject_id=subject,
        facts=facts,
    )
    event.seal = seal(keys(session).derive("trail"), START if end is None else end.seal, event)
    session.add(event)
    session.flush()
