"""What pages of working groups show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, text
from sqlalchemy.orm import Session

from portal.airlock.drafts import opened
from portal.airlock.tracking import Stage, all_whereabouts
from portal.audit_records.tags import tagger
from portal.models import (
    Appointment,
    CapItem,
    Contribution,
    Group,
    LineKind,
    Organization,
    Person,
    Question,
    QuestionLine,
    SealedMessage,
    Speaker,
    Standing,
)
from portal.reference.audits import CLOSED

_ROSTER = text(
    "select guard.sees_roster(:group) as seen, guard.roster_size(:group) as members,"
    " guard.has_enough_families(:group) as enough"
)
_FIND = text("select person, organization from guard.find_in_group(:group, :tag)")


ASKED: Final = "asked"
"""What waits of a release: somebody asked its hidden author something."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something of one's own that waits for oneself; `what` is a `Stage` or ASKED."""

    what: str
    contribution_id: UUID
    title: str


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


def waiting(session: Session, own: ColumnElement[bool]) -> list[Waiting]:
    """What coordination, readers and batches ask of the author, by title.

    Out of the own workspace alone: nothing outside it knows whom to tell.
    """
    drafts = [
        (each.id, opened(session, each))
        for each in session.scalars(select(Contribution).where(own))
    ]
    places = all_whereabouts(session, [draft for _, draft in drafts])
    returned = [
        each.candidate.id for each in places if each.candidate and each.stage is Stage.RETURNED
    ]
    answered = set(session.scalars(_on_its_way(returned))) if returned else set()
    left = [each.release.id for each in places if each.release]
    asked = set(session.scalars(_unanswered(left))) if left else set()
    found = []
    for (contribution_id, draft), where in zip(drafts, places, strict=True):
        if where.release and where.release.id in asked:
            found.append(Waiting(ASKED, contribution_id, draft.fields.title))
        elif where.stage is Stage.OVERDUE or (
            where.stage is Stage.RETURNED and where.candidate and where.candidate.id not in answered
        ):
            found.append(Waiting(where.stage, contribution_id, draft.fields.title))
    return sorted(found, key=lambda each: (each.title.casefold(), each.contribution_id))


def overdue_actions(session: Session, within: ColumnElement[bool], today: date) -> int:
    """How many corrective actions of the own organization are late, by their tags alone."""
    item = CapItem
    counted = select(item.year_tag, item.day_tag, item.state_tag, func.count()).where(within)
    rows = session.execute(counted.group_by(item.year_tag, item.day_tag, item.state_tag)).all()
    if not rows:
        return 0
    tags = tagger(session)
    closed = {tags.state(each) for each in CLOSED}
    days = tags.days({row[0] for row in rows})
    return sum(
        number
        for _, day_tag, state_tag, number in rows
        if state_tag not in closed and (day := days.get(day_tag)) is not None and day < today
    )


def _on_its_way(candidates: Sequence[UUID]) -> Select[UUID]:
    """Candidates whose author has answered, though coordination does not see it yet."""
    said = SealedMessage
    return select(said.candidate_id).where(
        said.candidate_id.in_(candidates), said.visible_from.is_not(None)
    )


def _unanswered(releases: Sequence[UUID]) -> Select[UUID]:
    """Releases with an open conversation in which the asker has the last word."""
    line = QuestionLine
    by_author = line.side == Speaker.AUTHOR
    last_asked = func.max(line.place).filter(line.side == Speaker.ASKER)
    last_answered = func.coalesce(func.max(line.place).filter(by_author), 0)
    over = or_(line.kind == LineKind.CLOSED, and_(by_author, line.visible_from.is_not(None)))
    return (
        select(Question.release_id)
        .join(line, line.question_id == Question.id)
        .where(Question.release_id.in_(releases))
        .group_by(Question.id, Question.release_id)
        .having(not_(func.bool_or(over)), last_asked > last_answered)
    )
