"""How an audit, its findings and its actions are written down and sealed in whole blocks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.db.encrypted import Vault
from portal.reference import audits

HEAD_BLOCK: Final = 1024
FINDINGS_BLOCK: Final = 4096
ITEM_BLOCK: Final = 1024
"""So that a length tells neither how much was found nor how far an action has come."""

_HEAD: Final = (
    *("supplier", "scheme", "reference", "supplier_id", "country", "scheme_name"),
    *("value", "severity", "announcement", "purpose", "mode"),
)
_FINDING: Final = ("issue", "reference", "value", "severity", "collaborative")
_ACTION: Final = ("text", "state", "owner", "evidence", "verification")


@dataclass(frozen=True, slots=True)
class Step:
    """From one state to another: by whom (a name), when (ISO 8601), and how verified until then."""

    before: str
    after: str
    by: str
    at: str
    verification: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a kept audit without its actions; `key` is what they name it by."""

    key: str
    said: AuditFinding


@dataclass(frozen=True, slots=True)
class Item:
    """One kept action: `finding` is the key of what it answers, `place` its order there."""

    finding: str
    place: int
    said: Action
    history: tuple[Step, ...] = field(default=())


def new_key() -> str:
    return secrets.token_hex(4)


def graded(outcome: Outcome) -> Outcome:
    """With the neutral severity of the worst finding, or of its own value, where none was given."""
    if outcome.severity:
        return outcome
    worst = audits.worst([each.severity for each in outcome.findings])
    return replace(outcome, severity=worst or audits.severity_of(outcome.scheme, outcome.value))


def seal_head(box: Vault, audit_id: UUID, outcome: Outcome) -> bytes:
    content: dict[str, Any] = {name: getattr(outcome, name) for name in _HEAD}
    content["audited_on"] = outcome.audited_on.isoformat() if outcome.audited_on else ""
    return box.seal(content, f"audits.head/{audit_id}", block=HEAD_BLOCK)


def open_head(box: Vault, audit_id: UUID, sealed: bytes) -> Outcome:
    """The outcome without its findings."""
    content = box.open(sealed, f"audits.head/{audit_id}")
    day = content.pop("audited_on")
    return Outcome(**content, audited_on=date.fromisoformat(day) if day else None)


def seal_findings(box: Vault, audit_id: UUID, findings: Sequence[Finding]) -> bytes:
    content = [
        {"key": each.key, "indicators": list(each.said.indicators)}
        | {name: getattr(each.said, name) for name in _FINDING}
        for each in findings
    ]
    return box.seal(content, f"audits.findings/{audit_id}", block=FINDINGS_BLOCK)


def open_findings(box: Vault, audit_id: UUID, sealed: bytes) -> tuple[Finding, ...]:
    content = box.open(sealed, f"audits.findings/{audit_id}")
    return tuple(
        Finding(
            each["key"],
            AuditFinding(
                **{name: each[name] for name in _FINDING}, indicators=tuple(each["indicators"])
            ),
        )
        for each in content
    )


def seal_item(box: Vault, item_id: UUID, item: Item) -> bytes:
    content: dict[str, Any] = {name: getattr(item.said, name) for name in _ACTION}
    content |= {
        "due_on": item.said.due_on.isoformat() if item.said.due_on else "",
        "finding": item.finding,
        "place": item.place,
        "history": [astuple(each) for each in item.history],
    }
    return box.seal(content, f"cap_items/{item_id}", block=ITEM_BLOCK)


def open_item(box: Vault, item_id: UUID, sealed: bytes) -> Item:
    content = box.open(sealed, f"cap_items/{item_id}")
    due = content["due_on"]
    said = Action(
        **{name: content[name] for name in _ACTION}, due_on=date.fromisoformat(due) if due else None
    )
    history = tuple(Step(*each) for each in content["history"])
    return Item(content["finding"], content["place"], said, history)


def whole(head: Outcome, findings: Sequence[Finding], items: Sequence[Item]) -> Outcome:
    """An outcome as it was handed in, findings and actions in their order."""
    actions: Mapping[str, list[Action]] = {each.key: [] for each in findings}
    for item in sorted(items, key=lambda each: each.place):
        actions[item.finding].append(item.said)
    return replace(
        head,
        findings=tuple(replace(each.said, actions=tuple(actions[each.key])) for each in findings),
    )
