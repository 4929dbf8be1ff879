"""What happens in threads without anybody's doing: earlier words of a post are emptied."""

from __future__ import annotations

from sqlalchemy import func, select

from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs


@runs(Job.CLEAR_SUPERSEDED)
def clear_superseded(work: Work) -> None:
    """Of what a later edition has replaced only its writer keeps a copy, under seal."""
    with work.database.transaction(write=True) as session:
        session.execute(select(func.guard.clear_superseded()))
