"""The invented people answer releases and ask their hidden authors."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.drafts import opened
from portal.airlock.tracking import act_as_author
from portal.core.clock import now
from portal.features.questions.service import NewQuestion, NewTurn, answer_question, ask_author
from portal.features.sightings.jobs import count_round
from portal.features.sightings.service import Answer, answer_release
from portal.models import Contribution, LineKind, Question, Release, SightingKind
from portal.seeding import content
from portal.seeding.cast import Cast, id_of

AT_ONCE = (0, 0)
Transaction = Callable[[], AbstractContextManager[Session]]


def answer(cast: Cast, steward: Transaction) -> None:
    """Each organization for itself; then the groups count, as they do in their rhythm."""
    rows = content.read("sightings")["answers"]
    for row in rows:
        for kind in SightingKind:
            for number, email in enumerate(row.get(kind, ())):
                notes = row.get("notes", {}).get(kind, ())
                note = notes[number] if number < len(notes) else ""
                with cast.acting(email) as (session, actor):
                    answer_release(session, actor, _release(session, row), Answer(kind, note))
    for group in sorted({row["group"] for row in rows}):
        with steward() as session:
            count_round(session, id_of("group", group), now().date())


def converse(cast: Cast) -> None:
    """A question that was answered, and one that waits for its hidden author."""
    for row in content.read("sightings")["questions"]:
        with cast.acting(row["person"]) as (session, actor):
            new = NewQuestion(row["body"], row["named"], AT_ONCE)
            question = ask_author(session, actor, _release(session, row), new)
        if "answer" in row:
            _reply(cast, row, question)


def _reply(cast: Cast, row: dict[str, Any], asked: Question) -> None:
    with cast.acting(row["author"]) as (session, actor):
        own = session.scalars(
            select(Contribution).where(Contribution.created_by == actor.person_id)
        )
        contribution = next(
            each for each in own if opened(session, each).candidate_id == asked.release_id
        )
        act_as_author(session, [asked.release_id])
        question = session.get_one(Question, asked.id)
        turn = NewTurn(row["answer"], LineKind.SAID, AT_ONCE)
        answer_question(session, actor, contribution, question, turn)


def _release(session: Session, row: dict[str, Any]) -> Release:
    """The group's copy of the item with this title."""
    wanted = select(Release).where(
        Release.group_id == id_of("group", row["group"]),
        Release.title == row["title"],
        Release.bundle_id.is_(None),
    )
    return session.scalars(wanted).one()
