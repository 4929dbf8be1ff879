"""What the sealed channel's pages show: a group's conversations, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, literal, select
from sqlalchemy.orm import Session

from portal.db.pages import Edge, cut, newest_first
from portal.models import Group, LineKind, Question, QuestionLine, Release, Speaker

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list; `title` is empty once the release is withdrawn."""

    id: UUID
    week: date
    byline: str
    title: str
    begins: str
    on_its_way: bool
    own: bool
    answered: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Listing:
    entries: Sequence[Entry]
    newer: Edge | None
    older: Edge | None


def group(session: Session, id: UUID) -> Group | None:
    """The group, if the reader may know of it."""
    return session.scalars(select(Group).where(Group.id == id)).one_or_none()


def release(session: Session, id: UUID) -> Release | None:
    """The release that a question is about, if the reader still sees it."""
    return session.scalars(select(Release).where(Release.id == id)).one_or_none()


def listing(
    session: Session, within: ColumnElement[bool], group_id: UUID, key: bytes, edge: Edge | None
) -> Listing:
    """One's own conversations, and for coordinators all that have arrived; the newest week first.

    `key` is the person's own: by it the own ones are marked.
    """
    line = QuestionLine
    of_it = line.question_id == Question.id
    said = line.kind == LineKind.SAID
    first = select(func.left(line.body, 200)).where(of_it, said).order_by(line.place, line.id)
    entry = (
        Question.id,
        Question.week,
        Question.byline,
        case((Release.withdrawn, ""), else_=Release.title),
        func.coalesce(first.limit(1).scalar_subquery(), ""),
        Question.visible_from.is_not(None),
        # As row-level security reckons it.
        Question.asker_tag == func.sha256(literal(key).concat(func.uuid_send(Question.id))),
        exists().where(of_it, said, line.side == Speaker.AUTHOR),
        exists().where(of_it, line.kind == LineKind.CLOSED),
    )
    query = (
        select(*entry)
        .join(Release, Release.id == Question.release_id)
        .where(within, Question.group_id == group_id)
    )
    found = newest_first(query, Question.week, Question.id, edge, PAGE)
    rows = [Entry(*row) for row in session.execute(found)]
    if edge is not None and edge.backward:
        rows.reverse()
    shown = cut(rows, PAGE, edge)
    newest, oldest = shown.before, shown.after
    return Listing(
        shown.rows,
        Edge(newest.week, newest.id, backward=True) if newest else None,
        Edge(oldest.week, oldest.id) if oldest else None,
    )
