"""What coordinators see of reports and of what is reported; never who told them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor, Role
from portal.airlock.rooms import numbers
from portal.models import (
    Concern,
    Group,
    Post,
    PostEdition,
    PostReport,
    Release,
    ReportState,
    Thread,
)

MOST: Final = 100
RECENT: Final = 20
Found = Row[*tuple[Any, ...]]
_URGENT_FIRST: Final = case((PostReport.concern == Concern.RISK, 0), else_=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as a coordinator decides about it; `title` is its thread's."""

    post: Post
    body: str
    number: int | None
    title: str
    release_id: UUID | None


def open_reports(session: Session, group_id: UUID) -> Sequence[Found]:
    """The urgent lane first; in a lane the oldest day first, and in random order inside a day."""
    waiting = _reports(group_id).where(PostReport.state == ReportState.OPEN)
    order = (_URGENT_FIRST, PostReport.reported_on, PostReport.id)
    return session.execute(waiting.order_by(*order).limit(MOST)).all()


def decided_reports(session: Session, group_id: UUID) -> Sequence[Found]:
    """What was decided last."""
    done = _reports(group_id).where(PostReport.state != ReportState.OPEN)
    order = (PostReport.reported_on.desc(), PostReport.id)
    return session.execute(done.order_by(*order).limit(RECENT)).all()


def shown(session: Session, post: Post) -> Shown:
    """The post with its words, which coordination may read although they are hidden."""
    row = session.execute(
        select(PostEdition.body, Thread.topic, Thread.release_id, Release.title)
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Release, Release.id == Thread.release_id)
        .outerjoin(PostEdition, _current())
        .where(Post.id == post.id)
    ).one()
    number = numbers(session, post.thread_id, [post.id]).get(post.id)
    return Shown(post, row.body or "", number, row.title or row.topic, row.release_id)


def targets(session: Session, actor: Actor, thread: Thread) -> Sequence[Group]:
    """The other groups of the association that the actor coordinates, by name."""
    mine = list(actor.groups_as(Role.COORDINATOR) - {thread.group_id})
    known = select(Group).where(Group.id.in_(mine), Group.association_id == thread.association_id)
    return session.scalars(known.order_by(Group.name, Group.id)).all()


def _reports(group_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *(PostReport.id, PostReport.concern, PostReport.state, PostReport.reported_on),
            *(Post.voice, Post.byline, PostEdition.body, Thread.topic, Release.title),
        )
        .join(Post, Post.id == PostReport.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Release, Release.id == Thread.release_id)
        .outerjoin(PostEdition, _current())
        .where(PostReport.group_id == group_id)
    )


def _current() -> Any:
    now = func.now()
    until = or_(PostEdition.visible_until.is_(None), PostEdition.visible_until > now)
    return and_(PostEdition.post_id == Post.id, PostEdition.visible_from <= now, until)
