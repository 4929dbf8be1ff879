"""One audit with one action, as a tenant keeps it."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.contents import Finding, Item
from portal.audit_records.rows import press
from portal.models import Audit, CapItem


def write_audit(session: Session, audit_id: UUID, item_id: UUID) -> None:
    """Sealed as the features seal it."""
    made_by = press(session)
    outcome = Outcome(supplier="Mill", scheme="smeta")
    finding = Finding("k", AuditFinding(issue="Fees were paid.", severity="major"))
    session.add(
        Audit(
            id=audit_id,
            import_id=None,
            version=1,
            **made_by.audit(audit_id, outcome, [finding]),
        )
    )
    session.flush()
    session.add(
        CapItem(
            id=item_id,
            audit_id=audit_id,
            version=1,
            **made_by.around(outcome, "major"),
            **made_by.item(item_id, Item("k", 0, Action(text="Pay them back."))),
        )
    )
