"""What audits and actions say, as sealed and tagged columns of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Outcome
from portal.audit_records import contents
from portal.audit_records.contents import Finding, Item
from portal.audit_records.tags import Tagger, tagger
from portal.db.encrypted import Vault, vault

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Press:
    """Seals and tags for the acting tenant inside one transaction."""

    box: Vault
    tags: Tagger

    def audit(self, audit_id: UUID, outcome: Outcome, findings: Sequence[Finding]) -> Row:
        """The columns that depend on what an audit says."""
        told = contents.graded(outcome)
        _, day = self.tags.day(told.audited_on)
        return {
            "head": contents.seal_head(self.box, audit_id, told),
            "findings": contents.seal_findings(self.box, audit_id, findings),
            "supplier_tag": self.tags.supplier(told.supplier),
            "scheme_tag": self.tags.scheme(told.scheme),
            "severity_tag": self.tags.severity(told.severity),
            "month_tag": self.tags.month(told.audited_on),
            "day_tag": day,
        }

    def around(self, outcome: Outcome, severity: str) -> Row:
        """The columns of an action that depend on its audit and its finding."""
        return {
            "supplier_tag": self.tags.supplier(outcome.supplier),
            "scheme_tag": self.tags.scheme(outcome.scheme),
            "severity_tag": self.tags.severity(severity),
        }

    def item(self, item_id: UUID, item: Item) -> Row:
        """The columns of an action that depend on itself."""
        year, day = self.tags.day(item.said.due_on)
        return {
            "sealed": contents.seal_item(self.box, item_id, item),
            "state_tag": self.tags.state(item.said.state),
            "year_tag": year,
            "month_tag": self.tags.month(item.said.due_on),
            "day_tag": day,
        }


def press(session: Session) -> Press:
    """That of this transaction."""
    return Press(vault(session), tagger(session))
