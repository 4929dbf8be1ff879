"""People come, change what they may do, and go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, select, text, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record
from portal.core.clock import now
from portal.core.config import Settings
from portal.core.errors import Conflict, Refused
from portal.core.keys import Keys
from portal.core.passwords import Hashing, email_tag, enroll, raw
from portal.core.tokens import fresh, hashed
from portal.db.session import keys, set_local
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import Invitation, Organization, Person
from portal.models.person import OrganizationRole

_ACCEPT = text(
    "select guard.accept_invitation(:id, :token, :person, :tag, :name, :salt, :proof, :hashing)"
)
_BEGIN = text(
    "select guard.begin_session(:tag, :raw, :token_hash, make_interval(secs => :idle),"
    " make_interval(secs => :absolute))"
)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True, repr=False)
class Acceptance:
    """What whoever holds the link enters; `email` is the invitation's."""

    token: str
    email: str
    name: str
    password: str


def link_token(keys: Keys, invitation_id: UUID) -> str:
    """The secret of an invitation's link: computed anew for each mail, stored as a hash only."""
    return keys.tag("invitation", str(invitation_id)).hex()


def invite(
    session: Session,
    actor: Actor,
    organization: Organization,
    new: NewInvitation,
    settings: Settings,
) -> UUID:
    """Goes the same way whether or not the address signs in at some other organization."""
    require(actor, Action.ORGANIZATION_INVITE, organization)
    moment = now()
    invitation = Invitation(
        id=uuid4(),
        organization_id=organization.id,
        email=new.email,
        name=new.name,
        role=OrganizationRole(new.role),
        invited_by=actor.person_id,
        invited_at=moment,
        expires_at=moment + timedelta(days=settings.invitation_days),
    )
    invitation.token_hash = hashed(link_token(keys(session), invitation.id))
    session.add(invitation)
    session.flush()
    record(session, actor, Kind.PERSON_INVITED, invitation.id, role=new.role)
    enqueue(session, actor, Job.SEND_INVITATION, invitation_id=str(invitation.id))
    return invitation.id


def resend_invitation(
    session: Session, actor: Actor, invitation: Invitation, settings: Settings
) -> None:
    """The same link once more, valid as long as a new one; raises `Conflict` when it is over."""
    require(actor, Action.INVITATION_REVOKE, invitation)
    _change_open(session, invitation, expires_at=now() + timedelta(days=settings.invitation_days))
    record(session, actor, Kind.PERSON_INVITED, invitation.id, role=invitation.role, again=True)
    enqueue(session, actor, Job.SEND_INVITATION, invitation_id=str(invitation.id))


def revoke_invitation(session: Session, actor: Actor, invitation: Invitation) -> None:
    """From now on the link opens nothing; raises `Conflict` when it was used or revoked before."""
    require(actor, Action.INVITATION_REVOKE, invitation)
    _change_open(session, invitation, revoked_at=now())
    record(session, actor, Kind.INVITATION_REVOKED, invitation.id, role=invitation.role)


def accept_invitation(
    session: Session, actor: Actor, invitation_id: UUID, new: Acceptance, settings: Settings
) -> str | None:
    """The token of the new person's first session; nothing if the link cannot be used.

    Whether it can is decided inside the database, also that the address does not sign in yet.
    """
    require(actor, Action.SITE_VIEW, None)
    hashing = Hashing(settings.argon2_memory_kib, settings.argon2_time)
    secret = enroll(new.password, keys(session), hashing)
    tag, person_id, session_token = email_tag(new.email, keys(session)), uuid4(), fresh()
    values = {"id": invitation_id, "token": new.token.encode(), "person": person_id, "tag": tag}
    values |= {"name": new.name, "salt": secret.salt, "proof": secret.proof}
    if not session.execute(_ACCEPT, values | {"hashing": secret.hashing}).scalar_one():
        return None
    values = {"tag": tag, "raw": raw(new.password, secret.salt, keys(session), hashing)}
    values |= {"token_hash": hashed(session_token), "idle": settings.session_idle}
    session.execute(_BEGIN, values | {"absolute": settings.session_absolute})
    set_local(session, "session", session_token)
    joined = Actor.read(session.execute(text("select guard.read_actor()")).scalar_one())
    record(session, joined, Kind.PERSON_JOINED, person_id, invitation=str(invitation_id))
    return session_token


def change_role(session: Session, actor: Actor, person: Person, role: str) -> None:
    """Raises `Refused` if nobody would be left to administer the organization."""
    require(actor, Action.PERSON_CHANGE, person)
    _keep_an_administrator(session, person, stays=role == OrganizationRole.ADMIN)
    if person.role == role:
        return
    before = person.role
    session.execute(
        update(Person).where(Person.id == person.id).values(role=OrganizationRole(role))
    )
    record(session, actor, Kind.PERSON_CHANGED, person.id, role=role, before=before)


def deactivate_person(session: Session, actor: Actor, person: Person) -> None:
    """Nothing is deleted; the person's sessions end at once. Raises `Refused` for oneself."""
    require(actor, Action.PERSON_CHANGE, person)
    # Whoever acts stays, so an active administrator is always left.
    if person.id == actor.person_id:
        raise Refused("You cannot deactivate yourself. Another administrator can.")
    session.execute(update(Person).where(Person.id == person.id).values(active=False))
    session.execute(text("select guard.end_sessions_of(:person)"), {"person": person.id})
    record(session, actor, Kind.PERSON_CHANGED, person.id, active=False)


def reactivate_person(session: Session, actor: Actor, person: Person) -> None:
    """The person can sign in again with the password of before."""
    require(actor, Action.PERSON_CHANGE, person)
    session.execute(update(Person).where(Person.id == person.id).values(active=True))
    record(session, actor, Kind.PERSON_CHANGED, person.id, active=True)


def _change_open(session: Session, invitation: Invitation, **values: Any) -> None:
    waiting = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    changed = session.execute(
        update(Invitation).where(Invitation.id == invitation.id, waiting).values(**values)
    )
    assert isinstance(changed, CursorResult)
    if changed.rowcount != 1:
        raise Conflict(invitation.id)


def _keep_an_administrator(session: Session, person: Person, *, stays: bool) -> None:
    """Locks the administrators' rows, so that two of them cannot remove each other at once."""
    if stays:
        return
    administers = (Person.role == OrganizationRole.ADMIN) & Person.active
    left = session.scalars(
        select(Person.id)
        .where(Person.organization_id == person.organization_id, administers)
        .order_by(Person.id)
        .with_for_update()
    ).all()
    if left == [person.id]:
        raise Refused(
            "This is the last active administrator of the organization. Make somebody else an"
            " administrator first."
        )
