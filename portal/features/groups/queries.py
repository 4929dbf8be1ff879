"""What pages of working groups show."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.models import Group


def groups(session: Session, within: ColumnElement[bool]) -> Sequence[Group]:
    """The actor's groups by name."""
    return session.scalars(select(Group).where(within).order_by(Group.name, Group.id)).all()
