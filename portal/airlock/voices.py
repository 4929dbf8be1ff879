"""Who speaks in a thread: known again by the speaker alone, and sealed for the custodians."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock.drafts import opened
from portal.airlock.tracking import act_as_author
from portal.core.keys import Keys
from portal.db.encrypted import vault
from portal.db.session import keys, set_local
from portal.models import Contribution, Voice, VoiceSeal
from portal.privacy import handles, sealing

LOOKED_BACK: Final = timedelta(days=7)
"""So long after it was opened a topic that still waits is found by whoever opened it."""


def discussion_id(known: Keys, release_id: UUID) -> UUID:
    """The id of the thread about a release: a first post that waits is in nobody's way."""
    return UUID(bytes=known.tag("discussion", str(release_id))[:16], version=4)


def handle_of(session: Session, actor: Actor, thread_id: UUID) -> UUID:
    """What the actor is called in this thread, and nowhere else."""
    return handles.handle(vault(session).tenant_key(), thread_id, actor.person_id)


def act_as_speaker(
    session: Session,
    actor: Actor,
    *subjects: UUID,
    thread_id: UUID | None = None,
    topics_of: UUID | None = None,
    today: datetime | None = None,
) -> None:
    """For the rest of this transaction the database knows what the actor said.

    `subjects` are single posts or topics, `thread_id` is a thread with all the actor said in it,
    `topics_of` a group with the topics that the actor has opened in the last days.
    """
    key, person = vault(session).tenant_key(), actor.person_id
    tags = [handles.own_tag(key, each, person) for each in subjects]
    if thread_id is not None:
        tags += [handles.post_shelf(key, thread_id, voice, person) for voice in Voice]
    if topics_of is not None and today is not None:
        days = (today.date() - timedelta(days=ago) for ago in range(LOOKED_BACK.days))
        tags += [handles.topic_shelf(key, topics_of, day, person) for day in days]
    set_local(session, "voice_tags", ",".join(tag.hex() for tag in tags))


def seal_post(session: Session, actor: Actor, post_id: UUID, thread_id: UUID, voice: str) -> None:
    """Before the post is written: the database asks whether the writer knows it again."""
    key = vault(session).tenant_key()
    _seal(session, actor, post_id, handles.post_shelf(key, thread_id, voice, actor.person_id))


def seal_topic(
    session: Session, actor: Actor, thread_id: UUID, group_id: UUID, on: datetime
) -> None:
    """The same for a free topic."""
    key = vault(session).tenant_key()
    shelf = handles.topic_shelf(key, group_id, on.date(), actor.person_id)
    _seal(session, actor, thread_id, shelf)


def wrote_release(session: Session, actor: Actor, release_id: UUID) -> bool:
    """Is the actor, and no colleague, its author?

    The owner tag is the organization's, so what it finds is looked up among the actor's own
    contributions; only whose organization wrote it goes that far.
    """
    act_as_author(session, [release_id])
    if not session.scalar(select(func.guard.owns(release_id))):
        return False
    mine = session.scalars(select(Contribution).where(Contribution.created_by == actor.person_id))
    return any(opened(session, each).candidate_id == release_id for each in mine)


def said(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Those among these posts that the actor said, as far as `act_as_speaker` has told."""
    asked = list(ids)
    spoke = func.unnest(asked).column_valued("subject")
    return set(session.scalars(select(spoke).where(func.guard.spoke(spoke)))) if asked else set()


def _seal(session: Session, actor: Actor, subject: UUID, shelf: bytes) -> None:
    person = {"organization": str(actor.organization_id), "person": str(actor.person_id)}
    box = sealing.seal_for_custodians(keys(session).custodians, json.dumps(person).encode())
    own = handles.own_tag(vault(session).tenant_key(), subject, actor.person_id)
    values = {"subject_id": subject, "own_tag": own, "shelf_tag": shelf, "custodian_box": box}
    session.execute(insert(VoiceSeal).values(values))
