from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class AppointmentKind(StrEnum):
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"


class Appointment(Base):
    """What a person is in a group."""

    __tablename__ = "appointments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        ForeignKeyConstraint(
            ["organization_id", "person_id"], ["people.organization_id", "people.id"]
        ),
    )

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    association_id: Mapped[UUID]
