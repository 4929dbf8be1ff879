from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class Audit(OrganizationOwned, Identified, Base):
    """One audit of a supplier, as its tenant knows it; all that it says is sealed.

    `head` (`audits.head/<id>`) holds what lists show, `findings` (`audits.findings/<id>`) what was
    found, both in whole blocks. The tags name, under the tenant's key, what lists filter and order
    by (`audit_records.tags`); `month_tag` and `day_tag` are of the day of the audit.
    """

    __tablename__ = "audits"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        Index("ix_audits_organization_id_supplier_tag", "organization_id", "supplier_tag"),
        Index(
            "ix_audits_listed",
            *("organization_id", "month_tag", "severity_tag", "scheme_tag", "supplier_tag"),
            "day_tag",
        ),
        Index("ix_audits_organization_id_import_id", "organization_id", "import_id"),
    )

    import_id: Mapped[UUID | None]
    head: Mapped[bytes]
    findings: Mapped[bytes]
    supplier_tag: Mapped[bytes]
    scheme_tag: Mapped[bytes]
    severity_tag: Mapped[bytes]
    month_tag: Mapped[bytes]
    day_tag: Mapped[bytes]
    version: Mapped[int]
