from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class PostEdition(Base):
    """The words of a post, in one of their editions; exactly one is read at a time.

    What a later edition replaced is emptied (`guard.clear_superseded`) and stays only in `sealed`,
    under the key of its writer's organization. The edition of a hidden voice waits like the post.
    """

    __tablename__ = "post_editions"

    post_id: Mapped[UUID] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True
    )
    edition: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    visible_from: Mapped[datetime]
    visible_until: Mapped[datetime | None]
    body: Mapped[str]
    sealed: Mapped[bytes]
