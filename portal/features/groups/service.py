"""Groups are founded and changed, organizations come and go, people are appointed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import may, require
from portal.audit.kinds import Kind
from portal.audit.record import record_in_group
from portal.core.clock import now, week_of
from portal.core.errors import Conflict, Refused
from portal.models import Appointment, Group, Organization, Standing
from portal.models.appointment import AppointmentKind
from portal.models.organization import OrganizationKind
from portal.models.standing import StandingKind

SMALLEST_K: Final = 3
CUSTODIANS: Final = 3
_OBSERVER = frozenset({StandingKind.OBSERVER})
STANDINGS: Final = {
    OrganizationKind.MEMBER: frozenset({StandingKind.MEMBER, StandingKind.OBSERVER}),
    OrganizationKind.GOVERNMENT: frozenset({StandingKind.LIAISON}),
    OrganizationKind.ASSOCIATION: _OBSERVER,
    OrganizationKind.CIVIL_SOCIETY: _OBSERVER,
    OrganizationKind.WORKER_ORGANIZATION: _OBSERVER,
}
"""What an organization of each kind can be in a group."""


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """The thresholds `k_*` are numbers of families and of suppliers."""

    name: str
    purpose: str
    charter: str
    k_author: int
    k_supplier: int
    roster_visibility: str
    rhythm_days: int
    observers_are_community: bool


@dataclass(frozen=True, slots=True)
class NewAppointment:
    person_id: UUID
    organization_id: UUID
    kind: str


def next_epoch(moment: datetime) -> date:
    """The Monday after the next full week: what changes now is counted from then, or until then.

    At least seven days lie between, so that nobody learns by comparing two batches what one
    organization adds to a group.
    """
    return week_of(moment) + timedelta(days=14)


def found_group(session: Session, actor: Actor, new: GroupSettings) -> UUID:
    """A group without organizations, hosted by the actor's association."""
    require(actor, Action.ORGANIZATION_FOUND_GROUP, actor.workspace)
    _check(new)
    group = Group(id=uuid4(), association_id=actor.organization_id, version=1, **asdict(new))
    session.add(group)
    session.flush()
    record_in_group(session, actor, Kind.GROUP_FOUNDED, group.id, group.id)
    return group.id


def edit_group(
    session: Session, actor: Actor, group: Group, new: GroupSettings, version: int
) -> None:
    """Raises `Conflict` if somebody has saved since `version` was read: nothing is overwritten."""
    require(actor, Action.GROUP_MANAGE, group)
    _check(new)
    thresholds = (new.k_author, new.k_supplier) != (group.k_author, group.k_supplier)
    if thresholds and not may(actor, Action.GROUP_APPOINT, group):
        raise Refused(
            "Only an administrator of the association that hosts the group changes the thresholds:"
            " whoever also asks the gate could count families by changing them."
        )
    before = {name: getattr(group, name) for name in asdict(new)}
    changed = session.execute(
        update(Group)
        .where(Group.id == group.id, Group.version == version)
        .values(version=version + 1, **asdict(new))
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    if changed.rowcount != 1:
        raise Conflict(group.id)
    facts = {
        name: [before[name], value]
        for name, value in asdict(new).items()
        if value != before[name] and name not in {"purpose", "charter"}
    }
    record_in_group(session, actor, Kind.GROUP_CHANGED, group.id, group.id, **facts)


def grant_standing(
    session: Session, actor: Actor, group: Group, organization: Organization, kind: str
) -> date:
    """The day from which it counts for anonymity; the organization reads from now on."""
    require(actor, Action.GROUP_APPOINT, group)
    if kind not in STANDINGS[OrganizationKind(organization.kind)]:
        raise Refused("An organization of this kind cannot have this standing.")
    key = {"group_id": group.id, "organization_id": organization.id}
    values = {"kind": StandingKind(kind), "counts_from": next_epoch(now()), "ended_on": None}
    present = session.scalars(select(Standing).filter_by(**key)).one_or_none()
    if present is not None and present.ended_on is None:
        raise Conflict(organization.id)
    if present is None:
        session.execute(
            insert(Standing).values(**key, association_id=group.association_id, **values)
        )
    else:
        session.execute(update(Standing).filter_by(**key).values(**values))
    record_in_group(session, actor, Kind.STANDING_GRANTED, organization.id, group.id, what=kind)
    return next_epoch(now())


def end_standing(session: Session, actor: Actor, group: Group, standing: Standing) -> None:
    """The organization reads nothing more from now on, and counts until the next epoch."""
    require(actor, Action.GROUP_APPOINT, group)
    session.execute(
        update(Standing)
        .where(Standing.group_id == group.id, Standing.organization_id == standing.organization_id)
        .values(ended_on=next_epoch(now()))
    )
    record_in_group(
        session, actor, Kind.STANDING_ENDED, standing.organization_id, group.id, what=standing.kind
    )


def make_appointment(session: Session, actor: Actor, group: Group, new: NewAppointment) -> None:
    """Raises `Refused` where the separation of powers would suffer."""
    require(actor, Action.GROUP_APPOINT, group)
    # Two appointments at once would each find the rules kept.
    session.execute(select(Group.id).where(Group.id == group.id).with_for_update())
    present = session.scalars(select(Appointment).where(Appointment.group_id == group.id)).all()
    if any(each.person_id == new.person_id for each in present):
        raise Refused(
            "This person is appointed in the group already. Nobody is both a coordinator and a"
            " custodian."
        )
    custodians = [each for each in present if each.kind == AppointmentKind.CUSTODIAN]
    if new.kind == AppointmentKind.CUSTODIAN:
        if len(custodians) >= CUSTODIANS:
            raise Refused("The group has three custodians. End an appointment first.")
        if any(each.organization_id == new.organization_id for each in custodians):
            raise Refused("The three custodians are of different organizations.")
    session.execute(
        insert(Appointment).values(
            group_id=group.id,
            person_id=new.person_id,
            organization_id=new.organization_id,
            association_id=group.association_id,
            kind=AppointmentKind(new.kind),
        )
    )
    record_in_group(session, actor, Kind.APPOINTMENT_MADE, new.person_id, group.id, what=new.kind)


def end_appointment(
    session: Session, actor: Actor, group: Group, person_id: UUID, kind: str
) -> None:
    """Raises `Conflict` if there is no such appointment any more."""
    require(actor, Action.GROUP_APPOINT, group)
    ended = session.execute(
        delete(Appointment).where(
            Appointment.group_id == group.id,
            Appointment.person_id == person_id,
            Appointment.kind == kind,
        )
    )
    assert isinstance(ended, CursorResult)
    if ended.rowcount != 1:
        raise Conflict(person_id)
    record_in_group(session, actor, Kind.APPOINTMENT_ENDED, person_id, group.id, what=kind)


def _check(new: GroupSettings) -> None:
    if new.k_author < SMALLEST_K:
        raise Refused("Fewer than three families would name an author to anybody who can count.")
