"""What an author can do once a contribution is sent: answer, let it go alone, withdraw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, null, select, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock.attachments_crossing import shred_files
from portal.airlock.conversations import empty
from portal.airlock.drafts import keep, lock, opened
from portal.airlock.sealing import outside_id
from portal.airlock.tracking import Stage, act_as_author, this_week, whereabouts
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.clock import now
from portal.core.delay import waits_until
from portal.core.errors import Conflict
from portal.db.session import keys
from portal.models import (
    Candidate,
    CandidateState,
    Contribution,
    Release,
    SealedMessage,
    Shredding,
    Side,
)

EMPTY_CANDIDATE: Final = {"title": "", "narrative": "", "facets": {}, "decisions": {}, "gate": {}}
EMPTY_RELEASE: Final = {
    "title": "",
    "narrative": "",
    "facets": {},
    "indicators": [],
    "place_path": [],
    "sector_path": [],
    "period_path": [],
    "status": "",
    "search": null(),
    "withdrawn": True,
}


WAITS_AS: Final = {
    Stage.RETURNED: CandidateState.RETURNED,
    Stage.OVERDUE: CandidateState.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """`delay` are the bounds, in seconds, of how long it is on its way."""

    body: str
    delay: tuple[int, int]


def answer_question(
    session: Session, actor: Actor, contribution: Contribution, new: Answer
) -> None:
    """Say something to coordination without leaving the dark.

    It arrives, and the item is back in review, at a random later moment (`jobs.deliver_answers`):
    when somebody was at work tells nothing. No job is deferred for it: that would name the person.
    """
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    candidate = _candidate(session, contribution, Stage.RETURNED)
    if _on_its_way(session, candidate.id):
        raise Conflict
    waits = waits_until(*new.delay, now())
    last = select(func.coalesce(func.max(SealedMessage.place), 0)).where(
        SealedMessage.candidate_id == candidate.id
    )
    session.add(
        SealedMessage(
            candidate_id=candidate.id,
            group_id=candidate.group_id,
            side=Side.AUTHOR,
            body=new.body,
            week=this_week(),
            place=session.execute(last).scalar_one() + 1,
            visible_from=waits,
        )
    )
    if waits is None:
        candidate.state = CandidateState.IN_REVIEW
    session.flush()
    record_personal(session, actor, Kind.CONTRIBUTION_ANSWERED, contribution.id)


def let_go_alone(session: Session, actor: Actor, contribution: Contribution) -> None:
    """Accept, after four weeks and a warning, that the batch may have fewer families."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    candidate = _candidate(session, contribution, Stage.OVERDUE)
    candidate.goes_alone = True
    session.flush()
    record_personal(session, actor, Kind.CONTRIBUTION_LET_GO_ALONE, contribution.id)


def withdraw_contribution(session: Session, actor: Actor, contribution: Contribution) -> None:
    """Empty what others could read, wherever it is by now; the author's own record stays.

    The row that waits is tried first: if a batch takes it at this very moment, the update waits
    for that and finds nothing, and the release is there to be emptied. The copy for outsiders comes
    last for the same reason; its bundle stays as large as it was.
    """
    require(actor, Action.CONTRIBUTION_WITHDRAW, contribution)
    draft = opened(session, contribution)
    if draft.candidate_id is None or not whereabouts(session, draft).stage.withdrawable:
        raise Conflict
    lock(session, contribution, contribution.version)
    _empty(session, draft.candidate_id)
    shred_files(session, contribution, draft.candidate_id)
    shredded = (draft.candidate_id, outside_id(keys(session), draft.candidate_id))
    session.execute(
        insert(Shredding), [{"subject_id": each, "week": this_week()} for each in shredded]
    )
    keep(session, contribution, replace(draft, withdrawn=True))
    record_personal(session, actor, Kind.CONTRIBUTION_WITHDRAWN, contribution.id)


def _on_its_way(session: Session, candidate_id: UUID) -> bool:
    """Whether an answer of the acting author has not arrived yet."""
    waiting = select(SealedMessage.id).where(
        SealedMessage.candidate_id == candidate_id, SealedMessage.visible_from.is_not(None)
    )
    return session.scalars(waiting.limit(1)).one_or_none() is not None


def _empty(session: Session, subject: UUID) -> None:
    state = CandidateState.WITHDRAWN
    waiting = update(Candidate).where(Candidate.id == subject)
    if session.execute(waiting.values(state=state, **EMPTY_CANDIDATE)).rowcount:  # type: ignore[attr-defined]  # an update has a row count
        said = update(SealedMessage).where(SealedMessage.candidate_id == subject)
        session.execute(said.values(body=""))
        return
    left = update(Release).where(Release.id == subject)
    if not session.execute(left.values(**EMPTY_RELEASE)).rowcount:  # type: ignore[attr-defined]  # an update has a row count
        raise Conflict
    outside = outside_id(keys(session), subject)
    session.execute(update(Release).where(Release.id == outside).values(**EMPTY_RELEASE))
    empty(session, subject)


def _candidate(session: Session, contribution: Contribution, stage: Stage) -> Candidate:
    """The waiting row, locked, if it is at this stage."""
    draft = opened(session, contribution)
    if whereabouts(session, draft).stage is not stage or draft.candidate_id is None:
        raise Conflict
    act_as_author(session, [draft.candidate_id])
    mine = select(Candidate).where(Candidate.id == draft.candidate_id).with_for_update()
    found = session.scalars(mine.execution_options(populate_existing=True)).one_or_none()
    if found is None or found.state != WAITS_AS[stage]:
        raise Conflict
    return found
