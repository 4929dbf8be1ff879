"""Answers of hidden authors arrive when their time has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.core.clock import now, week_of
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import Candidate, CandidateState, SealedMessage


@runs(Job.DELIVER_ANSWERS)
def deliver_answers(work: Work) -> None:
    """Show coordination what is due, and put the items back into review."""
    with work.steward.transaction() as session:
        deliver(session, now())


def deliver(session: Session, at: datetime) -> int:
    """For a session of the steward; answers how many arrived. They bear the week of the arrival.

    An item that its author changed or withdrew meanwhile stays as it is.
    """
    due = select(SealedMessage.id, SealedMessage.candidate_id).where(
        SealedMessage.visible_from <= at
    )
    arrived = session.execute(due.with_for_update(skip_locked=True)).all()
    for message_id, candidate_id in arrived:
        last = (
            select(func.coalesce(func.max(SealedMessage.place), 0))
            .where(SealedMessage.candidate_id == candidate_id)
            .where(SealedMessage.visible_from.is_(None))
            .scalar_subquery()
        )
        session.execute(
            update(SealedMessage)
            .where(SealedMessage.id == message_id)
            .values(visible_from=None, week=week_of(at), place=last + 1)
        )
        session.execute(
            update(Candidate)
            .where(Candidate.id == candidate_id, Candidate.state == CandidateState.RETURNED)
            .values(state=CandidateState.IN_REVIEW)
        )
    return len(arrived)
