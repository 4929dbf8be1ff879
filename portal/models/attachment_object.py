from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class AttachmentObject(Base):
    """The name of an object of the file store, and nothing of whose it is.

    The acting roles add names, and mark as unused those that they can name for one transaction
    (`portal.objects`); names stand only under seal, in folders and in the boxes of files. What is
    unused is swept, and after a day what is in the store and not here.
    """

    __tablename__ = "attachment_objects"

    name: Mapped[str] = mapped_column(primary_key=True)
    unused: Mapped[bool]
