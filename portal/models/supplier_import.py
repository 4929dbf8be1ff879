from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class ImportState(StrEnum):
    MAPPING = "mapping"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDONE = "undone"


class SupplierImport(OrganizationOwned, Identified, Base):
    """One uploaded facility list: `sealed` holds its rows, mapping and choices (`imports/<id>`)."""

    __tablename__ = "imports"
    __table_args__ = (ForeignKeyConstraint(["organization_id"], ["organizations.id"]),)

    started_by: Mapped[UUID]
    started_at: Mapped[datetime]
    state: Mapped[str]
    rows_total: Mapped[int]
    rows_done: Mapped[int]
    sealed: Mapped[bytes]
    version: Mapped[int]
