from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


class InsightLedger(Base):
    """Of a group, sealed: which families stood behind every figure that was ever computed.

    The next release is compared with it. Only the steward reads it, only with a key outside.
    """

    __tablename__ = "insight_ledgers"
    __table_args__ = ({"schema": "authorship"},)

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    box: Mapped[bytes]
