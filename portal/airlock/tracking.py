"""What became of the author's items, recognized by tags that only the own workspace computes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.drafts import Draft
from portal.core.clock import now, week_of
from portal.db.encrypted import vault
from portal.db.session import set_local
from portal.models import Candidate, CandidateState, Release
from portal.privacy.sealing import owner_tag

PATIENCE: Final = timedelta(weeks=4)
"""So long an approved item waits for a batch before the author may let it go alone."""


class Stage(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    OVERDUE = "overdue"
    REFUSED = "refused"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    GONE = "gone"

    @property
    def editable(self) -> bool:
        return self in {Stage.DRAFT, Stage.RETURNED}

    @property
    def withdrawable(self) -> bool:
        return self not in {Stage.DRAFT, Stage.WITHDRAWN, Stage.GONE}


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`candidate` while it waits, `release` once it has left; neither if it is gone."""

    stage: Stage
    candidate: Candidate | None = None
    release: Release | None = None


DRAFTED: Final = Whereabouts(Stage.DRAFT)


def act_as_author(session: Session, candidate_ids: Iterable[UUID]) -> None:
    """For the rest of this transaction the database knows these items as the author's own."""
    key = vault(session).tenant_key()
    set_local(session, "owner_tags", ",".join(owner_tag(key, each).hex() for each in candidate_ids))


def whereabouts(session: Session, draft: Draft) -> Whereabouts:
    """Where one item is."""
    return all_whereabouts(session, [draft])[0]


def all_whereabouts(session: Session, drafts: Sequence[Draft]) -> Sequence[Whereabouts]:
    """Where each item is, in the same order, in three statements at most."""
    ids = [each.candidate_id for each in drafts if each.candidate_id]
    if not ids:
        return [DRAFTED] * len(drafts)
    act_as_author(session, ids)
    waiting = {
        each.id: each for each in session.scalars(select(Candidate).where(Candidate.id.in_(ids)))
    }
    left = [each for each in ids if each not in waiting]
    gone = (
        {each.id: each for each in session.scalars(select(Release).where(Release.id.in_(left)))}
        if left
        else {}
    )
    today = now().date()
    return [_where(each, waiting, gone, today) for each in drafts]


def _where(
    draft: Draft, waiting: Mapping[UUID, Candidate], gone: Mapping[UUID, Release], today: date
) -> Whereabouts:
    if draft.candidate_id is None:
        return DRAFTED
    candidate, release = waiting.get(draft.candidate_id), gone.get(draft.candidate_id)
    if draft.withdrawn:
        return Whereabouts(Stage.WITHDRAWN, candidate, release)
    if release is not None:
        stage = Stage.WITHDRAWN if release.withdrawn else Stage.RELEASED
        return Whereabouts(stage, release=release)
    if candidate is None:
        return Whereabouts(Stage.GONE)
    stage = Stage(candidate.state)
    if candidate.state == CandidateState.APPROVED and overdue(candidate, today):
        stage = Stage.OVERDUE
    return Whereabouts(stage, candidate)


def overdue(candidate: Candidate, today: date) -> bool:
    """Whether it has waited four weeks for a batch and has not been let go alone yet."""
    return not candidate.goes_alone and today - candidate.week >= PATIENCE


def this_week() -> date:
    """The Monday that rows of the airlock bear."""
    return week_of(now())
