"""Declarative base, naming of constraints, and the column that every tenant's row has."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import DateTime, LargeBinary, MetaData, Text, event, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
        str: Text,
        bytes: LargeBinary,
    }


class Identified:
    """A row with a random (version 4) id: no sequence, no time-ordered id leaves the database."""

    id: Mapped[UUID] = mapped_column(primary_key=True)


@event.listens_for(Identified, "init", propagate=True)
def _identify(target: Identified, _args: Any, columns: dict[str, Any]) -> None:  # noqa: ARG001
    """Rows know their id from birth, so events and jobs can name them before the flush."""
    columns.setdefault("id", uuid4())


class OrganizationOwned:
    """A tenant's row, keyed by tenant first; the database fills it in, code never sets it."""

    organization_id: Mapped[UUID] = mapped_column(
        primary_key=True, server_default=text("guard.current_organization()")
    )
