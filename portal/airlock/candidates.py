"""A draft becomes a candidate, or another version of the one it was before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock.checking import Checked
from portal.airlock.drafts import Draft
from portal.airlock.passage import Answer, facets, report
from portal.airlock.sealing import seal_authorship
from portal.airlock.tracking import act_as_author, this_week
from portal.core.errors import Conflict, Refused
from portal.models import Candidate, CandidateState, Group
from portal.reference.tlp import Audience

N_: Final = str

NO_COORDINATOR: Final = N_(
    "No independent coordinator would remain to review this: those of your own corporate family"
    " never do. Ask the association to appoint another coordinator, or choose the audience “Group”,"
    " which needs only one."
)
STAYS: Final = N_(
    "What was returned stays in its working group and cannot get a wider audience. Withdraw it and"
    " write a new one instead."
)
SIGNED: Final = N_(
    "Coordinators have read your organization's name: what was signed cannot become anonymous."
    " Withdraw it and write a new one instead."
)
_DRAW = text("select guard.draw_exclusions(:candidate, :group, :needed)")


def content_of(
    draft: Draft,
    checked: Checked,
    answer: Answer | None,
    *,
    byline: str = "",
    lineage_id: UUID | None = None,
) -> Mapping[str, Any]:
    """What a candidate says: nothing depends on who wrote it, or is finer than the week.

    `byline` is the name of the organization that signs it; the gate was not asked about it then.
    """
    return {
        "kind": draft.fields.of.leaves_as,
        "state": CandidateState.IN_REVIEW,
        "week": this_week(),
        "audience": draft.fields.audience,
        "tlp": draft.fields.tlp,
        "title": checked.title,
        "narrative": checked.narrative,
        "facets": facets(draft.fields, answer.passage if answer is not None else None),
        "decisions": checked.report(),
        "gate": report(draft.fields, answer),
        "byline": byline,
        "lineage_id": lineage_id,
    }


def first(session: Session, actor: Actor, group: Group, content: Mapping[str, Any]) -> Candidate:
    candidate = Candidate(
        association_id=group.association_id,
        group_id=group.id,
        position=uuid4(),
        goes_alone=False,
        version=1,
        **content,
    )
    seal_authorship(session, actor, candidate.id)
    session.add(candidate)
    session.flush()
    needed = _reviewers(candidate.audience)
    drawn = {"candidate": candidate.id, "group": group.id, "needed": needed}
    if not session.execute(_DRAW, drawn).scalar():
        raise Refused(NO_COORDINATOR)
    return candidate


def again(
    session: Session, candidate_id: UUID, group: Group, content: Mapping[str, Any]
) -> Candidate:
    act_as_author(session, [candidate_id])
    mine = select(Candidate).where(Candidate.id == candidate_id).with_for_update()
    candidate = session.scalars(mine).one_or_none()
    if candidate is None or candidate.state != CandidateState.RETURNED:
        raise Conflict
    wider = _reviewers(content["audience"]) > _reviewers(candidate.audience)
    if candidate.group_id != group.id or wider:
        raise Refused(STAYS)
    if candidate.byline and not content["byline"]:
        raise Refused(SIGNED)
    for name, value in content.items():
        setattr(candidate, name, value)
    candidate.version += 1
    session.flush()
    return candidate


def _reviewers(audience: str) -> int:
    """How many independent coordinators must remain: two where more than the group will read it."""
    return 1 if audience == Audience.GROUP else 2
