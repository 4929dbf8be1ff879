from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class AuditImportState(StrEnum):
    READING = "reading"
    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    UNDONE = "undone"


class AuditImport(OrganizationOwned, Identified, Base):
    """One uploaded list of audits; all that is known of it is in `sealed`, in whole blocks.

    `sealed` is an `audit_lists.draft.Draft` as JSON under `audit_imports/<id>`; the file itself and
    what is wrong with its rows are `audit_import_pieces`.
    """

    __tablename__ = "audit_imports"
    __table_args__ = (ForeignKeyConstraint(["organization_id"], ["organizations.id"]),)

    started_by: Mapped[UUID]
    started_on: Mapped[date]
    state: Mapped[str]
    sealed: Mapped[bytes]
    version: Mapped[int]
