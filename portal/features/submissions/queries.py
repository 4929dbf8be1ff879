"""What an author sees of a contribution that was sent: where it is and what coordination asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.drafts import Draft, opened
from portal.airlock.tracking import Whereabouts, whereabouts
from portal.models import Contribution, Group, SealedMessage


@dataclass(frozen=True, slots=True)
class Followed:
    """`messages` are the sealed channel in order; `group_name` is empty after leaving the group."""

    contribution: Contribution
    draft: Draft
    where: Whereabouts
    group_name: str
    messages: Sequence[SealedMessage]


def followed(session: Session, contribution: Contribution) -> Followed:
    """One contribution with its whereabouts and conversation."""
    draft = opened(session, contribution)
    where = whereabouts(session, draft)
    group = session.get(Group, UUID(draft.fields.group)) if draft.fields.group else None
    return Followed(
        contribution, draft, where, group.name if group else "", _messages(session, where)
    )


def _messages(session: Session, where: Whereabouts) -> Sequence[SealedMessage]:
    if where.candidate is None:
        return ()
    said = select(SealedMessage).where(SealedMessage.candidate_id == where.candidate.id)
    return session.scalars(said.order_by(SealedMessage.place, SealedMessage.id)).all()
