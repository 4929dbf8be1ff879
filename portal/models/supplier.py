from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class Supplier(OrganizationOwned, Identified, Base):
    """One facility of a tenant's private registry; all that it says is in `sealed`.

    `sealed` is a JSON object under `suppliers/<id>`: name, address, country, subdivision, sector,
    os_id, note; after a merge also `before` (the same object as it was) and `merged_by` (the
    import's id), from which undoing the import restores it. `match_tag` names the normalized name
    and country under the tenant's key.
    """

    __tablename__ = "suppliers"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "import_id"], ["imports.organization_id", "imports.id"]
        ),
        Index("ix_suppliers_organization_id_match_tag", "organization_id", "match_tag"),
    )

    sealed: Mapped[bytes]
    match_tag: Mapped[bytes]
    import_id: Mapped[UUID | None]
    version: Mapped[int]
