from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped

from portal.db.base import Base, Identified, OrganizationOwned


class PrintoutState(StrEnum):
    WAITING = "waiting"
    DRAWING = "drawing"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"


class Printout(OrganizationOwned, Identified, Base):
    """A PDF that one person asked for, kept for a day for that person alone.

    `sealed` is JSON under `printouts/<id>` in whole blocks: the title, and until it is drawn the
    page that becomes the PDF. `pdf` is sealed for the object of this id, and empty until then.
    """

    __tablename__ = "printouts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "created_by"], ["people.organization_id", "people.id"]
        ),
    )

    created_by: Mapped[UUID]
    kept_until: Mapped[datetime]
    state: Mapped[str]
    sealed: Mapped[bytes]
    pdf: Mapped[bytes]
