from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class BulletinKind(StrEnum):
    BATCH = "batch"
    NAMED = "named"
    """What organizations sign of a batch, which observers read at once."""
    BUNDLE = "bundle"
    THREAD = "thread"
    POSTS = "posts"
    TALLY = "tally"
    GROUP = "group"
    FIGURES = "figures"


class Told(StrEnum):
    """Who is told."""

    INSIDE = "inside"
    """Members and coordinators, who read the group's own copies."""
    BEYOND = "beyond"
    """Observers and liaisons, who read bundles."""
    EVERYONE = "everyone"


class Bulletin(Identified, Base):
    """One thing that happened for everybody in a group: the same row for all, the author included.

    `about` names what it is about: a batch, a round, a thread, a release, figures or the group;
    `part` tells apart what happens to the same thing again (a day, a version). `mail_from` is when
    mail may go out, and no person reads it.
    """

    __tablename__ = "bulletins"
    __table_args__ = (
        ForeignKeyConstraint(
            ["association_id", "group_id"], ["groups.association_id", "groups.id"]
        ),
        UniqueConstraint("group_id", "kind", "about", "part"),
        Index("ix_bulletins_told", "group_id", "told_on", "id"),
    )

    association_id: Mapped[UUID]
    group_id: Mapped[UUID]
    kind: Mapped[str]
    about: Mapped[UUID]
    part: Mapped[str] = mapped_column(deferred=True)
    audience: Mapped[str]
    told_on: Mapped[date]
    mail_from: Mapped[datetime] = mapped_column(deferred=True)
