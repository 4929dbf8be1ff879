"""What askers and hidden authors can do in the sealed channel: ask, go on, refuse, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock.conversations import conversations
from portal.airlock.own_marks import act_as_asker, asker_tag, day_tag
from portal.airlock.tracking import this_week
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.clock import now
from portal.core.delay import waits_until
from portal.core.errors import Conflict, Refused, TooOften
from portal.models import Contribution, LineKind, Question, QuestionLine, Release, Speaker

N_: Final = str

MOST_PER_DAY: Final = 20
"""What one person may say to hidden authors in a day."""
WITHDRAWN: Final = N_("This item was withdrawn: nobody can be asked about it any longer.")
NOT_THEIRS: Final = N_("Only who asked goes on with this conversation.")
_MAY_ASK: Final = text("select guard.may_ask_author(:tag, :most)")


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """`delay` are the bounds, in seconds, of how long what is said without a name is on its way."""

    body: str
    named: bool
    delay: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NewTurn:
    """`kind`: said, closed (no more words), or declined, which only an author can."""

    body: str
    kind: LineKind
    delay: tuple[int, int]


def ask_author(session: Session, actor: Actor, release: Release, new: NewQuestion) -> Question:
    """Begin a conversation with the hidden author; without a name it arrives later."""
    require(actor, Action.RELEASE_ASK, release)
    if release.withdrawn:
        raise Refused(WITHDRAWN)
    _count(session, actor)
    waits = None if new.named else waits_until(*new.delay, now())
    question = Question(
        id=uuid4(),
        association_id=release.association_id,
        group_id=release.group_id,
        release_id=release.id,
        byline=actor.organization_name if new.named else "",
        week=this_week(),
        visible_from=waits,
    )
    question.asker_tag = asker_tag(act_as_asker(session, actor), question.id)
    session.add(question)
    session.flush()
    turn = NewTurn(new.body, LineKind.SAID, new.delay)
    _say(session, question, Speaker.ASKER, turn, waits)
    record_personal(session, actor, Kind.QUESTION_ASKED, question.id)
    return question


def continue_question(session: Session, actor: Actor, question: Question, new: NewTurn) -> None:
    """Go on with one's own conversation, or close it: at once under a name, else later."""
    require(actor, Action.QUESTION_CONTINUE, question)
    if question.asker_tag != asker_tag(act_as_asker(session, actor), question.id):
        raise Refused(NOT_THEIRS)
    _still_open(session, question)
    _count(session, actor)
    waits = None if question.byline else waits_until(*new.delay, now())
    _say(session, question, Speaker.ASKER, new, waits)
    closes = new.kind is LineKind.CLOSED
    kind = Kind.QUESTION_CLOSED if closes else Kind.QUESTION_CONTINUED
    record_personal(session, actor, kind, question.id)


def answer_question(
    session: Session, actor: Actor, contribution: Contribution, question: Question, new: NewTurn
) -> None:
    """As the author, who never appears: whatever is said arrives later, a refusal never.

    For a transaction that acts as the author of the question's release.
    """
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    _still_open(session, question)
    _count(session, actor)
    waits = waits_until(*new.delay, now())
    _say(session, question, Speaker.AUTHOR, new, waits)
    record_personal(session, actor, Kind.QUESTION_ANSWERED, contribution.id)


def _still_open(session: Session, question: Question) -> None:
    """Raise unless the release is there and nobody, as far as one sees, has closed it."""
    release = select(Release.withdrawn).where(Release.id == question.release_id)
    if session.scalar(release) is not False or conversations(session, [question])[0].closed:
        raise Conflict


def _count(session: Session, actor: Actor) -> None:
    tag = day_tag(session, actor, now().date())
    if not session.scalar(_MAY_ASK, {"tag": tag, "most": MOST_PER_DAY}):
        raise TooOften


def _say(
    session: Session,
    question: Question,
    side: Speaker,
    new: NewTurn,
    waits: datetime | None,
) -> None:
    """Add a turn; nothing overtakes what the same side has on its way."""
    last, latest = session.execute(
        select(
            func.coalesce(func.max(QuestionLine.place), 0),
            func.max(QuestionLine.visible_from).filter(QuestionLine.side == side),
        ).where(QuestionLine.question_id == question.id)
    ).one()
    if new.kind is LineKind.DECLINED:
        waits = None
    elif latest is not None:
        after = latest + timedelta(microseconds=1)
        waits = max(waits, after) if waits else after
    values = {
        "id": uuid4(),
        "question_id": question.id,
        "side": side,
        "kind": new.kind,
        "body": new.body,
        "week": this_week(),
        "place": 0 if waits else last + 1,
        "visible_from": waits,
    }
    session.execute(insert(QuestionLine).values(values))
