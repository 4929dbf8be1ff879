from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKeyConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, OrganizationOwned


class NoticeMark(OrganizationOwned, Base):
    """How far a person has read a group's bulletins.

    Everything told before `read_before`, and of later days what `seen` names: days are too coarse
    to say where somebody stopped today.
    """

    __tablename__ = "notice_marks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"]
        ),
    )

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    read_before: Mapped[date]
    seen: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
