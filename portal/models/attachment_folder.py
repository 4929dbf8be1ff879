from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class AttachmentFolder(OrganizationOwned, Base):
    """All that is attached to one contribution: in clear not even whether there is anything.

    Every contribution has a folder from its start, and `sealed` is filled up to whole blocks: a
    number of files or a number of changes in a dump would point at the author of a candidate that
    has as many. `sealed` is JSON under `attachment_folders/<contribution id>` with the
    contribution's own key, and names the objects of the store.
    """

    __tablename__ = "attachment_folders"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "contribution_id"],
            ["contributions.organization_id", "contributions.id"],
            ondelete="CASCADE",
        ),
    )

    contribution_id: Mapped[UUID] = mapped_column(primary_key=True)
    created_by: Mapped[UUID]
    sealed: Mapped[bytes]
