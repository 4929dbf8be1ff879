"""Finding out what happened for everybody, and telling each person once, as often as they like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import Date, Row, Select, and_, cast, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.core.config import Settings
from portal.core.keys import Keys
from portal.core.tokens import hashed
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, enqueue_for_nobody, runs
from portal.models import (
    Batch,
    BatchState,
    Bulletin,
    BulletinKind,
    BundleRound,
    Digest,
    DigestState,
    Group,
    InsightRelease,
    InsightState,
    Post,
    Release,
    Tally,
    Thread,
    Told,
)
from portal.outside.mail import Letter, NoSuchMailbox, send
from portal.reference.tlp import Audience
from portal.web.notices import HOUR, Line, Links, body, subject

NEWS_LASTS: Final = timedelta(days=15)
"""What is older is told by the pages only: two weeks, and a day for a worker that stood still."""
KEPT: Final = timedelta(days=120)
"""So long the link works that ends mails, and nothing of a mail is kept longer."""
_LOCK: Final = text("select pg_advisory_xact_lock(hashtextextended('notices.plan_digests', 0))")
_DUE: Final = text(
    "select organization_id, person_id, group_id, bulletins"
    " from guard.due_notices(:instant, :daily, :weekly, :since)"
    " order by organization_id, person_id, group_id"
)
_ADDRESSED: Final = text("select email, bulletins from guard.addressed(:id)")
_LINES: Final = text(
    "select id, group_id, group_name, kind, told_on, labels, titles from guard.bulletin_lines(:ids)"
)


@runs(Job.GATHER_BULLETINS)
def gather_bulletins(work: Work) -> None:
    """Write down what has happened in every group and was not written down yet."""
    delay = timedelta(seconds=work.settings.notice_delay)
    with work.steward.transaction() as session:
        gather(session, now(), delay)


@runs(Job.PLAN_DIGESTS)
def plan_digests(work: Work) -> None:
    """Decide who is due a mail about what; each mail is a job of its own."""
    with work.steward.transaction() as session:
        for digest_id in plan(session, work.keys, now()):
            enqueue_for_nobody(session, Job.SEND_DIGEST, digest_id=str(digest_id))


@runs(Job.SEND_DIGEST)
def send_digest(work: Work, digest_id: str) -> None:
    """Once: whoever comes second finds it locked or sent. It is marked only if a server took it.

    What a server took just before a crash is sent again.
    """
    with work.steward.transaction() as session:
        waiting = select(Digest).where(
            Digest.id == UUID(digest_id), Digest.state == DigestState.WAITING
        )
        digest = session.scalars(waiting.with_for_update(skip_locked=True)).one_or_none()
        if digest is None:
            return
        letter = _letter(session, work.keys, work.settings, digest)
        digest.state = DigestState.DROPPED if letter is None else _sent(work.settings, letter)


def gather(session: Session, at: datetime, delay: timedelta) -> int:
    """For a session of the steward; answers how many bulletins are new. Run twice, it adds nothing.

    Mail about them waits for `delay`, so that what was published by mistake can be withdrawn.
    """
    moment = at.replace(second=0, microsecond=0)
    rows = [
        {
            "id": uuid4(),
            "association_id": association,
            "group_id": group,
            "kind": kind,
            "about": about,
            "part": part,
            "audience": audience,
            "told_on": told_on,
            "mail_from": moment + delay,
        }
        for kind, audience, statement in _happened(at)
        for association, group, about, part, told_on in session.execute(statement)
    ]
    if not rows:
        return 0
    new = upsert(Bulletin).values(rows).on_conflict_do_nothing()
    return len(session.scalars(new.returning(Bulletin.id)).all())


def plan(session: Session, keys: Keys, at: datetime, since: date | None = None) -> list[UUID]:
    """The mails that are due now, written down as waiting; for a session of the steward."""
    session.execute(_LOCK)
    session.execute(delete(Digest).where(Digest.planned_on < (at - KEPT).date()))
    daily = _latest(at, timedelta(days=1))
    weekly = _latest(at - timedelta(days=at.weekday()), timedelta(days=7), at)
    asked = {"instant": at, "daily": daily, "weekly": weekly}
    due = session.execute(_DUE, asked | {"since": since or (at - NEWS_LASTS).date()}).all()
    rows = [_digest(keys, row, at.date()) for row in due]
    if rows:
        session.execute(insert(Digest), rows)
    return [row["id"] for row in rows]


def ending_token(keys: Keys, digest_id: UUID) -> str:
    """The secret of a mail's link: computed anew for each try, stored as a hash only."""
    return keys.tag("digest", str(digest_id)).hex()


def _digest(keys: Keys, row: Row[Any], on: date) -> dict[str, Any]:
    digest_id = uuid4()
    return {
        "id": digest_id,
        "organization_id": row.organization_id,
        "person_id": row.person_id,
        "group_id": row.group_id,
        "bulletins": row.bulletins,
        "token_hash": hashed(ending_token(keys, digest_id)),
        "planned_on": on,
        "state": DigestState.WAITING,
    }


def _latest(day: datetime, step: timedelta, at: datetime | None = None) -> datetime:
    """The hour of the day, or of one step before if that is still to come."""
    hour = datetime.combine(day.date(), HOUR)
    return hour if hour <= (at or day) else hour - step


def _letter(session: Session, keys: Keys, settings: Settings, digest: Digest) -> Letter | None:
    """Nothing if nobody may be told any of it any more."""
    row = session.execute(_ADDRESSED, {"id": digest.id}).one_or_none()
    found = session.execute(_LINES, {"ids": row.bulletins}) if row is not None else ()
    lines = [line for each in found if (line := Line.read(each)).labels]
    if row is None or not lines:
        return None
    site = settings.public_url.rstrip("/")
    ending = f"{site}/unsubscribe/{ending_token(keys, digest.id)}"
    links = Links(f"{site}/notices", f"{site}/notices/settings", ending)
    headers = {
        "List-Unsubscribe": f"<{ending}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    return Letter(row.email, subject(lines), body(lines, links), headers)


def _sent(settings: Settings, letter: Letter) -> DigestState:
    try:
        send(settings, letter)
    except NoSuchMailbox:
        return DigestState.DROPPED
    return DigestState.SENT


def _happened(at: datetime) -> Iterator[tuple[BulletinKind, Told, Select[*tuple[Any, ...]]]]:
    """Of each kind, who is told and what there is: association, group, about, part, day."""
    yield BulletinKind.BATCH, Told.INSIDE, _batches()
    yield BulletinKind.NAMED, Told.BEYOND, _batches(_of_batch(), Release.byline != "", _leaves())
    yield BulletinKind.BUNDLE, Told.BEYOND, _rounds()
    yield BulletinKind.THREAD, Told.INSIDE, _threads(at)
    yield BulletinKind.POSTS, Told.INSIDE, _days_of_posts(at)
    yield BulletinKind.TALLY, Told.INSIDE, _tallies()
    yield BulletinKind.GROUP, Told.EVERYONE, _changed_groups(at.date())
    yield BulletinKind.FIGURES, Told.EVERYONE, _figures()


def _untold(kind: BulletinKind, about: Any, part: Any) -> Any:
    """What no bulletin names yet."""
    told = select(Bulletin.id).where(
        Bulletin.kind == kind, Bulletin.about == about, Bulletin.part == part
    )
    return ~told.exists()


def _batches(*with_releases: Any) -> Select[*tuple[Any, ...]]:
    kind = BulletinKind.NAMED if with_releases else BulletinKind.BATCH
    found = select(Batch.association_id, Batch.group_id, Batch.id, text("''"), Batch.released_on)
    found = found.where(Batch.state == BatchState.RELEASED, _untold(kind, Batch.id, ""))
    return (
        found.where(select(Release.id).where(*with_releases).exists()) if with_releases else found
    )


def _of_batch() -> Any:
    return and_(Release.group_id == Batch.group_id, Release.batch_id == Batch.id)


def _leaves() -> Any:
    return Release.audience != Audience.GROUP


def _rounds() -> Select[*tuple[Any, ...]]:
    """Rounds at which anything was frozen: who reads bundles sees them anyway."""
    held = BundleRound
    frozen = select(Release.id).where(
        Release.group_id == held.group_id,
        Release.released_on == held.held_on,
        Release.bundle_id.is_not(None),
    )
    return select(held.association_id, held.group_id, held.id, text("''"), held.held_on).where(
        frozen.exists(), _untold(BulletinKind.BUNDLE, held.id, "")
    )


def _threads(at: datetime) -> Select[*tuple[Any, ...]]:
    """From the day on which others read the first post."""
    day = _day(Thread.visible_from)
    return select(Thread.association_id, Thread.group_id, Thread.id, text("''"), day).where(
        Thread.visible_from <= at, _untold(BulletinKind.THREAD, Thread.id, "")
    )


def _days_of_posts(at: datetime) -> Select[*tuple[Any, ...]]:
    """One bulletin for all posts of a thread on a day; its first day is told as a new thread."""
    day = _day(Post.visible_from)
    part = func.to_char(day, "YYYY-MM-DD")
    return (
        select(Thread.association_id, Thread.group_id, Thread.id, part, day)
        .join(Post, Post.thread_id == Thread.id)
        .where(
            Post.visible_from <= at,
            Post.hidden.is_(False),
            Post.deleted.is_(False),
            day > _day(Thread.visible_from),
            _untold(BulletinKind.POSTS, Thread.id, part),
        )
        .distinct()
    )


def _tallies() -> Select[*tuple[Any, ...]]:
    """Once for each set of counts of a release, whenever it was counted."""
    each = func.concat(Tally.kind, ":", Tally.families)
    counts = (
        select(
            *(Tally.release_id, Tally.group_id),
            func.string_agg(each, aggregate_order_by(text("','"), Tally.kind)).label("part"),
            func.max(Tally.counted_on).label("counted_on"),
        )
        .group_by(Tally.release_id, Tally.group_id)
        .subquery()
    )
    return (
        select(
            *(Group.association_id, Group.id, counts.c.release_id, counts.c.part),
            counts.c.counted_on,
        )
        .join(Group, Group.id == counts.c.group_id)
        .where(_untold(BulletinKind.TALLY, counts.c.release_id, counts.c.part))
    )


def _changed_groups(on: date) -> Select[*tuple[Any, ...]]:
    part = func.concat(Group.version)
    return select(Group.association_id, Group.id, Group.id, part, cast(on, Date)).where(
        Group.version > 1, _untold(BulletinKind.GROUP, Group.id, part)
    )


def _figures() -> Select[*tuple[Any, ...]]:
    """Every release of figures, whatever can be shown in it."""
    each = InsightRelease
    found = select(each.association_id, each.group_id, each.id, text("''"), each.released_on)
    return found.where(
        each.state == InsightState.RELEASED, _untold(BulletinKind.FIGURES, each.id, "")
    )


def _day(moment: Any) -> Any:
    return cast(func.timezone("UTC", moment), Date)
