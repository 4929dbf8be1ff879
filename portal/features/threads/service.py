"""What can be said in a discussion, and taken back: topics, posts, their editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock import voices
from portal.audit.kinds import Kind
from portal.audit.record import record, record_personal
from portal.core import delay
from portal.core.clock import now
from portal.core.errors import Conflict
from portal.db.encrypted import vault
from portal.models import Group, Post, PostEdition, Thread, ThreadState, Voice

BLOCK: Final = 4096
"""Editions are sealed in whole blocks, so that their length says little."""
FORBIDDEN: Final = "42501"


class Room(Protocol):
    """What one speaks in: a thread, or a release's discussion that has none yet."""

    @property
    def id(self) -> UUID: ...
    @property
    def group_id(self) -> UUID: ...
    @property
    def association_id(self) -> UUID: ...
    @property
    def release_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """`delay` are the bounds, in seconds, of how long a hidden voice waits after `on`.

    Without `on` it is said now; the demonstration has things said on earlier days.
    """

    body: str
    voice: Voice
    delay: tuple[int, int]
    quoted_id: UUID | None = None
    on: datetime | None = None


def start_topic(session: Session, actor: Actor, group: Group, topic: str, new: Said) -> Thread:
    """Open a free topic with its first post; a hidden voice's topic waits as long as the post."""
    require(actor, Action.GROUP_DISCUSS, group)
    moment, thread_id = new.on or now(), uuid4()
    appears = _appears(new, moment)
    voices.seal_topic(session, actor, thread_id, group.id, moment)
    voices.act_as_speaker(session, actor, thread_id)
    thread = Thread(
        id=thread_id,
        association_id=group.association_id,
        group_id=group.id,
        release_id=None,
        topic=topic,
        state=ThreadState.OPEN,
        visible_from=appears,
    )
    session.add(thread)
    session.flush()
    _add(session, actor, thread, new, appears)
    _record(session, actor, Kind.THREAD_STARTED, thread_id, new.voice)
    return thread


def write_post(session: Session, actor: Actor, room: Room, new: Said) -> UUID:
    """Say something; the first post about a release makes its thread. Conflict if it is locked."""
    require(actor, Action.THREAD_WRITE, room)
    appears = _appears(new, new.on or now())
    if room.release_id is not None:
        # Where a first post waits already its thread is there and nobody may see that it is.
        values = {
            "id": room.id,
            "association_id": room.association_id,
            "group_id": room.group_id,
            "release_id": room.release_id,
            "topic": "",
            "state": ThreadState.OPEN,
            "visible_from": appears,
        }
        session.execute(upsert(Thread).values(values).on_conflict_do_nothing())
    post_id = _add(session, actor, room, new, appears)
    _record(session, actor, Kind.POST_WRITTEN, post_id, new.voice)
    return post_id


def edit_post(session: Session, actor: Actor, post: Post, new: Said) -> None:
    """Say it in other words. What others have read stays with its writer, and with nobody else."""
    require(actor, Action.POST_EDIT, post)
    moment = now()
    voices.act_as_speaker(session, actor, post.id)
    _hold(session, post)
    if session.get_one(Thread, post.thread_id).state == ThreadState.LOCKED:
        raise Conflict
    unseen = post.visible_from > moment
    appears = post.visible_from if unseen else _appears(new, moment)
    editions = _editions(session, post)
    for each in editions:
        if each.visible_until is not None and each.visible_until <= moment:
            continue
        if unseen or each.visible_from > moment:
            each.visible_until, each.body = each.visible_from, ""
        else:
            each.visible_until = appears
            each.body = each.body if appears > moment else ""
    _write(session, post.id, editions[0].edition + 1, new.body, appears)
    _record(session, actor, Kind.POST_EDITED, post.id, Voice(post.voice))


def delete_post(session: Session, actor: Actor, post: Post) -> bool:
    """Take it back if nobody has read it (True), or leave a tombstone where it stood (False)."""
    require(actor, Action.POST_EDIT, post)
    voices.act_as_speaker(session, actor, post.id, post.thread_id)
    _hold(session, post)
    opened = _opened(session, post)
    voice, unread = Voice(post.voice), post.visible_from > now()
    if unread and opened is not None:
        session.execute(delete(Thread).where(Thread.id == opened.id))
    elif unread:
        session.execute(delete(Post).where(Post.id == post.id))
    else:
        post.deleted = True
        if opened is not None:
            opened.topic = ""
        session.flush()
        session.execute(delete(PostEdition).where(PostEdition.post_id == post.id))
    _record(session, actor, Kind.POST_DELETED, post.id, voice)
    return unread


def _appears(new: Said, moment: datetime) -> datetime:
    return delay.visible_from(*new.delay, moment) if new.voice.hidden else moment


def _add(session: Session, actor: Actor, room: Room, new: Said, appears: datetime) -> UUID:
    post_id = uuid4()
    if new.voice is Voice.AUTHOR and (
        room.release_id is None or not voices.wrote_release(session, actor, room.release_id)
    ):
        raise Conflict
    voices.seal_post(session, actor, post_id, room.id, new.voice)
    voices.act_as_speaker(session, actor, post_id)
    hidden = new.voice is Voice.HANDLE
    values = {
        "id": post_id,
        "thread_id": room.id,
        "group_id": room.group_id,
        "visible_from": appears,
        "voice": new.voice,
        "byline": actor.organization_name if new.voice is Voice.NAMED else "",
        "handle": voices.handle_of(session, actor, room.id) if hidden else None,
        "quoted_id": new.quoted_id,
        "hidden": False,
        "reason": "",
        "deleted": False,
    }
    try:
        with session.begin_nested():
            session.execute(insert(Post).values(values))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != FORBIDDEN:
            raise
        raise Conflict from error  # locked or moved meanwhile
    _write(session, post_id, 1, new.body, appears)
    return post_id


def _write(session: Session, post_id: UUID, edition: int, body: str, appears: datetime) -> None:
    place = f"post_editions/{post_id}/{edition}"
    session.add(
        PostEdition(
            post_id=post_id,
            edition=edition,
            visible_from=appears,
            visible_until=None,
            body=body,
            sealed=vault(session).seal({"body": body}, place, block=BLOCK),
        )
    )
    session.flush()


def _hold(session: Session, post: Post) -> None:
    """Its writer alone changes it, one change after the other, and not once it is deleted."""
    mine = select(Post).where(Post.id == post.id, func.guard.spoke(Post.id))
    held = mine.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(held).one_or_none()
    if found is None or found.deleted:
        raise Conflict


def _opened(session: Session, post: Post) -> Thread | None:
    """The free topic that this post opened."""
    free = select(Thread).where(Thread.id == post.thread_id, Thread.release_id.is_(None))
    return session.scalars(free.where(Thread.visible_from == post.visible_from)).one_or_none()


def _editions(session: Session, post: Post) -> Sequence[PostEdition]:
    known = select(PostEdition).where(PostEdition.post_id == post.id)
    return session.scalars(known.order_by(PostEdition.edition.desc())).all()


def _record(session: Session, actor: Actor, kind: Kind, subject: UUID, voice: Voice) -> None:
    """What stands under the organization's name its administrators may know of."""
    if voice.hidden:
        record_personal(session, actor, kind, subject)
    else:
        record(session, actor, kind, subject)
