"""Which releases of insights there are for this reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from portal.models import Group, InsightRelease, InsightState

Newest: TypeAlias = Row[*tuple[Any, ...]]


def group(session: Session, id: UUID) -> Group | None:
    """The group, if the reader may know of it."""
    return session.scalars(select(Group).where(Group.id == id)).one_or_none()


def archive(
    session: Session, group_id: UUID, allowed: ColumnElement[bool]
) -> Sequence[InsightRelease]:
    """What was released of a group, the newest quarter first."""
    found = select(InsightRelease).where(
        InsightRelease.group_id == group_id,
        InsightRelease.state == InsightState.RELEASED,
        allowed,
    )
    return session.scalars(found.order_by(InsightRelease.quarter.desc())).all()


def newest_of_each(session: Session, allowed: ColumnElement[bool]) -> Sequence[Newest]:
    """The newest release of each group that the reader may read of; the name where it is known."""
    place = func.row_number().over(
        partition_by=InsightRelease.group_id, order_by=InsightRelease.quarter.desc()
    )
    ranked = (
        select(InsightRelease.id, place.label("place"))
        .where(InsightRelease.state == InsightState.RELEASED, allowed)
        .subquery()
    )
    return session.execute(
        select(InsightRelease, Group.name.label("group_name"))
        .join(ranked, ranked.c.id == InsightRelease.id)
        .outerjoin(Group, Group.id == InsightRelease.group_id)
        .where(ranked.c.place == 1)
        .order_by(Group.name.nulls_last(), InsightRelease.id)
    ).all()
