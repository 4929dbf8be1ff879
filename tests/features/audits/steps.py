"""What a person does with audits, through HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.audit_lists.outcome import Outcome
from portal.audit_records import records
from portal.models import CapItem
from tests.pages import Page, Visitor
from tests.world import World

AUDIT = {
    "version": "0",
    "do": "save",
    "supplier": "Meridian Garments",
    "scheme": "smeta",
    "audited_on": "2026-09-14",
    "announcement": "unannounced",
    "reference": "",
    "findings-0-issue": "Workers paid recruitment fees.",
    "findings-0-value": "Major NC",
    "findings-0-indicators": "debt_bondage",
    "findings-0-action": "Pay the fees back.",
    "findings-0-due_on": "2026-01-31",
}


def keep(world: World, outcomes: Sequence[Outcome], who: str = "writer@alfa") -> list[UUID]:
    """Audits of a company, without a form."""
    with world.transaction(who, write=True) as session:
        return records.add_outcomes(session, outcomes)


def actions_of(world: World, audit_id: UUID, who: str = "writer@alfa") -> list[UUID]:
    with world.transaction(who) as session:
        return list(session.scalars(select(CapItem.id).where(CapItem.audit_id == audit_id)))


def words(visitor: Visitor, path: str) -> str:
    reply = visitor.get(path, follow_redirects=True)
    assert reply.status_code == 200, reply.status_code
    return Page(reply.text).text


def move(visitor: Visitor, path: str, state: str, version: int, **more: Any) -> str:
    """Press a button of an action; what the page says then."""
    sent = {"state": state, "version": str(version)} | more
    assert visitor.send(f"{path}/advance", sent).location == path
    return words(visitor, path)
