"""Single audits and actions: opened with their keys, changed, taken out, put back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Action, Outcome
from portal.audit_records import contents
from portal.audit_records.contents import Finding, Item
from portal.audit_records.rows import press
from portal.core.errors import Conflict
from portal.db.encrypted import vault
from portal.models import Audit, CapItem


@dataclass(frozen=True, slots=True)
class KeptItem:
    id: UUID
    said: Item


@dataclass(frozen=True, slots=True)
class Kept:
    """`head` is the outcome without its findings; items in their order inside each finding."""

    head: Outcome
    findings: tuple[Finding, ...]
    items: tuple[KeptItem, ...]

    def of(self, key: str) -> tuple[KeptItem, ...]:
        """The actions of one finding."""
        return tuple(each for each in self.items if each.said.finding == key)


def kept(session: Session, audit: Audit) -> Kept:
    """All of an audit."""
    box = vault(session)
    rows = session.execute(
        select(CapItem.id, CapItem.sealed).where(CapItem.audit_id == audit.id)
    ).all()
    items = [KeptItem(row.id, contents.open_item(box, row.id, row.sealed)) for row in rows]
    return Kept(
        contents.open_head(box, audit.id, audit.head),
        contents.open_findings(box, audit.id, audit.findings),
        tuple(sorted(items, key=lambda each: (each.said.place, str(each.id)))),
    )


def item_of(session: Session, item: CapItem) -> Item:
    return contents.open_item(vault(session), item.id, item.sealed)


def replace_audit(
    session: Session, audit: Audit, outcome: Outcome, findings: Sequence[Finding], version: int
) -> None:
    """Raise `Conflict` unless `version` is the stored one. Actions of what is gone go with it.

    `outcome` is taken without its findings; each of `findings` keeps its actions by its key, and
    those that it brings along are added.
    """
    made_by, before = press(session), kept(session, audit)
    found = session.execute(
        update(Audit)
        .where(Audit.id == audit.id, Audit.version == version)
        .values(version=version + 1, **made_by.audit(audit.id, outcome, findings))
        .returning(Audit.id)
    )
    if found.one_or_none() is None:
        raise Conflict(audit.id)
    severities = {each.key: each.said.severity for each in findings}
    stays: defaultdict[str, list[UUID]] = defaultdict(list)
    for item in before.items:
        if item.said.finding in severities:
            stays[severities[item.said.finding]].append(item.id)
    staying = [each for ids in stays.values() for each in ids]
    _drop(session, {each.id for each in before.items} - set(staying))
    for severity, ids in stays.items():
        around = made_by.around(outcome, severity)
        session.execute(update(CapItem).where(CapItem.id.in_(ids)).values(**around))
    for finding in findings:
        first = len(before.of(finding.key))
        for place, action in enumerate(finding.said.actions, start=first):
            _add(session, audit.id, outcome, finding, Item(finding.key, place, action))
    session.expire_all()


def add_item(session: Session, audit: Audit, key: str, action: Action) -> UUID:
    """One more action of a finding; KeyError if the audit has no such finding."""
    now = kept(session, audit)
    finding = {each.key: each for each in now.findings}[key]
    place = max((each.said.place + 1 for each in now.of(key)), default=0)
    return _add(session, audit.id, now.head, finding, Item(key, place, action))


def replace_item(session: Session, item: CapItem, said: Item, version: int) -> None:
    """Raise `Conflict` unless `version` is the stored one."""
    found = session.execute(
        update(CapItem)
        .where(CapItem.id == item.id, CapItem.version == version)
        .values(version=version + 1, **press(session).item(item.id, said))
        .returning(CapItem.id)
    )
    if found.one_or_none() is None:
        raise Conflict(item.id)
    session.expire_all()


def drop_item(session: Session, item: CapItem) -> None:
    _drop(session, {item.id})


def take_out(session: Session, audit: Audit) -> dict[str, Any]:
    """Delete an audit with its actions; what `put_back` needs, as JSON."""
    items = session.execute(
        select(CapItem.id, CapItem.sealed).where(CapItem.audit_id == audit.id)
    ).all()
    box = vault(session)
    content = {
        "head": box.open(audit.head, f"audits.head/{audit.id}"),
        "findings": box.open(audit.findings, f"audits.findings/{audit.id}"),
        "items": {str(row.id): box.open(row.sealed, f"cap_items/{row.id}") for row in items},
        "import_id": str(audit.import_id or ""),
    }
    session.execute(delete(Audit).where(Audit.id == audit.id))
    return content


def put_back(session: Session, audit_id: UUID, content: dict[str, Any]) -> None:
    """Store again what `take_out` answered; raise `Conflict` if it is there."""
    if session.scalar(select(Audit.id).where(Audit.id == audit_id)) is not None:
        raise Conflict(audit_id)
    made_by, box = press(session), vault(session)
    head = box.seal(content["head"], f"audits.head/{audit_id}")
    outcome = contents.open_head(box, audit_id, head)
    found = box.seal(content["findings"], f"audits.findings/{audit_id}")
    findings = contents.open_findings(box, audit_id, found)
    row = made_by.audit(audit_id, outcome, findings)
    import_id = UUID(content["import_id"]) if content["import_id"] else None
    session.add(Audit(id=audit_id, import_id=import_id, version=1, **row))
    session.flush()
    severities = {each.key: each.said.severity for each in findings}
    for name, told in content["items"].items():
        item_id = UUID(name)
        item = contents.open_item(box, item_id, box.seal(told, f"cap_items/{item_id}"))
        around = made_by.around(outcome, severities[item.finding])
        around |= made_by.item(item_id, item)
        session.add(CapItem(id=item_id, audit_id=audit_id, version=1, **around))
    session.flush()


def _add(session: Session, audit_id: UUID, outcome: Outcome, finding: Finding, item: Item) -> UUID:
    made_by = press(session)
    row = CapItem(audit_id=audit_id, version=1, **made_by.around(outcome, finding.said.severity))
    for name, value in made_by.item(row.id, item).items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row.id


def _drop(session: Session, ids: Iterable[UUID]) -> None:
    session.execute(delete(CapItem).where(CapItem.id.in_(list(ids))))


def context_of(session: Session, item: CapItem, said: Item) -> tuple[Outcome, Finding]:
    """The audit of an action without its findings, and the finding that the action answers."""
    box = vault(session)
    row = session.execute(
        select(Audit.id, Audit.head, Audit.findings).where(Audit.id == item.audit_id)
    ).one()
    found = contents.open_findings(box, row.id, row.findings)
    finding = {each.key: each for each in found}[said.finding]
    return contents.open_head(box, row.id, row.head), finding
