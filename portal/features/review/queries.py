"""What the queue, the page of a candidate and the state of the open batch show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.airlock.editions import latest
from portal.airlock.kinds import sections_of
from portal.core import diff
from portal.models import (
    Batch,
    BatchState,
    Candidate,
    CandidateState,
    Group,
    Person,
    Review,
    SealedMessage,
    Verdict,
)
from portal.reference import periods, places, sectors
from portal.reference.tlp import Audience


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue; `weeks` full weeks old, `approved` by the coordinator who looks."""

    candidate: Candidate
    weeks: int
    needs_second: bool
    keeps_detail: bool
    approved: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """The open batch, as far as a coordinator may know: no numbers. `due_on`: None is unknown."""

    gathering: bool
    ready: bool
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Judgment:
    coordinator: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Changed:
    """A section in which an edition differs: its label, empty for the title, and the pieces."""

    label: str
    pieces: Sequence[diff.Piece]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text; `marked` where the author put a placeholder for something."""

    text: str
    marked: bool


def queue(
    session: Session, within: ColumnElement[bool], group_id: UUID, person_id: UUID, week: date
) -> list[Waiting]:
    """What waits for review, the oldest week first; inside a week by random position."""
    candidates = session.scalars(
        select(Candidate)
        .where(within, Candidate.group_id == group_id, Candidate.state == CandidateState.IN_REVIEW)
        .order_by(Candidate.week, Candidate.position)
    ).all()
    approved = set(
        session.scalars(
            select(Review.candidate_id)
            .join(Candidate, Candidate.id == Review.candidate_id)
            .where(
                Candidate.group_id == group_id,
                Candidate.state == CandidateState.IN_REVIEW,
                Candidate.version == Review.candidate_version,
                Review.coordinator_id == person_id,
                Review.verdict == Verdict.APPROVE,
            )
        )
    )
    return [
        Waiting(
            candidate=each,
            weeks=(week - each.week).days // 7,
            needs_second=each.audience != Audience.GROUP,
            keeps_detail=any(hit.get("choice") == "keep" for hit in each.decisions.get("hits", ())),
            approved=each.id in approved,
        )
        for each in candidates
    ]


def following(waiting: Sequence[Waiting], candidate: Candidate) -> UUID | None:
    """The next one to look at after a candidate: further down the queue, else from its top."""
    here = (candidate.week, candidate.position)
    left = [each.candidate for each in waiting if not each.approved]
    left = [each for each in left if each.id != candidate.id]
    later = [each for each in left if (each.week, each.position) > here]
    return next((each.id for each in [*later, *left]), None)


def outlook(session: Session, group: Group) -> Outlook:
    """The state of the group's open batch and the day on which its rhythm comes round."""
    is_open = Batch.state != BatchState.RELEASED
    state, since = session.execute(
        select(
            func.max(Batch.state).filter(is_open),
            func.coalesce(func.max(Batch.released_on), func.min(Batch.opened_on)),
        ).where(Batch.group_id == group.id)
    ).one()
    return Outlook(
        gathering=state == BatchState.GATHERING,
        ready=state == BatchState.READY,
        due_on=None if since is None else since + timedelta(days=group.rhythm_days),
    )


def judgments(session: Session, candidate: Candidate) -> list[Judgment]:
    """What coordinators have decided about the version that is shown, by name."""
    rows = session.execute(
        select(Person.name, Review.verdict)
        .join(Review, Review.coordinator_id == Person.id)
        .where(
            Review.candidate_id == candidate.id,
            Review.candidate_version == candidate.version,
        )
        .order_by(Person.name, Review.verdict)
    )
    return [Judgment(name, Verdict(verdict)) for name, verdict in rows]


def has_approved(session: Session, candidate: Candidate, person_id: UUID) -> bool:
    """Whether this coordinator approved the version that is shown."""
    return (
        session.scalar(
            select(Review.id).where(
                Review.candidate_id == candidate.id,
                Review.candidate_version == candidate.version,
                Review.coordinator_id == person_id,
                Review.verdict == Verdict.APPROVE,
            )
        )
        is not None
    )


def conversation(session: Session, candidate: Candidate) -> Sequence[SealedMessage]:
    """The sealed channel in the order in which it was written."""
    return session.scalars(
        select(SealedMessage)
        .where(SealedMessage.candidate_id == candidate.id)
        .order_by(SealedMessage.place)
    ).all()


def parts(text: str, placeholders: Iterable[str]) -> list[Part]:
    """The text cut where it shows one of the placeholders."""
    known = sorted({each for each in placeholders if each}, key=len, reverse=True)
    if not known:
        return [Part(text, marked=False)]
    pattern = "|".join(re.escape(each) for each in known)
    pieces = re.split(rf"(?<!\w)({pattern})(?!\w)", text, flags=re.IGNORECASE)
    return [Part(piece, marked=at % 2 == 1) for at, piece in enumerate(pieces) if piece]


def sections(
    candidate: Candidate, placeholders: Sequence[str | None]
) -> list[tuple[str, list[Part]]]:
    """Of each section its label (an English message id, or nothing) and its text in parts."""
    shown = [each for each in placeholders if each]
    found = sections_of(candidate.kind, candidate.narrative)
    return [(each.label, parts(each.text, shown)) for each in found]


def changed(session: Session, candidate: Candidate) -> list[Changed]:
    """What an edition changes in the newest one that was released, title first."""
    before = latest(session, candidate.lineage_id) if candidate.lineage_id else None
    if before is None:
        return []
    old = sections_of(before.kind, before.narrative)
    new = sections_of(candidate.kind, candidate.narrative)
    pairs = [("", before.title, candidate.title)]
    pairs += [(now.label, was.text, now.text) for was, now in zip(old, new, strict=False)]
    return [Changed(label, diff.words(was, now)) for label, was, now in pairs if was != now]


def steps(facets: Mapping[str, Any]) -> dict[str, str]:
    """On which rung of its ladder each facet that the gate weighs is shown."""
    found = {
        "place": places.place(facets["place"]).rung,
        "sector": sectors.sector(facets["sector"]).rung,
    }
    return found | ({"period": periods.rung(facets["period"])} if facets.get("period") else {})
