"""Where one speaks and in which ways: the discussion of a release, or a free topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from portal.access.actor import Actor, Role
from portal.airlock.voices import discussion_id, wrote_release
from portal.db.session import keys
from portal.models import Group, Release, Thread, ThreadState, Voice

_NUMBERS: Final = text("select post_id, number from guard.handle_numbers(:thread, :shown)")


@dataclass(frozen=True, slots=True)
class Room:
    """A thread, or a release of which nobody has spoken yet (not `begun`)."""

    id: UUID
    group_id: UUID
    association_id: UUID
    group_name: str
    title: str
    """Empty where the item was withdrawn, or the opening post deleted."""
    release_id: UUID | None = None
    locked: bool = False
    begun: bool = True


def release(session: Session, id: UUID) -> Row[*tuple[Any, ...]] | None:
    """The release with its group's name, found as the page of a release finds it."""
    found = func.guard.find_release(id).table_valued("id", name="found").render_derived()
    query = (
        select(
            *(Release.id, Release.group_id, Release.association_id, Release.bundle_id),
            *(Release.audience, Release.title, Release.withdrawn, Group.name.label("group_name")),
        )
        .select_from(found)
        .join(Release, Release.id == found.c.id)
        .outerjoin(Group, Group.id == Release.group_id)
    )
    return session.execute(query).one_or_none()


def about_release(session: Session, release: Row[*tuple[Any, ...]]) -> Room:
    """The discussion of a release, begun or not; what waits in it has not begun."""
    thread_id = discussion_id(keys(session), release.id)
    thread = session.scalars(select(Thread).where(Thread.id == thread_id)).one_or_none()
    return Room(
        id=thread_id,
        group_id=release.group_id,
        association_id=release.association_id,
        group_name=release.group_name or "",
        title="" if release.withdrawn else release.title,
        release_id=release.id,
        locked=thread is not None and thread.state == ThreadState.LOCKED,
        begun=thread is not None,
    )


def about_topic(session: Session, thread: Thread) -> Room:
    """A free topic."""
    name = session.scalars(select(Group.name).where(Group.id == thread.group_id)).one_or_none()
    return Room(
        id=thread.id,
        group_id=thread.group_id,
        association_id=thread.association_id,
        group_name=name or "",
        title=thread.topic,
        release_id=thread.release_id,
        locked=thread.state == ThreadState.LOCKED,
    )


def ways(
    session: Session, actor: Actor, group_id: UUID, release_id: UUID | None = None
) -> list[Voice]:
    """How this person may speak here. Nobody but the author is offered to speak as the author."""
    found = []
    if actor.roles & {Role.CONTRIBUTOR, Role.ADMIN} and group_id in actor.groups_as(Role.MEMBER):
        found += [Voice.HANDLE, Voice.NAMED]
        if release_id is not None and wrote_release(session, actor, release_id):
            found.append(Voice.AUTHOR)
    if group_id in actor.groups_as(Role.COORDINATOR):
        found.append(Voice.COORDINATION)
    return found


def numbers(session: Session, thread_id: UUID, posts: Iterable[UUID]) -> Mapping[UUID, int]:
    """The number of the handle under which each of these posts stands, if it has one."""
    shown = list(posts)
    rows = session.execute(_NUMBERS, {"thread": thread_id, "shown": shown}) if shown else ()
    return {row.post_id: row.number for row in rows}
