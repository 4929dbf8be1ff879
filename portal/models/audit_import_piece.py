from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class AuditImportPiece(OrganizationOwned, Base):
    """Some hundred kilobytes of what belongs to an import, sealed: nobody has to hold the whole.

    `kind` is `upload` (the file as it came) or `problems` (a JSON list of what is wrong with rows).
    """

    __tablename__ = "audit_import_pieces"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "import_id"],
            ["audit_imports.organization_id", "audit_imports.id"],
            ondelete="CASCADE",
        ),
    )

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
