"""What pages of working groups show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select, text
from sqlalchemy.orm import Session

from portal.models import Appointment, Group, Organization, Person, Standing

_ROSTER = text(
    "select guard.sees_roster(:group) as seen, guard.roster_size(:group) as members,"
    " guard.has_enough_families(:group) as enough"
)
_FIND = text("select person, organization from guard.find_in_group(:group, :tag)")


@dataclass(frozen=True, slots=True)
class Size:
    """What may be known of the roster: all of it (`seen`), its number of members, or nothing."""

    seen: bool
    members: int | None
    enough: bool


@dataclass(frozen=True, slots=True)
class Place:
    """An organization in a group. It counts for anonymity from one date, until the other."""

    organization_id: UUID
    family_id: UUID
    name: str
    organization_kind: str
    kind: str
    counts_from: date
    ended_on: date | None

    def counts(self, on: date) -> bool:
        return self.counts_from <= on and (self.ended_on is None or self.ended_on > on)


@dataclass(frozen=True, slots=True)
class Appointed:
    person_id: UUID
    name: str
    organization_id: UUID
    organization: str
    kind: str
    active: bool


def groups(session: Session, within: ColumnElement[bool]) -> Sequence[Group]:
    """The actor's groups by name."""
    return session.scalars(select(Group).where(within).order_by(Group.name, Group.id)).all()


def size(session: Session, group_id: UUID) -> Size:
    """As the group's visibility of its roster allows this actor."""
    row = session.execute(_ROSTER, {"group": group_id}).one()
    return Size(row.seen, row.members, row.enough)


def roster(session: Session, group_id: UUID) -> list[Place]:
    """Every standing that one may see, ended ones too: members first, then by name."""
    columns = (
        *(Standing.organization_id, Organization.family_id, Organization.name),
        *(Organization.kind, Standing.kind, Standing.counts_from, Standing.ended_on),
    )
    statement = (
        select(*columns)
        .join(Organization, Organization.id == Standing.organization_id)
        .where(Standing.group_id == group_id)
    )
    places = [Place(*row) for row in session.execute(statement)]
    return sorted(
        places, key=lambda p: (p.ended_on is not None, p.kind != "member", p.name.casefold())
    )


def appointed(session: Session, group_id: UUID) -> list[Appointed]:
    """Coordinators first, then custodians, by name."""
    statement = (
        select(
            *(Appointment.person_id, Person.name, Appointment.organization_id),
            *(Organization.name, Appointment.kind, Person.active),
        )
        .join(Person, Person.id == Appointment.person_id)
        .join(Organization, Organization.id == Appointment.organization_id)
        .where(Appointment.group_id == group_id)
    )
    found = [Appointed(*row) for row in session.execute(statement)]
    return sorted(found, key=lambda each: (each.kind != "coordinator", each.name.casefold()))


def host_name(session: Session, group: Group) -> str:
    """The association that hosts the group; the empty string if one may not know it."""
    found = select(Organization.name).where(Organization.id == group.association_id)
    return session.scalars(found).one_or_none() or ""


def organizations(session: Session, group: Group) -> Sequence[Organization]:
    """Those the host may see that have no standing in the group now."""
    present = select(Standing.organization_id).where(
        Standing.group_id == group.id, Standing.ended_on.is_(None)
    )
    statement = select(Organization).where(
        Organization.id != group.association_id, Organization.id.not_in(present)
    )
    return session.scalars(statement.order_by(Organization.name, Organization.id)).all()


def colleagues(session: Session, organization_id: UUID) -> Sequence[Person]:
    """The active people of one's own organization."""
    mine = select(Person).where(Person.organization_id == organization_id, Person.active)
    return session.scalars(mine.order_by(Person.name, Person.id)).all()


def organization(session: Session, organization_id: UUID) -> Organization | None:
    """The organization, if one may see it."""
    found = select(Organization).where(Organization.id == organization_id)
    return session.scalars(found).one_or_none()


def standing(session: Session, group_id: UUID, organization_id: UUID) -> Standing | None:
    """The standing, if it has not ended."""
    return session.scalars(
        select(Standing).where(
            Standing.group_id == group_id,
            Standing.organization_id == organization_id,
            Standing.ended_on.is_(None),
        )
    ).one_or_none()


def appointee(session: Session, group_id: UUID, tag: bytes) -> tuple[UUID, UUID] | None:
    """Person and organization of the account with this tag, inside the group's organizations."""
    row = session.execute(_FIND, {"group": group_id, "tag": tag}).one_or_none()
    return (row.person, row.organization) if row else None
