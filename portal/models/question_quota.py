from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class QuestionQuota(Base):
    """How much one person said to hidden authors on one day, under a keyed name of both."""

    __tablename__ = "question_quotas"

    tag: Mapped[bytes] = mapped_column(primary_key=True)
    week: Mapped[date]
    used: Mapped[int]
