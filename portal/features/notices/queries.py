"""What pages and feeds of notices show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from portal.audit_records.tags import tagger_under
from portal.core.clock import now
from portal.db.encrypted import unwrap
from portal.db.pages import Edge, cut, newest_first
from portal.db.session import keys
from portal.models import (
    Bulletin,
    BulletinKind,
    FeedToken,
    Group,
    NoticeMark,
    NoticeSetting,
    Release,
    Thread,
    Told,
)
from portal.reference.audits import CLOSED

PAGE: Final = 25
TITLES: Final = 3
"""So many titles of a batch stand on the page; the feed has all of them."""
NEW_FOR: Final = timedelta(days=60)
"""What is older counts as read, as `guard.has_news` has it."""
SETS: Final = (BulletinKind.BATCH, BulletinKind.NAMED, BulletinKind.BUNDLE)
THREADS: Final = (BulletinKind.THREAD, BulletinKind.POSTS)
TALLIES: Final = (BulletinKind.TALLY,)
_TOLD: Final = (Release.id, Release.title, Release.tlp, Release.id.label("release_id"))
_OPENS: Final = text("select guard.opens_feed(:token, :feed)")
_FEED: Final = text(
    "select id, group_id, group_name, kind, told_on, labels, titles from guard.read_feed(:token)"
)
_CALENDAR: Final = text(
    "select group_id, group_name, rhythm_days, last_on from guard.read_calendar(:token)"
)
_DUE: Final = text(
    "select organization_id, wrapped, state_tag, year_tag, day_tag from guard.read_due(:token)"
)
_ENDING: Final = text(
    "select group_id, group_name, meant, cadence from guard.read_ending(:token)"
    " order by group_name, group_id"
)


@dataclass(frozen=True, slots=True)
class Channel:
    """What is told to everybody in a group, as a thing that the policy can be asked about."""

    group_id: UUID
    audience: str = Told.EVERYONE


@dataclass(frozen=True, slots=True)
class About:
    """A release or a thread; `tlp` and `release_id` are empty for a thread about a free topic."""

    id: UUID
    title: str
    tlp: str
    release_id: UUID | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A bulletin before its reader."""

    bulletin: Bulletin
    group_name: str
    unread: bool
    about: Sequence[About]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page, the newest first, and the edges from which the pages beside it begin."""

    notices: Sequence[Notice]
    newer: Edge | None
    older: Edge | None


def groups(session: Session, within: ColumnElement[bool]) -> Mapping[UUID, str]:
    """The groups of which the person is told, by name."""
    found = select(Group.id, Group.name).where(within).order_by(Group.name, Group.id)
    return {row.id: row.name for row in session.execute(found)}


def listing(
    session: Session,
    person_id: UUID,
    within: ColumnElement[bool],
    names: Mapping[UUID, str],
    edge: Edge | None,
) -> Listing:
    """A page of what the person is told in these groups."""
    mine = select(Bulletin).where(within, Bulletin.group_id.in_(list(names)))
    rows = list(session.scalars(newest_first(mine, Bulletin.told_on, Bulletin.id, edge, PAGE)))
    if edge is not None and edge.backward:
        rows.reverse()
    found = cut(rows, PAGE, edge)
    if not found.rows:
        return Listing((), None, None)
    marks, about = _marks(session, person_id), _about(session, found.rows)
    notices = [
        Notice(
            each,
            names[each.group_id],
            _is_unread(each, marks.get(each.group_id)),
            about.get(each.id, ()),
        )
        for each in found.rows
    ]
    first, last = found.before, found.after
    return Listing(
        notices,
        Edge(first.told_on, first.id, backward=True) if first else None,
        Edge(last.told_on, last.id) if last else None,
    )


def cadences(session: Session, person_id: UUID) -> Mapping[UUID, str]:
    """What the person chose, by group."""
    mine = select(NoticeSetting.group_id, NoticeSetting.cadence)
    mine = mine.where(NoticeSetting.person_id == person_id)
    return {row.group_id: row.cadence for row in session.execute(mine)}


def feeds(session: Session, person_id: UUID) -> Mapping[str, FeedToken]:
    """The person's open feeds."""
    mine = select(FeedToken).where(FeedToken.person_id == person_id)
    return {each.feed: each for each in session.scalars(mine)}


def ending(session: Session, token: str) -> Sequence[Any]:
    """What the holder of a mail's link may end; nothing if there is no such mail."""
    return session.execute(_ENDING, {"token": token}).all()


def opens_feed(session: Session, token: str, feed: str) -> bool:
    return bool(session.execute(_OPENS, {"token": token, "feed": feed}).scalar_one())


def feed_lines(session: Session, token: str) -> Sequence[Any]:
    """Rows as `portal.web.notices.Line.read` takes them, the newest first."""
    return session.execute(_FEED, {"token": token}).all()


def calendar_groups(session: Session, token: str) -> Sequence[Any]:
    """Groups with the rhythm of their batches and the day of the last, if the person knows it."""
    return session.execute(_CALENDAR, {"token": token}).all()


def due_days(session: Session, token: str) -> Sequence[date]:
    """Days on which corrective actions of the owner's organization are due and not yet closed.

    A calendar's token is no session: of the workspace it opens the days and nothing else. They are
    found by their tags, which only the organization's own key names.
    """
    rows = session.execute(_DUE, {"token": token}).all()
    if not rows:
        return ()
    key = unwrap(keys(session).derive("workspace"), rows[0].wrapped, rows[0].organization_id)
    tags = tagger_under(key)
    closed = {tags.state(each) for each in CLOSED}
    days = tags.days({row.year_tag for row in rows})
    due = {days.get(row.day_tag) for row in rows if row.state_tag not in closed}
    return sorted(day for day in due if day is not None)


def _marks(session: Session, person_id: UUID) -> Mapping[UUID, NoticeMark]:
    mine = select(NoticeMark).where(NoticeMark.person_id == person_id)
    return {each.group_id: each for each in session.scalars(mine)}


def _is_unread(bulletin: Bulletin, mark: NoticeMark | None) -> bool:
    if bulletin.told_on <= now().date() - NEW_FOR:
        return False
    return mark is None or (bulletin.told_on >= mark.read_before and bulletin.id not in mark.seen)


def _about(session: Session, bulletins: Sequence[Bulletin]) -> Mapping[UUID, Sequence[About]]:
    """What each bulletin is about, as far as its reader may see it; three statements at most."""
    found: dict[UUID, list[About]] = defaultdict(list)
    for kinds, statement in ((SETS, _of_sets), (THREADS, _of_threads), (TALLIES, _of_tallies)):
        ids = [each.id for each in bulletins if each.kind in kinds]
        rows = session.execute(statement(ids)) if ids else ()
        for bulletin, *about in rows:
            found[bulletin].append(About(*about))
    return found


def _of_sets(ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    """The first few releases of batches and rounds, in the order that was drawn by lot."""
    kind, of_batch = Bulletin.kind, Release.batch_id == Bulletin.about
    fits = or_(
        and_(kind == BulletinKind.BATCH, of_batch),
        and_(kind == BulletinKind.NAMED, of_batch, Release.byline != ""),
        and_(kind == BulletinKind.BUNDLE, Release.bundle_id.is_not(None)),
    )
    place = func.row_number().over(partition_by=Bulletin.id, order_by=Release.position)
    first = (
        select(Bulletin.id.label("bulletin"), *_TOLD, place.label("place"))
        .join(
            Release,
            and_(
                Release.group_id == Bulletin.group_id,
                Release.released_on == Bulletin.told_on,
                fits,
            ),
        )
        .where(Bulletin.id.in_(ids), Release.withdrawn.is_(False))
        .subquery()
    )
    shown = (first.c.bulletin, first.c.id, first.c.title, first.c.tlp, first.c.release_id)
    return select(*shown).where(first.c.place <= TITLES).order_by(first.c.place)


def _of_threads(ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    title = case((Thread.release_id.is_(None), Thread.topic), else_=Release.title)
    return (
        select(Bulletin.id, Thread.id, title, func.coalesce(Release.tlp, ""), Thread.release_id)
        .join(Thread, Thread.id == Bulletin.about)
        .outerjoin(Release, Release.id == Thread.release_id)
        .where(Bulletin.id.in_(ids))
    )


def _of_tallies(ids: Sequence[UUID]) -> Select[*tuple[Any, ...]]:
    return (
        select(Bulletin.id, *_TOLD)
        .join(Release, Release.id == Bulletin.about)
        .where(Bulletin.id.in_(ids), Release.withdrawn.is_(False))
    )
