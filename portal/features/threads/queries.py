"""What the pages of a discussion show, as everybody reads it and as one finds one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from portal.airlock.rooms import numbers
from portal.db.encrypted import vault
from portal.models import Post, PostEdition, Release, Thread, Voice

PAGE: Final = 50
TOPICS: Final = 25
OWN: Final = 200
Found = Row[*tuple[Any, ...]]

_NOW: Final = func.now()


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins: with this post (`at`), after it, or `before` it."""

    post_id: UUID
    side: str


@dataclass(frozen=True, slots=True)
class Page:
    """Posts in the order in which they are read; `numbers` of handles by post."""

    posts: Sequence[Found]
    numbers: Mapping[UUID, int]
    earlier: Edge | None
    later: Edge | None


@dataclass(frozen=True, slots=True)
class Own:
    """One's own post with its editions, the newest first; `words` are those that stand last."""

    post: Post
    editions: tuple[PostEdition, ...]
    number: int | None

    @property
    def words(self) -> str:
        return self.editions[0].body if self.editions else ""

    def waits(self, moment: datetime) -> bool:
        """Whether nobody else reads it yet."""
        return self.post.visible_from > moment

    def edit_waits(self, moment: datetime) -> bool:
        """Whether others still read an earlier edition of it."""
        return not self.waits(moment) and any(e.visible_from > moment for e in self.editions)


def topics(session: Session, group_id: UUID, after: UUID | None) -> Sequence[Found]:
    """The group's threads, where somebody spoke last first; one more than a page holds."""
    last, first = _last().lateral("last"), _first().lateral("first")
    query = (
        select(
            *(Thread.id, Thread.release_id, Thread.topic, Thread.state),
            *(Release.title, Release.withdrawn, last.c.visible_from.label("last")),
            *(first.c.voice, first.c.byline, first.c.hidden, first.c.deleted),
        )
        .join(last, last.c.thread_id == Thread.id)
        .join(first, first.c.thread_id == Thread.id)
        .outerjoin(Release, Release.id == Thread.release_id)
        .where(Thread.group_id == group_id, Thread.visible_from <= _NOW)
        .order_by(last.c.visible_from.desc(), Thread.id)
        .limit(TOPICS + 1)
    )
    if after is not None:
        edge = _newest(after).scalar_subquery()
        behind = and_(last.c.visible_from == edge, Thread.id > after)
        query = query.where(or_(last.c.visible_from < edge, behind))
    return session.execute(query).all()


def page(session: Session, thread_id: UUID, edge: Edge | None) -> Page:
    """A page of what everybody reads in a thread, the oldest first."""
    backward = edge is not None and edge.side == "before"
    rows = list(session.execute(_shown(thread_id, edge)))
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backward:
        rows.reverse()
    if not rows:
        return Page((), {}, None, None)
    first, last = Edge(rows[0].id, "before"), Edge(rows[-1].id, "after")
    begins = edge is None or (backward and not more)
    return Page(
        rows,
        numbers(session, thread_id, _named(rows)),
        None if begins else first,
        last if (backward or more) else None,
    )


def own_number(session: Session, thread_id: UUID) -> int | None:
    """The number that the actor's handle has in this thread."""
    mine = select(Post.id).where(
        Post.thread_id == thread_id, Post.voice == Voice.HANDLE, Post.visible_from <= _NOW
    )
    one = mine.where(func.guard.spoke(Post.id)).limit(1)
    known = func.guard.handle_numbers(thread_id, func.array(one.scalar_subquery()))
    return session.scalar(select(known.table_valued("post_id", "number").c.number))


def quotable(session: Session, thread_id: UUID, id: UUID) -> str | None:
    """What can be quoted of this post of the thread; nothing if nobody may read it."""
    query = (
        select(PostEdition.body)
        .join(Post, Post.id == PostEdition.post_id)
        .where(Post.id == id, Post.thread_id == thread_id, Post.visible_from <= _NOW)
        .where(~Post.hidden, ~Post.deleted, *_current(PostEdition))
    )
    return session.scalars(query).one_or_none()


def own_posts(session: Session, thread_id: UUID) -> list[Own]:
    """What the actor said in a thread, the newest first (`voices.act_as_speaker` comes before)."""
    mine = (
        select(Post)
        .where(Post.thread_id == thread_id, func.guard.spoke(Post.id))
        .order_by(Post.visible_from.desc(), Post.id)
        .limit(OWN)
    )
    return _with_editions(session, thread_id, session.scalars(mine).all())


def own_post(session: Session, post: Post) -> Own | None:
    """The same of one post; nothing if somebody else wrote it."""
    if not session.scalar(select(func.guard.spoke(post.id))):
        return None
    return _with_editions(session, post.thread_id, [post])[0]


def history(session: Session, own: Own) -> list[str]:
    """The words of earlier editions, the newest first; only their writer's key opens them."""
    safe = vault(session)
    return [
        safe.open(each.sealed, f"post_editions/{each.post_id}/{each.edition}")["body"]
        for each in own.editions[1:]
    ]


def waiting_topics(session: Session, group_id: UUID) -> Sequence[Thread]:
    """Topics that the actor opened and nobody else reads yet."""
    waits = select(Thread).where(Thread.group_id == group_id, Thread.visible_from > _NOW)
    return session.scalars(waits.order_by(Thread.visible_from, Thread.id)).all()


def _with_editions(session: Session, thread_id: UUID, posts: Sequence[Post]) -> list[Own]:
    ids = [each.id for each in posts]
    editions: dict[UUID, list[PostEdition]] = {each: [] for each in ids}
    known = select(PostEdition).where(PostEdition.post_id.in_(ids))
    for each in session.scalars(known.order_by(PostEdition.edition.desc())) if ids else ():
        editions[each.post_id].append(each)
    called = numbers(session, thread_id, ids)
    return [Own(each, tuple(editions[each.id]), called.get(each.id)) for each in posts]


def _shown(thread_id: UUID, edge: Edge | None) -> Any:
    place = tuple_(Post.visible_from, Post.id)
    columns = (
        *(Post.id, Post.visible_from, Post.voice, Post.byline, Post.quoted_id),
        *(Post.hidden, Post.reason, Post.deleted),
    )
    within = select(*columns).where(Post.thread_id == thread_id, Post.visible_from <= _NOW)
    if edge is not None:
        other = aliased(Post)
        moment = select(other.visible_from).where(
            other.id == edge.post_id, other.thread_id == thread_id, other.visible_from <= _NOW
        )
        here = tuple_(moment.scalar_subquery(), edge.post_id)
        sides = {"at": place >= here, "after": place > here, "before": place < here}
        within = within.where(sides[edge.side])
    backward = edge is not None and edge.side == "before"
    chosen = _ordered(within, Post, backward=backward).limit(PAGE + 1).cte("chosen")
    quoted, words = aliased(Post), aliased(PostEdition)
    query = (
        select(
            *(chosen.c.id, chosen.c.visible_from, chosen.c.voice, chosen.c.byline),
            *(chosen.c.hidden, chosen.c.reason, chosen.c.deleted, words.edition, words.body),
            (words.visible_from > chosen.c.visible_from).label("edited"),
            quoted.id.label("quoted_id"),
            quoted.voice.label("quoted_voice"),
            quoted.byline.label("quoted_byline"),
        )
        .outerjoin(words, and_(words.post_id == chosen.c.id, *_current(words)))
        .outerjoin(quoted, quoted.id == chosen.c.quoted_id)
    )
    return _ordered(query, chosen.c, backward=backward)


def _ordered(query: Any, of: Any, *, backward: bool) -> Any:
    if backward:
        return query.order_by(of.visible_from.desc(), of.id.desc())
    return query.order_by(of.visible_from, of.id)


def _current(words: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        words.visible_from <= _NOW,
        or_(words.visible_until.is_(None), words.visible_until > _NOW),
    )


def _named(rows: Sequence[Found]) -> list[UUID]:
    """Posts of the page, and those that they quote."""
    quoted = (row.quoted_id for row in rows if row.quoted_id)
    return list(dict.fromkeys([*(row.id for row in rows), *quoted]))


def _newest(thread_id: UUID) -> Select[datetime]:
    said = select(Post.visible_from).where(Post.thread_id == thread_id, Post.visible_from <= _NOW)
    return said.order_by(Post.visible_from.desc(), Post.id.desc()).limit(1)


def _last() -> Select[*tuple[Any, ...]]:
    said = select(Post.thread_id, Post.visible_from).where(
        Post.thread_id == Thread.id, Post.visible_from <= _NOW
    )
    latest = said.order_by(Post.visible_from.desc(), Post.id.desc())
    return latest.limit(1).correlate(Thread)


def _first() -> Select[*tuple[Any, ...]]:
    opening = select(Post.thread_id, Post.voice, Post.byline, Post.hidden, Post.deleted).where(
        Post.thread_id == Thread.id, Post.visible_from <= _NOW
    )
    return opening.order_by(Post.visible_from, Post.id).limit(1).correlate(Thread)
