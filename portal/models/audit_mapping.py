from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, OrganizationOwned


class AuditMapping(OrganizationOwned, Base):
    """What a tenant's audit lists mean by their titles and words, as somebody chose it last.

    `sealed` is an `audit_lists.draft.Memory` as JSON under `audit_mappings/<organization id>`.
    """

    __tablename__ = "audit_mappings"
    __table_args__ = (ForeignKeyConstraint(["organization_id"], ["organizations.id"]),)

    sealed: Mapped[bytes]
    version: Mapped[int]
