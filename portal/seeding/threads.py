"""The invented members talk: under names and handles, as an author, and with coordination."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.access.actions import Action
from portal.access.decide import fetch
from portal.airlock.drafts import opened
from portal.airlock.rooms import about_release, about_topic, release
from portal.core.clock import now
from portal.features.moderation.service import Told, hide_post, report_post
from portal.features.threads.service import Said, start_topic, write_post
from portal.models import Concern, Contribution, Group, Post, Thread, Voice
from portal.seeding import content
from portal.seeding.cast import Cast, id_of

AT_ONCE = (0, 0)


def talk(cast: Cast) -> None:
    """Every thread with its posts, what coordination hid and what members reported."""
    for row in content.read("threads"):
        said: list[UUID] = []
        thread_id: UUID | None = None
        about = _release_of(cast, row["release"]) if "release" in row else None
        for post in row["posts"]:
            thread_id, post_id = _say(cast, row, post, said, about or thread_id)
            said.append(post_id)
            _settle(cast, post, post_id)


def _say(
    cast: Cast, row: dict[str, Any], post: dict[str, Any], said: list[UUID], where: UUID | None
) -> tuple[UUID, UUID]:
    """Thread and post; `where` is the release, or the topic once it is open."""
    quoted = said[post["quotes"] - 1] if "quotes" in post else None
    on = now() - timedelta(days=post["days_ago"])
    new = Said(post["body"], Voice(post["voice"]), AT_ONCE, quoted, on)
    with cast.acting(post["person"]) as (session, actor):
        if where is None:
            group = session.get_one(Group, id_of("group", row["group"]))
            thread = start_topic(session, actor, group, row["topic"], new)
            opening = select(Post.id).where(Post.thread_id == thread.id)
            return thread.id, session.scalars(opening).one()
        if "release" in row:
            found = release(session, where)
            assert found is not None
            room = about_release(session, found)
        else:
            room = about_topic(session, session.get_one(Thread, where))
        return room.id, write_post(session, actor, room, new)


def _settle(cast: Cast, row: dict[str, Any], post_id: UUID) -> None:
    if "hidden" in row:
        with cast.acting(row["hidden"]["by"]) as (session, actor):
            post = fetch(session, actor, Action.POST_HIDE, Post, post_id)
            hide_post(session, actor, post, row["hidden"]["reason"])
    if "report" in row:
        told = Told(Concern(row["report"]["concern"]), row["report"]["note"])
        with cast.acting(row["report"]["by"]) as (session, actor):
            report_post(
                session, actor, fetch(session, actor, Action.POST_REPORT, Post, post_id), told
            )


def _release_of(cast: Cast, row: dict[str, Any]) -> UUID:
    """The author's own item of this title, which bears its candidate's id."""
    with cast.acting(row["author"]) as (session, actor):
        own = select(Contribution).where(Contribution.created_by == actor.person_id)
        for contribution in session.scalars(own):
            draft = opened(session, contribution)
            if draft.fields.title == row["title"] and draft.candidate_id is not None:
                return draft.candidate_id
    raise KeyError(row["title"])
