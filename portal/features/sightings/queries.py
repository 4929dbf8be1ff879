"""What the form of an answer shows: the one that the own organization has given."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.own_marks import act_as_witness
from portal.models import Release, Sighting


def own_answer(session: Session, release: Release) -> Sighting | None:
    """The organization's answer to a release; nobody else's is ever read."""
    tag = act_as_witness(session, release.id)
    mine = select(Sighting).where(Sighting.release_id == release.id, Sighting.owner_tag == tag)
    return session.scalars(mine).one_or_none()
