"""Conversations with the hidden authors of releases, as the acting person may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.models import LineKind, Question, QuestionLine, Speaker


@dataclass(frozen=True, slots=True)
class Turn:
    """`on_its_way`: nobody reads it yet but who said it."""

    side: str
    kind: str
    body: str
    line: QuestionLine
    on_its_way: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    question: Question
    turns: Sequence[Turn]

    @property
    def closed(self) -> bool:
        return any(each.kind == LineKind.CLOSED for each in self.turns)

    @property
    def declined(self) -> bool:
        """Known to the author alone, until there is an answer after all."""
        mine = [each for each in self.turns if each.side == Speaker.AUTHOR]
        return bool(mine) and mine[-1].kind == LineKind.DECLINED

    @property
    def answered(self) -> bool:
        return any(
            each.side == Speaker.AUTHOR and each.kind == LineKind.SAID for each in self.turns
        )

    @property
    def awaits_author(self) -> bool:
        """Whether the last word is the asker's and the author has not refused it."""
        return not self.closed and bool(self.turns) and self.turns[-1].side == Speaker.ASKER


def conversations(session: Session, questions: Sequence[Question]) -> list[Conversation]:
    """What row-level security shows of each, in order; what is on its way stands last."""
    ids = [each.id for each in questions]
    lines = select(QuestionLine).where(QuestionLine.question_id.in_(ids))
    lines = lines.order_by(
        QuestionLine.visible_from.is_not(None), QuestionLine.place, QuestionLine.id
    )
    found: dict[UUID, list[Turn]] = {each: [] for each in ids}
    for line in session.scalars(lines) if ids else ():
        found[line.question_id].append(
            Turn(line.side, line.kind, line.body, line, line.visible_from is not None)
        )
    return [Conversation(each, found[each.id]) for each in questions]


def about(session: Session, release_id: UUID, most: int) -> list[Conversation]:
    """The newest conversations about a release, for the workspace that owns it."""
    newest = select(Question).where(Question.release_id == release_id)
    newest = newest.order_by(Question.week.desc(), Question.id).limit(most)
    return conversations(session, session.scalars(newest).all())


def empty(session: Session, release_id: UUID) -> None:
    """Destroy what was said about a release, with the release; for the workspace that owns it."""
    asked = select(Question.id).where(Question.release_id == release_id)
    lines = update(QuestionLine).where(QuestionLine.question_id.in_(asked))
    session.execute(lines.values(body=""))
