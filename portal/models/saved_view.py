from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class SavedView(OrganizationOwned, Identified, Base):
    """Filters of a list under a name, kept by one person for that person alone.

    What somebody looks for is nobody else's business: `sealed` is JSON under `saved_views/<id>`, in
    whole blocks, with the list's address, the name, the filters, and whether the list opens with
    them.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "created_by"], ["people.organization_id", "people.id"]
        ),
    )

    created_by: Mapped[UUID]
    sealed: Mapped[bytes]
