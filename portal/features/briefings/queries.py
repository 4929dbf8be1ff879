"""Which releases everybody may read, by group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from portal.models import InsightRelease, InsightState
from portal.reference.tlp import Audience


def newest_public(session: Session) -> Sequence[InsightRelease]:
    """The newest public release of each group, in no order that is meant."""
    found = select(InsightRelease).where(_public()).ext(distinct_on(InsightRelease.group_id))
    newest = found.order_by(InsightRelease.group_id, InsightRelease.quarter.desc())
    return session.scalars(newest).all()


def public_of(session: Session, group_ids: Iterable[UUID]) -> Sequence[InsightRelease]:
    """All public releases of these groups, the newest quarter first."""
    found = select(InsightRelease).where(_public(), InsightRelease.group_id.in_(list(group_ids)))
    return session.scalars(found.order_by(InsightRelease.quarter.desc())).all()


def public(session: Session, id: UUID) -> InsightRelease | None:
    """Nothing where it is not for everybody, whoever asks."""
    wanted = select(InsightRelease).where(InsightRelease.id == id, _public())
    return session.scalars(wanted).one_or_none()


def _public() -> ColumnElement[bool]:
    return and_(
        InsightRelease.state == InsightState.RELEASED, InsightRelease.audience == Audience.PUBLIC
    )
