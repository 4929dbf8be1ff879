"""Ordering a PDF, and destroying it before its day is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.clock import now
from portal.db.encrypted import vault
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import Printout, PrintoutState

KEPT: Final = timedelta(days=1)
BLOCK: Final = 65_536


@dataclass(frozen=True, slots=True)
class NewPrintout:
    """`page` is a whole HTML page: what its reader could read when it was ordered."""

    title: str
    page: str


def order_printout(session: Session, actor: Actor, new: NewPrintout) -> Printout:
    require(actor, Action.PRINTOUT_CHANGE, actor.workspace)
    # Rounded: who printed something in which minute is nobody's business.
    until = (now() + KEPT).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    printout = Printout(
        created_by=actor.person_id, kept_until=until, state=PrintoutState.WAITING, pdf=b""
    )
    content = {"title": new.title, "page": new.page, "pages": 0}
    place = f"printouts/{printout.id}"
    printout.sealed = vault(session).seal(content, place, block=BLOCK)
    session.add(printout)
    session.flush()
    record_personal(session, actor, Kind.PRINTOUT_ORDERED, printout.id)
    enqueue(session, actor, Job.DRAW_PRINTOUT, printout_id=str(printout.id))
    return printout


def delete_printout(session: Session, actor: Actor, printout: Printout) -> None:
    require(actor, Action.PRINTOUT_CHANGE, printout)
    session.execute(delete(Printout).where(Printout.id == printout.id))
    record_personal(session, actor, Kind.PRINTOUT_DELETED, printout.id)
