"""Reading a long text with the tagger, which takes longer than a page may."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.decide import require
from portal.airlock import long_texts
from portal.airlock.checking import whole
from portal.airlock.drafts import opened
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, acting, runs
from portal.models import Contribution
from portal.privacy.identifiers.reading import read

STEP = 5
"""Percent between two lines of progress: each is a transaction of its own."""


@runs(Job.CHECK_TEXT)
def check_text(work: Work, contribution_id: str) -> None:
    """Read the draft as it is saved, and again if it was changed meanwhile."""
    mine = UUID(contribution_id)
    while True:
        with work.database.transaction(write=True, ticket=work.ticket) as session:
            text = _text(session, mine)
        if text is None:
            return
        spans = read(text, _Progress(work, mine))
        with work.database.transaction(write=True, ticket=work.ticket) as session:
            contribution = _mine(session, mine)
            if contribution is None:
                return
            long_texts.store(session, contribution, text, spans)


class _Progress:
    """Tells how far the tagger is, every few percent."""

    def __init__(self, work: Work, contribution_id: UUID) -> None:
        self._work = work
        self._contribution_id = contribution_id
        self._told = 0

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if percent - self._told >= STEP and percent < 100:
            self._told = percent
            with self._work.database.transaction(write=True, ticket=self._work.ticket) as session:
                long_texts.tell(session, self._contribution_id, percent)


def _text(session: Session, contribution_id: UUID) -> str | None:
    """What is still to be read; the row of the check is held while this is decided."""
    contribution = _mine(session, contribution_id)
    if contribution is None:
        return None
    require(acting(session), Action.CONTRIBUTION_EDIT, contribution)
    long_texts.hold(session, contribution_id)
    session.refresh(contribution)  # as it was saved last before the check was held
    text = whole(opened(session, contribution).fields)
    return text if long_texts.is_wanted(session, contribution, text) else None


def _mine(session: Session, contribution_id: UUID) -> Contribution | None:
    wanted = select(Contribution).where(Contribution.id == contribution_id)
    return session.scalars(wanted).one_or_none()
