from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified


class Voice(StrEnum):
    NAMED = "named"
    """Under the organization's name."""
    HANDLE = "handle"
    AUTHOR = "author"
    """As the hidden author of the release that is discussed."""
    COORDINATION = "coordination"

    @property
    def hidden(self) -> bool:
        """Whether it waits a random while before others read it."""
        return self in {Voice.HANDLE, Voice.AUTHOR}


class Post(Identified, Base):
    """Something said in a thread; its words are in `post_editions`.

    `handle` is the same for all posts of one person under a handle in one thread, and means
    nothing elsewhere. The web role writes it and cannot read it: pages show numbers
    (`guard.handle_numbers`).
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("id", "group_id"),
        ForeignKeyConstraint(
            ["thread_id", "group_id"],
            ["threads.id", "threads.group_id"],
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        Index("ix_posts_thread_id", "thread_id", "visible_from", "id"),
        Index("ix_posts_group_id", "group_id", "visible_from"),
    )

    thread_id: Mapped[UUID]
    group_id: Mapped[UUID]
    visible_from: Mapped[datetime]
    voice: Mapped[str]
    byline: Mapped[str]
    handle: Mapped[UUID | None] = mapped_column(deferred=True)
    quoted_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("posts.id", ondelete="SET NULL"), index=True
    )
    hidden: Mapped[bool]
    """By coordination, for `reason`."""
    reason: Mapped[str]
    deleted: Mapped[bool]
