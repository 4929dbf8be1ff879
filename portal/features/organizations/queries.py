"""What the pages of one's organization show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from portal.models import Family, Invitation, Organization, Person

_OFFER = text("select name, role, organization, email from guard.read_invitation(:id, :token)")


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation's link shows to whoever holds it."""

    name: str
    role: str
    organization: str
    email: str


def people(session: Session, within: ColumnElement[bool]) -> Sequence[Person]:
    """Active people first, by name."""
    statement = select(Person).where(within)
    return session.scalars(statement.order_by(Person.active.desc(), Person.name, Person.id)).all()


def open_invitations(session: Session, within: ColumnElement[bool]) -> Sequence[Invitation]:
    """Neither accepted nor revoked, expired ones included, the newest first."""
    waiting = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    statement = select(Invitation).where(within, waiting)
    return session.scalars(statement.order_by(Invitation.invited_at.desc(), Invitation.id)).all()


def family_name(session: Session, organization: Organization) -> str:
    """The family that this organization belongs to."""
    return session.scalars(select(Family.name).where(Family.id == organization.family_id)).one()


def is_colleague(session: Session, organization_id: UUID, email: str) -> bool:
    """Does somebody of the organization, active or not, have this address?"""
    same = func.lower(Person.email) == email.lower()
    found = select(Person.id).where(Person.organization_id == organization_id, same)
    return session.scalars(found).first() is not None


def is_invited(session: Session, organization_id: UUID, email: str, at: datetime) -> bool:
    """Is there an invitation of this organization that the address can still accept?"""
    waiting = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)
    same = func.lower(Invitation.email) == email.lower()
    own = Invitation.organization_id == organization_id
    found = select(Invitation.id).where(own, same, waiting, Invitation.expires_at > at)
    return session.scalars(found).first() is not None


def offer(session: Session, invitation_id: UUID, token: str) -> Offer | None:
    """Nothing if the link is used, expired, revoked or wrong, which look alike."""
    row = session.execute(_OFFER, {"id": invitation_id, "token": token.encode()}).one_or_none()
    return Offer(row.name, row.role, row.organization, row.email) if row else None
