"""What coordinators make of figures that wait: other readers, an approval, a refusal."""

from __future__ import annotations

from typing import Final

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_in_group
from portal.core.clock import now
from portal.core.errors import Conflict, NotFound, Refused
from portal.models import InsightApproval, InsightRelease, InsightState
from portal.reference.tlp import Audience, Tlp, contradiction

N_: Final = str  # marks a message id for the catalog; the error page translates it

AUDIENCES: Final = (Audience.GROUP_AND_OBSERVERS, Audience.ASSOCIATION, Audience.PUBLIC)
"""Who may be told figures: that only members were told would keep them from observers for good."""
LABELS: Final = (Tlp.AMBER, Tlp.GREEN, Tlp.CLEAR)
NEEDED: Final = 2
APPROVED_ALREADY: Final = N_(
    "You have approved this already. A second coordinator has to approve it too."
)
SAME_FAMILY: Final = N_(
    "A coordinator of your corporate family has approved this already. The second one has to be of"
    " another family."
)
WITHOUT_REASON: Final = N_("Write why these figures are not released.")

_APPROVALS: Final = text("select guard.insight_approvals(:id)")


def change_readers(
    session: Session,
    actor: Actor,
    release: InsightRelease,
    version: int,
    readers: tuple[Audience, Tlp],
) -> None:
    """Say who would read it under which label; earlier approvals were for others and end."""
    require(actor, Action.INSIGHT_APPROVE, release)
    audience, tlp = readers
    if audience not in AUDIENCES or tlp not in LABELS:
        raise NotFound(audience)
    if (reason := contradiction(audience, tlp)) is not None:
        raise Refused(reason)
    _hold(session, release, version)
    if (release.audience, release.tlp) == (audience, tlp):
        return
    release.audience, release.tlp, release.version = audience, tlp, version + 1
    session.flush()
    kind, facts = Kind.INSIGHT_CHANGED, {"audience": audience, "tlp": tlp}
    record_in_group(session, actor, kind, release.id, release.group_id, **facts)


def approve_insight(
    session: Session, actor: Actor, release: InsightRelease, version: int
) -> InsightState:
    """Approve this version for its readers; the second approval releases it. The new state."""
    require(actor, Action.INSIGHT_APPROVE, release)
    _hold(session, release, version)
    if actor.person_id in _approved_by(session, release):
        raise Refused(APPROVED_ALREADY)
    before = _approvals(session, release)
    session.execute(
        insert(InsightApproval).values(
            insight_release_id=release.id,
            person_id=actor.person_id,
            version=release.version,
            audience=release.audience,
        )
    )
    given = _approvals(session, release)
    if given == before:
        raise Refused(SAME_FAMILY)
    kind = Kind.INSIGHT_APPROVED
    record_in_group(session, actor, kind, release.id, release.group_id, audience=release.audience)
    if given >= NEEDED:
        release.state, release.released_on = InsightState.RELEASED, now().date()
        session.flush()
        record_in_group(session, actor, Kind.INSIGHT_RELEASED, release.id, release.group_id)
    return InsightState(release.state)


def refuse_insight(
    session: Session, actor: Actor, release: InsightRelease, version: int, reason: str
) -> None:
    """Nobody else reads these figures as they stand; coordinators read why."""
    require(actor, Action.INSIGHT_APPROVE, release)
    if not reason:
        raise Refused(WITHOUT_REASON)
    _hold(session, release, version)
    release.state, release.reason = InsightState.REFUSED, reason
    session.flush()
    record_in_group(session, actor, Kind.INSIGHT_REFUSED, release.id, release.group_id)


def _hold(session: Session, release: InsightRelease, version: int) -> None:
    """Lock the row as it is now, so that two decisions follow each other."""
    session.refresh(release, with_for_update=True)
    if release.version != version or release.state != InsightState.WAITING:
        raise Conflict


def _approved_by(session: Session, release: InsightRelease) -> set[object]:
    return set(
        session.scalars(
            select(InsightApproval.person_id).where(
                InsightApproval.insight_release_id == release.id,
                InsightApproval.version == release.version,
            )
        )
    )


def _approvals(session: Session, release: InsightRelease) -> int:
    """How many independent coordinators have approved it as it stands, as the database counts."""
    return int(session.execute(_APPROVALS, {"id": release.id}).scalar_one())
