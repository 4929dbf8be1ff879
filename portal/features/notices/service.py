"""What a person decides about notices: what is read, how often mails come, which feeds open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.clock import now
from portal.core.tokens import fresh, hashed
from portal.models import Bulletin, Cadence, FeedKind, FeedToken, NoticeMark, NoticeSetting

A_DAY: Final = timedelta(days=1)
_END: Final = text("select guard.end_mail(:token, :group, :everything)")


@dataclass(frozen=True, slots=True)
class Own:
    """One's own notices, as the thing that an action is about."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class Ending:
    """Which mails end: of one group, of all, or (neither) all mails like the one with the link."""

    group_id: UUID | None = None
    everything: bool = False


def mark_read(session: Session, actor: Actor, groups: frozenset[UUID]) -> None:
    """Everything that these groups have been told so far.

    What bears yesterday's date may still be written down today: those two days go by name.
    """
    require(actor, Action.NOTICE_CHANGE, Own(actor.person_id))
    before = now().date() - A_DAY
    late = select(Bulletin.group_id, Bulletin.id).where(
        Bulletin.group_id.in_(list(groups)), Bulletin.told_on >= before
    )
    seen: dict[UUID, list[UUID]] = {group: [] for group in groups}
    for group, bulletin in session.execute(late):
        seen[group].append(bulletin)
    rows = [
        {"person_id": actor.person_id, "group_id": group, "read_before": before, "seen": ids}
        for group, ids in seen.items()
    ]
    if rows:
        new = upsert(NoticeMark).values(rows)
        changed = {"read_before": new.excluded.read_before, "seen": new.excluded.seen}
        keys = ["organization_id", "person_id", "group_id"]
        session.execute(new.on_conflict_do_update(index_elements=keys, set_=changed))


def choose_cadences(session: Session, actor: Actor, chosen: Mapping[UUID, Cadence]) -> None:
    """How often mails come, by group."""
    require(actor, Action.NOTICE_CHANGE, Own(actor.person_id))
    rows = [
        {"person_id": actor.person_id, "group_id": group, "cadence": cadence}
        for group, cadence in chosen.items()
    ]
    if not rows:
        return
    new = upsert(NoticeSetting).values(rows)
    keys = ["organization_id", "person_id", "group_id"]
    new = new.on_conflict_do_update(index_elements=keys, set_={"cadence": new.excluded.cadence})
    session.execute(new)
    record_personal(session, actor, Kind.NOTICE_CHANGED, actor.person_id)


def make_feed(session: Session, actor: Actor, feed: FeedKind) -> str:
    """The token of a new feed, told once; an earlier one opens nothing any more."""
    require(actor, Action.NOTICE_CHANGE, Own(actor.person_id))
    token = fresh()
    _close(session, actor, feed)
    session.execute(
        insert(FeedToken).values(
            person_id=actor.person_id, feed=feed, token_hash=hashed(token), made_on=now().date()
        )
    )
    record_personal(session, actor, Kind.FEED_MADE, actor.person_id, feed=feed)
    return token


def revoke_feed(session: Session, actor: Actor, feed: FeedKind) -> None:
    """From now on the feed's address opens nothing."""
    require(actor, Action.NOTICE_CHANGE, Own(actor.person_id))
    _close(session, actor, feed)
    record_personal(session, actor, Kind.FEED_REVOKED, actor.person_id, feed=feed)


def end_mail(session: Session, actor: Actor, token: str, ending: Ending) -> bool:
    """Whether there is such a mail. The database knows whose it is; the holder need not sign in."""
    require(actor, Action.SITE_VIEW, None)
    values = {"token": token, "group": ending.group_id, "everything": ending.everything}
    return bool(session.execute(_END, values).scalar_one())


def _close(session: Session, actor: Actor, feed: FeedKind) -> None:
    session.execute(
        delete(FeedToken).where(FeedToken.person_id == actor.person_id, FeedToken.feed == feed)
    )
