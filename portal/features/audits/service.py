"""What can be done to an audit."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record
from portal.audit_lists.outcome import Outcome
from portal.audit_records import edits, records
from portal.audit_records.contents import Finding
from portal.core.errors import NotFound
from portal.db.encrypted import vault
from portal.models import Audit


@dataclass(frozen=True, slots=True)
class Changed:
    """What was typed over version `version`; each finding keeps its actions by its key."""

    outcome: Outcome
    findings: Sequence[Finding]
    version: int


def add_audit(session: Session, actor: Actor, new: Outcome) -> UUID:
    require(actor, Action.AUDIT_ADD, actor.workspace)
    (added,) = records.add_outcomes(session, [new])
    record(session, actor, Kind.AUDIT_ADDED, added)
    return added


def change_audit(session: Session, actor: Actor, audit: Audit, new: Changed) -> None:
    """Raise `Conflict` unless `version` is the one that the person has seen."""
    require(actor, Action.AUDIT_CHANGE, audit)
    edits.replace_audit(session, audit, new.outcome, new.findings, new.version)
    record(session, actor, Kind.AUDIT_CHANGED, audit.id)


def delete_audit(session: Session, actor: Actor, audit: Audit) -> str:
    """Answer what `restore_audit` needs: all of it, sealed, for the person to send back."""
    require(actor, Action.AUDIT_CHANGE, audit)
    audit_id = audit.id
    content = json.dumps(edits.take_out(session, audit)).encode()
    packed = base64.b64encode(zlib.compress(content, 9)).decode()
    sealed = vault(session).seal(packed, f"deleted_audits/{audit_id}")
    record(session, actor, Kind.AUDIT_DELETED, audit_id)
    return base64.urlsafe_b64encode(sealed).decode()


def restore_audit(session: Session, actor: Actor, audit_id: UUID, kept: str) -> None:
    """Put a deleted audit back; raise `NotFound` unless it is this tenant's own."""
    require(actor, Action.AUDIT_ADD, actor.workspace)
    try:
        sealed = base64.urlsafe_b64decode(kept)
        packed = base64.b64decode(vault(session).open(sealed, f"deleted_audits/{audit_id}"))
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise NotFound(audit_id) from error
    edits.put_back(session, audit_id, json.loads(zlib.decompress(packed)))
    record(session, actor, Kind.AUDIT_ADDED, audit_id)
