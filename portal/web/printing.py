"""Ordering a PDF of a page, for every feature that prints: a job draws it, one person keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core import pango
from portal.core.clock import now
from portal.db.encrypted import vault
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import Printout, PrintoutState
from portal.web.context import Context

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


def ordered(ctx: Context, title: str, page: str) -> ResponseReturnValue:
    """Order it, and go where it will be: the page is as its reader may read it now."""
    printout = order_printout(ctx.session, ctx.actor, NewPrintout(title, page))
    return redirect(url_for("printouts.show_printout", printout_id=printout.id), 303)


def frame(back: str) -> dict[str, Any]:
    """What a page for print needs beside its content: `layout/printing.html`."""
    return {
        "back": back,
        "here": request.full_path.rstrip("?"),
        "printouts_href": url_for("printouts.list_printouts"),
        "can_draw": not pango.missing(),
    }
