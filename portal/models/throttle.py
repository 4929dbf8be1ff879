from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class Throttle(Base):
    """Failed sign-ins of one account, known or not, by its keyed name."""

    __tablename__ = "throttles"

    email_tag: Mapped[bytes] = mapped_column(primary_key=True)
    failures: Mapped[int]
    locked_until: Mapped[datetime]
