"""What an author sees of a contribution that was sent: where it is and what was asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.conversations import Conversation, about
from portal.airlock.drafts import Draft, opened
from portal.airlock.tracking import Whereabouts, whereabouts
from portal.models import Contribution, Group, SealedMessage

MOST_TALKS: Final = 50


@dataclass(frozen=True, slots=True)
class Followed:
    """`messages` are the sealed channel in order; `group_name` is empty after leaving the group.

    `talks` are the newest conversations about the release; an answer that coordination does not
    see yet is `on_its_way`.
    """

    contribution: Contribution
    draft: Draft
    where: Whereabouts
    group_name: str
    messages: Sequence[SealedMessage]
    talks: Sequence[Conversation]

    @property
    def on_its_way(self) -> bool:
        return any(each.visible_from is not None for each in self.messages)


def followed(session: Session, contribution: Contribution) -> Followed:
    """One contribution with its whereabouts and conversation."""
    draft = opened(session, contribution)
    where = whereabouts(session, draft)
    group = session.get(Group, UUID(draft.fields.group)) if draft.fields.group else None
    talks = about(session, where.release.id, MOST_TALKS) if where.release is not None else []
    return Followed(
        contribution, draft, where, group.name if group else "", _messages(session, where), talks
    )


def _messages(session: Session, where: Whereabouts) -> Sequence[SealedMessage]:
    if where.candidate is None:
        return ()
    said = select(SealedMessage).where(SealedMessage.candidate_id == where.candidate.id)
    return session.scalars(said.order_by(SealedMessage.place, SealedMessage.id)).all()
