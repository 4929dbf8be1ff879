"""Drawing what was ordered as a PDF, and sweeping what has had its day."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.decide import require
from portal.core.clock import now
from portal.db.encrypted import seal_file, vault
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, acting, runs
from portal.models import Printout, PrintoutState
from portal.outside.paper import Unavailable, draw
from portal.web.printing import BLOCK

STYLES: Final = tuple(
    Path(__file__).parents[3] / "static/css" / name for name in ("paper.css", "paper_figures.css")
)
OPEN: Final = (PrintoutState.WAITING, PrintoutState.DRAWING, PrintoutState.WRITING)


@runs(Job.DRAW_PRINTOUT)
def draw_printout(work: Work, printout_id: str) -> None:
    """Draw the page that was ordered; called again after a crash, it begins anew."""
    mine = UUID(printout_id)
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        row = _open(session, mine)
        if row is None:
            return
        content = vault(session).open(row.sealed, f"printouts/{mine}")
        row.state = PrintoutState.DRAWING

    def laid_out() -> None:
        _tell(work, mine, PrintoutState.WRITING)

    try:
        style = "\n".join(each.read_text("utf-8") for each in STYLES)
        drawn = draw(content["page"], style, laid_out)
    except Unavailable:
        _tell(work, mine, PrintoutState.FAILED)
        return
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        row = _open(session, mine)
        if row is None:
            return
        kept = vault(session)
        told = {"title": content["title"], "page": "", "pages": drawn.pages}
        row.sealed = kept.seal(told, f"printouts/{mine}", block=BLOCK)
        row.pdf = seal_file(kept.tenant_key(), drawn.content, mine.hex)
        row.state = PrintoutState.DONE


@runs(Job.SWEEP_PRINTOUTS)
def sweep_printouts(work: Work) -> None:
    """Those whose day is over are hidden by the database already."""
    with work.steward.transaction() as session:
        session.execute(delete(Printout).where(Printout.kept_until <= now()))


def _open(session: Session, printout_id: UUID) -> Printout | None:
    """Nothing if it was deleted, or is done."""
    wanted = select(Printout).where(Printout.id == printout_id, Printout.state.in_(OPEN))
    row = session.scalars(wanted.with_for_update()).one_or_none()
    if row is not None:
        require(acting(session), Action.PRINTOUT_CHANGE, row)
    return row


def _tell(work: Work, printout_id: UUID, state: PrintoutState) -> None:
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        changed = update(Printout).where(Printout.id == printout_id, Printout.state.in_(OPEN))
        session.execute(changed.values(state=state))
