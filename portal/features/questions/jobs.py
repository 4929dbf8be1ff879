"""What was said to or by somebody hidden arrives when its time has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal.core.clock import now, week_of
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import Question, QuestionLine, QuestionQuota, Release


@runs(Job.DELIVER_LINES)
def deliver_lines(work: Work) -> None:
    """Deliver what is due, and forget how often people spoke in weeks that are over."""
    with work.steward.transaction() as session:
        deliver(session, now())
        session.execute(delete(QuestionQuota).where(QuestionQuota.week < week_of(now())))


def deliver(session: Session, at: datetime) -> int:
    """For a session of the steward; answers how many turns arrived.

    They bear the week and the place of their arrival: neither tells when they were written. What
    was on its way to the author of a withdrawn release arrives empty.
    """
    session.execute(
        update(Question)
        .where(Question.visible_from <= at)
        .values(visible_from=None, week=week_of(at))
    )
    due = (
        select(QuestionLine.id, QuestionLine.question_id, Release.withdrawn)
        .join(Question, Question.id == QuestionLine.question_id)
        .join(Release, Release.id == Question.release_id)
        .where(QuestionLine.visible_from <= at)
        .order_by(QuestionLine.visible_from, QuestionLine.id)
        .with_for_update(of=QuestionLine, skip_locked=True)
    )
    arrived = session.execute(due).all()
    for line_id, question_id, withdrawn in arrived:
        last = (
            select(func.coalesce(func.max(QuestionLine.place), 0))
            .where(QuestionLine.question_id == question_id)
            .scalar_subquery()
        )
        arrives = {"visible_from": None, "week": week_of(at), "place": last + 1}
        emptied = {"body": ""} if withdrawn else {}
        session.execute(
            update(QuestionLine).where(QuestionLine.id == line_id).values(**arrives, **emptied)
        )
    return len(arrived)
