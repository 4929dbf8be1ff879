from enum import StrEnum

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, Identified, OrganizationOwned


class OrganizationRole(StrEnum):
    ADMIN = "admin"
    CONTRIBUTOR = "contributor"
    READER = "reader"


class Person(OrganizationOwned, Identified, Base):
    """Somebody of one organization; sign-in finds the row by `email_tag`, a keyed name."""

    __tablename__ = "people"
    __table_args__ = (
        ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        UniqueConstraint("id"),
        UniqueConstraint("email_tag"),
    )

    email_tag: Mapped[bytes] = mapped_column(deferred=True)
    email: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    theme: Mapped[str]
    active: Mapped[bool]
    salt: Mapped[bytes] = mapped_column(deferred=True)
    proof: Mapped[bytes] = mapped_column(deferred=True)
    """SHA-256 of the argon2id output: the database checks it, and no web role can read it."""
    hashing: Mapped[str] = mapped_column(deferred=True)
