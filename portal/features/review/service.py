"""What a coordinator decides about a candidate, and the request to release a batch."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_in_group
from portal.core.clock import now, week_of
from portal.core.errors import Conflict, NotFound, Refused
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import (
    Batch,
    BatchState,
    Candidate,
    CandidateState,
    Group,
    Review,
    SealedMessage,
    Side,
    Verdict,
)
from portal.reference.tlp import Audience

N_ = str  # marks a message id for the catalog; the error page translates it

APPROVED_ALREADY = N_(
    "You have approved this version already. It reaches more than the group, so another"
    " coordinator has to approve it too."
)
FINAL = N_(
    "What is approved stays approved: taking it back and approving something else would tell which"
    " items share a corporate family."
)
NOT_READY = N_(
    "This batch cannot leave yet. Too few independent items are approved: if it left now, somebody"
    " could guess who wrote what. It leaves by itself when there are enough and it is due."
)


def approve_candidate(
    session: Session, actor: Actor, candidate: Candidate, version: int
) -> CandidateState:
    """Approve the version that was read; answers the new state.

    What reaches more than the group stays in review until a second coordinator approves it.
    """
    require(actor, Action.CANDIDATE_DECIDE, candidate)
    _hold(session, candidate, version, CandidateState.IN_REVIEW)
    approvals = _approvals(session, candidate)
    if actor.person_id in approvals:
        raise Refused(APPROVED_ALREADY)
    _judge(session, actor, candidate, Verdict.APPROVE)
    if approvals or not needs_second(candidate):
        candidate.state = CandidateState.APPROVED
    record_in_group(
        session,
        actor,
        Kind.CANDIDATE_APPROVED,
        candidate.id,
        candidate.group_id,
        verdict=Verdict.APPROVE,
    )
    if candidate.state == CandidateState.APPROVED:
        enqueue(session, actor, Job.WEIGH_BATCH, group_id=str(candidate.group_id))
    return CandidateState(candidate.state)


def return_candidate(
    session: Session, actor: Actor, candidate: Candidate, version: int, question: str
) -> None:
    """Ask the hidden author, who may change it, answer, or withdraw."""
    require(actor, Action.CANDIDATE_DECIDE, candidate)
    _hold(session, candidate, version, CandidateState.IN_REVIEW)
    _tell_author(session, actor, candidate, Verdict.RETURN, question)
    candidate.state = CandidateState.RETURNED
    kind = Kind.CANDIDATE_RETURNED
    record_in_group(session, actor, kind, candidate.id, candidate.group_id, verdict=Verdict.RETURN)


def refuse_candidate(
    session: Session, actor: Actor, candidate: Candidate, version: int, reason: str
) -> None:
    """End the review; only the hidden author reads the reason."""
    require(actor, Action.CANDIDATE_DECIDE, candidate)
    _hold(session, candidate, version, CandidateState.IN_REVIEW)
    _tell_author(session, actor, candidate, Verdict.REFUSE, reason)
    candidate.state = CandidateState.REFUSED
    kind = Kind.CANDIDATE_REFUSED
    record_in_group(session, actor, kind, candidate.id, candidate.group_id, verdict=Verdict.REFUSE)


def reopen_candidate(session: Session, actor: Actor, candidate: Candidate, version: int) -> None:
    """Take one's own approval back while a second coordinator has still to approve.

    Not later: whoever approves one item, takes it back and approves another sees by the batch
    becoming ready or not which items share a family.
    """
    require(actor, Action.CANDIDATE_DECIDE, candidate)
    if candidate.state == CandidateState.APPROVED:
        raise Refused(FINAL)
    _hold(session, candidate, version, CandidateState.IN_REVIEW)
    if actor.person_id not in _approvals(session, candidate):
        raise Conflict
    session.execute(
        delete(Review).where(
            Review.candidate_id == candidate.id,
            Review.coordinator_id == actor.person_id,
            Review.candidate_version == candidate.version,
            Review.verdict == Verdict.APPROVE,
        )
    )
    record_in_group(session, actor, Kind.CANDIDATE_REOPENED, candidate.id, candidate.group_id)


def release_batch(session: Session, actor: Actor, group: Group) -> None:
    """Ask for the group's open batch to leave now; the job weighs it once more."""
    require(actor, Action.GROUP_RELEASE, group)
    batch = session.scalars(
        select(Batch).where(Batch.group_id == group.id, Batch.state == BatchState.READY)
    ).one_or_none()
    if batch is None:
        raise Refused(NOT_READY)
    record_in_group(session, actor, Kind.BATCH_REQUESTED, batch.id, group.id)
    enqueue(session, actor, Job.RELEASE_BATCH, batch_id=str(batch.id))


def needs_second(candidate: Candidate) -> bool:
    """Whether it reaches more than the group, so that two coordinators must approve."""
    return candidate.audience != Audience.GROUP


def _hold(session: Session, candidate: Candidate, version: int, *states: CandidateState) -> None:
    """Lock the row as it is now: two decisions, or a decision and a change, follow each other."""
    found = session.scalars(
        select(Candidate)
        .where(Candidate.id == candidate.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound(Candidate.__name__)
    if candidate.version != version or candidate.state not in states:
        raise Conflict


def _approvals(session: Session, candidate: Candidate) -> set[object]:
    return set(
        session.scalars(
            select(Review.coordinator_id).where(
                Review.candidate_id == candidate.id,
                Review.candidate_version == candidate.version,
                Review.verdict == Verdict.APPROVE,
            )
        )
    )


def _judge(session: Session, actor: Actor, candidate: Candidate, verdict: Verdict) -> None:
    session.add(
        Review(
            candidate_id=candidate.id,
            group_id=candidate.group_id,
            coordinator_id=actor.person_id,
            candidate_version=candidate.version,
            verdict=verdict,
            week=week_of(now()),
        )
    )
    # The database lets a candidate be approved when the reviews are there that it takes.
    session.flush()


def _tell_author(
    session: Session, actor: Actor, candidate: Candidate, verdict: Verdict, words: str
) -> None:
    """Keep the verdict, and its words where only the hidden author and coordination read them."""
    _judge(session, actor, candidate, verdict)
    _say(session, candidate, words)


def _say(session: Session, candidate: Candidate, body: str) -> None:
    last = session.scalar(
        select(func.max(SealedMessage.place)).where(SealedMessage.candidate_id == candidate.id)
    )
    session.add(
        SealedMessage(
            candidate_id=candidate.id,
            group_id=candidate.group_id,
            side=Side.COORDINATION,
            body=body,
            week=week_of(now()),
            place=(last or 0) + 1,
        )
    )
