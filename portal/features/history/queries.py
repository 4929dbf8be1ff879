"""Lines of a chain, and the names of those they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.audit.deeds import Deed, told
from portal.models import Event, Group, Invitation, Organization, Person

PAGE = 50


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins: beside the line with this id, on its older or its newer side.

    An id and not a place: the places of lines that are not one's own to see would leave gaps that
    count what colleagues did.
    """

    id: UUID
    newer: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The newest first; `older` and `newer` are where to go on, if there is more."""

    events: Sequence[Deed]
    older: Edge | None
    newer: Edge | None


def listing(
    session: Session, within: ColumnElement[bool], chain: tuple[str, UUID], edge: Edge | None
) -> Listing:
    """One page of those lines of the chain that one may see."""
    mine = select(Event).where(within, Event.chain == chain[0], Event.chain_id == chain[1])
    newer = edge is not None and edge.newer
    if edge is not None:
        place = select(Event.place).where(within, Event.id == edge.id).scalar_subquery()
        mine = mine.where(Event.place > place if newer else Event.place < place)
    order = Event.place if newer else Event.place.desc()
    found = session.scalars(mine.order_by(order).limit(PAGE + 1)).all()
    events, more = [told(session, each) for each in found[:PAGE]], len(found) > PAGE
    if newer:
        events.reverse()
    if not events:
        return Listing(events, None, None)
    behind, ahead = (True, more) if newer else (more, edge is not None)
    return Listing(
        events,
        Edge(events[-1].id, newer=False) if behind else None,
        Edge(events[0].id, newer=True) if ahead else None,
    )


def names(session: Session, events: Iterable[Deed]) -> Mapping[UUID, str]:
    """Of those who acted, and of the people, invitations and organizations that lines are about."""
    ids = {event.actor_id for event in events} | {event.subject_id for event in events}
    found: dict[UUID, str] = {}
    for model in (Invitation, Organization, Person):
        rows = session.execute(select(model.id, model.name).where(model.id.in_(ids)))
        found |= {row.id: row.name for row in rows}
    return found


def group(session: Session, group_id: UUID) -> Group | None:
    """The group, if one may know of it."""
    return session.scalars(select(Group).where(Group.id == group_id)).one_or_none()
