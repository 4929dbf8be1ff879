from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class InsightState(StrEnum):
    WAITING = "waiting"
    RELEASED = "released"
    REFUSED = "refused"


class InsightRelease(Identified, Base):
    """The figures of a group up to a quarter: there is a row whatever there was to count.

    Changed by coordinators while it waits, by nobody afterwards. A figure needs `k` families.
    `reason` says to coordinators why it was refused; `version` counts changes of its readers.
    """

    __tablename__ = "insight_releases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        UniqueConstraint("group_id", "quarter"),
        CheckConstraint("quarter ~ '^[0-9]{4}-Q[1-4]$'", name="quarter"),
        CheckConstraint("state in ('waiting', 'released', 'refused')", name="state"),
        CheckConstraint(
            "audience in ('group_and_observers', 'association', 'public')", name="audience"
        ),
        CheckConstraint(
            "(state = 'released') = (released_on is not null)", name="released_on_a_day"
        ),
        CheckConstraint("(state = 'refused') = (reason <> '')", name="refused_for_a_reason"),
        CheckConstraint("k >= 5", name="enough_families"),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    quarter: Mapped[str]
    state: Mapped[str]
    audience: Mapped[str]
    tlp: Mapped[str]
    computed_on: Mapped[date]
    released_on: Mapped[date | None]
    k: Mapped[int]
    version: Mapped[int]
    reason: Mapped[str] = mapped_column(server_default="", default="")
