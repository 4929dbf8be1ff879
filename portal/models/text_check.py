from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class TextCheck(OrganizationOwned, Base):
    """What the tagger found in one long contribution, and whether a job is reading it now.

    Every contribution has one from its start, so that a dump does not tell which text is long.
    `sealed` is JSON under `checks/<contribution id>` with the contribution's own key, in whole
    blocks: a keyed digest of the text that was read, and spans, but never the text.
    """

    __tablename__ = "checks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "contribution_id"],
            ["contributions.organization_id", "contributions.id"],
            ondelete="CASCADE",
        ),
    )

    contribution_id: Mapped[UUID] = mapped_column(primary_key=True)
    created_by: Mapped[UUID]
    is_running: Mapped[bool]
    percent: Mapped[int]
    sealed: Mapped[bytes]
