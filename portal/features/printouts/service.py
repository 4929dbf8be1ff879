"""Destroying a PDF before its day is over."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.models import Printout


def delete_printout(session: Session, actor: Actor, printout: Printout) -> None:
    require(actor, Action.PRINTOUT_CHANGE, printout)
    session.execute(delete(Printout).where(Printout.id == printout.id))
    record_personal(session, actor, Kind.PRINTOUT_DELETED, printout.id)
