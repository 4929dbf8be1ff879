from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class VoiceSeal(Base):
    """The sealed link from a post or a topic to its writer. The web role adds, never reads.

    `own_tag` is of this row alone; `shelf_tag` finds what one person said in one thread with one
    voice, which readers see to belong together anyway.
    """

    __tablename__ = "voices"
    __table_args__ = ({"schema": "authorship"},)

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    own_tag: Mapped[bytes]
    shelf_tag: Mapped[bytes]
    custodian_box: Mapped[bytes]
