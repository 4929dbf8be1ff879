"""Audits on their way into the workspace in bulk, and out of it in the clear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, cast
from uuid import UUID, uuid4

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Outcome
from portal.audit_records import contents
from portal.audit_records.contents import Finding, Item
from portal.audit_records.rows import Press, Row, press
from portal.db.encrypted import vault
from portal.models import Audit, CapItem

CHUNK: Final = 500
"""Audits for one statement."""

_AUDITS: Final = cast("Table", Audit.__table__)
_ITEMS: Final = cast("Table", CapItem.__table__)


def add_outcomes(
    session: Session, outcomes: Sequence[Outcome], import_id: UUID | None = None
) -> list[UUID]:
    """Seal and store them; their ids in the same order.

    Neither is checked what they say nor is anything recorded: that is the business of whoever asks.
    """
    made_by = press(session)
    ids: list[UUID] = []
    for start in range(0, len(outcomes), CHUNK):
        audits: list[Row] = []
        items: list[Row] = []
        for outcome in outcomes[start : start + CHUNK]:
            audit_id = uuid4()
            ids.append(audit_id)
            findings = [Finding(contents.new_key(), each) for each in outcome.findings]
            told = {"id": audit_id, "import_id": import_id, "version": 1}
            audits.append(told | made_by.audit(audit_id, outcome, findings))
            items += _items(made_by, audit_id, outcome, findings)
        session.execute(insert(_AUDITS), audits)
        if items:
            session.execute(insert(_ITEMS), items)
    return ids


def _items(
    made_by: Press, audit_id: UUID, outcome: Outcome, findings: Sequence[Finding]
) -> Iterator[Row]:
    for finding in findings:
        around = made_by.around(outcome, finding.said.severity) | {
            "audit_id": audit_id,
            "version": 1,
        }
        for place, action in enumerate(finding.said.actions):
            item_id = uuid4()
            item = Item(finding.key, place, action)
            yield {"id": item_id} | around | made_by.item(item_id, item)


def delete_import(session: Session, import_id: UUID) -> int:
    """Remove every audit of an import with its actions, edited since or not; how many audits."""
    gone = delete(Audit).where(Audit.import_id == import_id).returning(Audit.id).cte()
    return session.scalar(select(func.count()).select_from(gone)) or 0


def opened(session: Session, audit: Audit) -> Outcome:
    """All that an audit says."""
    box = vault(session)
    rows = session.execute(
        select(CapItem.id, CapItem.sealed).where(CapItem.audit_id == audit.id)
    ).all()
    return contents.whole(
        contents.open_head(box, audit.id, audit.head),
        contents.open_findings(box, audit.id, audit.findings),
        [contents.open_item(box, row.id, row.sealed) for row in rows],
    )


def every_outcome(session: Session, batch: int = 500) -> Iterator[Outcome]:
    """Everything of the acting tenant, in no order, so many audits in memory at a time."""
    box = vault(session)
    columns = select(Audit.id, Audit.head, Audit.findings).order_by(Audit.id).limit(batch)
    last: UUID | None = None
    while True:
        rows = session.execute(columns if last is None else columns.where(Audit.id > last)).all()
        if not rows:
            return
        last = rows[-1].id
        items: defaultdict[UUID, list[Item]] = defaultdict(list)
        wanted = CapItem.audit_id.in_([row.id for row in rows])
        for each in session.execute(
            select(CapItem.audit_id, CapItem.id, CapItem.sealed).where(wanted)
        ):
            items[each.audit_id].append(contents.open_item(box, each.id, each.sealed))
        for row in rows:
            yield contents.whole(
                contents.open_head(box, row.id, row.head),
                contents.open_findings(box, row.id, row.findings),
                items[row.id],
            )
