"""What can be done to a corrective action."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record
from portal.audit_lists.outcome import Action as Said
from portal.audit_records import edits
from portal.audit_records.contents import Step
from portal.core.clock import now
from portal.core.errors import Conflict, NotFound, Refused
from portal.models import Audit, CapItem
from portal.reference import audits

VERIFIED = frozenset({"verified_closed", "verification_failed"})
"""States that somebody has looked into: how is said with them."""

N_ = str  # marks a message id for the catalog; the page translates it
_NOT_NEXT = N_("That step is not possible from the present state.")
_HOW = N_("Say how it was verified.")


@dataclass(frozen=True, slots=True)
class NewAction:
    """`finding` is the key of the finding that it answers."""

    finding: str
    said: Said


@dataclass(frozen=True, slots=True)
class Changed:
    """What was typed over version `version`; state and verification stay what they are."""

    said: Said
    version: int


@dataclass(frozen=True, slots=True)
class Move:
    """To `state`; `verification` and `evidence` as far as they were said."""

    state: str
    version: int
    verification: str = ""
    evidence: str = ""


def add_action(session: Session, actor: Actor, audit: Audit, new: NewAction) -> UUID:
    """Raise `NotFound` if the audit has no such finding (any more)."""
    require(actor, Action.AUDIT_CHANGE, audit)
    try:
        added = edits.add_item(session, audit, new.finding, new.said)
    except KeyError as error:
        raise NotFound(new.finding) from error
    record(session, actor, Kind.CAP_ITEM_ADDED, added)
    return added


def change_action(session: Session, actor: Actor, item: CapItem, new: Changed) -> None:
    """Raise `Conflict` unless `version` is the one that the person has seen."""
    require(actor, Action.AUDIT_CHANGE, item)
    before = edits.item_of(session, item)
    kept = replace(new.said, state=before.said.state, verification=before.said.verification)
    edits.replace_item(session, item, replace(before, said=kept), new.version)
    record(session, actor, Kind.CAP_ITEM_CHANGED, item.id)


def advance_action(session: Session, actor: Actor, item: CapItem, move: Move) -> None:
    """Take it to one of the states that may follow; `Refused` otherwise, `Conflict` if it moved."""
    require(actor, Action.AUDIT_CHANGE, item)
    if item.version != move.version:
        raise Conflict(item.id)
    before = edits.item_of(session, item)
    _, finding = edits.context_of(session, item, before)
    said = before.said
    if move.state not in audits.next_states(said.state, collaborative=finding.said.collaborative):
        raise Refused(_NOT_NEXT)
    if move.state in VERIFIED and not move.verification:
        raise Refused(_HOW)
    step = Step(said.state, move.state, actor.name, now().isoformat(), said.verification)
    moved = replace(
        said,
        state=move.state,
        verification=move.verification if move.state in VERIFIED else said.verification,
        evidence=move.evidence or said.evidence,
    )
    history = (*before.history, step)
    edits.replace_item(session, item, replace(before, said=moved, history=history), move.version)
    record(session, actor, Kind.CAP_ITEM_ADVANCED, item.id)


def step_back(session: Session, actor: Actor, item: CapItem, version: int) -> None:
    """Take the last step back, as if it had not been made."""
    require(actor, Action.AUDIT_CHANGE, item)
    before = edits.item_of(session, item)
    if item.version != version or not before.history:
        raise Conflict(item.id)
    *history, last = before.history
    said = replace(before.said, state=last.before, verification=last.verification)
    back = replace(before, said=said, history=tuple(history))
    edits.replace_item(session, item, back, version)
    record(session, actor, Kind.CAP_ITEM_STEPPED_BACK, item.id)


def delete_action(session: Session, actor: Actor, item: CapItem) -> None:
    require(actor, Action.AUDIT_CHANGE, item)
    edits.drop_item(session, item)
    record(session, actor, Kind.CAP_ITEM_DELETED, item.id)
