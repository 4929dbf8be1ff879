from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class CapItem(OrganizationOwned, Identified, Base):
    """One item of a corrective action plan, sealed as its audit is (`cap_items/<id>`).

    The tags repeat the supplier and scheme of the audit and the severity of the finding;
    `year_tag`, `month_tag` and `day_tag` are of the day on which the item is due.
    """

    __tablename__ = "cap_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "audit_id"],
            ["audits.organization_id", "audits.id"],
            ondelete="CASCADE",
        ),
        Index("ix_cap_items_organization_id_audit_id", "organization_id", "audit_id"),
        Index(
            "ix_cap_items_listed",
            *("organization_id", "month_tag", "state_tag", "severity_tag", "scheme_tag"),
            *("supplier_tag", "day_tag"),
        ),
    )

    audit_id: Mapped[UUID]
    sealed: Mapped[bytes]
    supplier_tag: Mapped[bytes]
    scheme_tag: Mapped[bytes]
    severity_tag: Mapped[bytes]
    state_tag: Mapped[bytes]
    year_tag: Mapped[bytes]
    month_tag: Mapped[bytes]
    day_tag: Mapped[bytes]
    version: Mapped[int]
