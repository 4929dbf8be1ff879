"""What became of the author's items, recognized by tags that only the own workspace computes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.drafts import Draft
from portal.airlock.sealing import outside_id
from portal.core.clock import now, week_of
from portal.db.encrypted import vault
from portal.db.session import keys, set_local
from portal.models import Candidate, CandidateState, Release
from portal.privacy.sealing import owner_tag
from portal.reference.tlp import Audience

PATIENCE: Final = timedelta(weeks=4)
"""So long an approved item waits for a batch before the author may let it go alone."""


class Stage(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    OVERDUE = "overdue"
    REFUSED = "refused"
    HELD = "held"
    """The group reads it; the wider audience waits for a bundle that can hold it."""
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
    """`candidate` while it waits, `release` once it has left; neither if it is gone.

    `outside` is the copy that reaches more than the group, once its bundle is frozen.
    """

    stage: Stage
    candidate: Candidate | None = None
    release: Release | None = None
    outside: Release | None = None


DRAFTED: Final = Whereabouts(Stage.DRAFT)


def act_as_author(session: Session, candidate_ids: Iterable[UUID]) -> None:
    """For the rest of this transaction the database knows these items as the author's own.

    Each with its copy for outsiders, whether there is one or not.
    """
    key, known = vault(session).tenant_key(), keys(session)
    both = [each for item in candidate_ids for each in (item, outside_id(known, item))]
    set_local(session, "owner_tags", ",".join(owner_tag(key, each).hex() for each in both))


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
    known = keys(session)
    left = {each: outside_id(known, each) for each in ids if each not in waiting}
    gone = (
        {
            each.id: each
            for each in session.scalars(
                select(Release).where(Release.id.in_([*left, *left.values()]))
            )
        }
        if left
        else {}
    )
    today = now().date()
    return [
        DRAFTED
        if (item := each.candidate_id) is None
        else _where(
            each, waiting.get(item), gone.get(item), gone.get(outside_id(known, item)), today
        )
        for each in drafts
    ]


def _where(
    draft: Draft,
    candidate: Candidate | None,
    release: Release | None,
    outside: Release | None,
    today: date,
) -> Whereabouts:
    if draft.withdrawn or (release is not None and release.withdrawn):
        return Whereabouts(Stage.WITHDRAWN, candidate, release, outside)
    if release is not None:
        beyond = release.audience != Audience.GROUP and not release.byline
        held = beyond and outside is None
        stage = Stage.HELD if held else Stage.RELEASED
        return Whereabouts(stage, release=release, outside=outside)
    if candidate is None:
        return Whereabouts(Stage.GONE)
    stage = Stage(candidate.state)
    if candidate.state == CandidateState.APPROVED and overdue(candidate, today):
        stage = Stage.OVERDUE
    return Whereabouts(stage, candidate)


def overdue(candidate: Candidate, today: date) -> bool:
    """Whether it has waited four weeks for a batch and has not been let go alone yet.

    What is signed waits for nobody.
    """
    return not candidate.goes_alone and not candidate.byline and today - candidate.week >= PATIENCE


def this_week() -> date:
    """The Monday that rows of the airlock bear."""
    return week_of(now())
