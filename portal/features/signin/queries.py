"""One's own sessions."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.models import SignIn


def sessions(session: Session, within: ColumnElement[bool]) -> Sequence[SignIn]:
    """The newest first."""
    return session.scalars(select(SignIn).where(within).order_by(SignIn.started_at.desc())).all()
