"""One list of audits on its way in, as a tenant keeps it."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit_lists import mapping
from portal.audit_lists.draft import Draft, Sheet
from portal.audit_records import import_rows
from portal.core.clock import now
from portal.models import AuditImport


def write_list(session: Session, person_id: UUID, import_id: UUID) -> None:
    """Sealed as the features seal it."""
    file = b"supplier,scheme,date\nMill,SMETA,2026-01-05\n"
    sheet = Sheet(("supplier", "scheme", "date"), ((2, ("Mill", "SMETA", "2026-01-05")),))
    columns = mapping.guess(sheet.header, {})
    draft = Draft("list.csv", workbook=False, size=len(file), sheet=sheet, columns=columns)
    row = AuditImport(
        id=import_id, started_by=person_id, started_on=now().date(), state="mapping", version=1
    )
    import_rows.keep(session, row, draft)
    session.add(row)
    session.flush()
    import_rows.keep_piece(session, import_id, 0, file)
    import_rows.remember(session, draft)
