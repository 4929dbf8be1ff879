from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class GateProbe(Base):
    """What a family asked the gate about on one day, in names that mean nothing on another."""

    __tablename__ = "gate_probes"

    family_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked_on: Mapped[date] = mapped_column(primary_key=True)
    draft: Mapped[bytes] = mapped_column(primary_key=True)
    about: Mapped[bytes] = mapped_column(primary_key=True)
