"""Computing what a group's closed quarters say: a row for each of them, whatever is in it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Final
from uuid import UUID, uuid4

import structlog
from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.airlock.reports import COUNTED, reports
from portal.audit.kinds import Kind
from portal.audit.record import record_by_steward
from portal.core.clock import now
from portal.db.encrypted import open_json, seal_json
from portal.db.session import keys
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import (
    Group,
    InsightCell,
    InsightLedger,
    InsightMedian,
    InsightRelease,
    InsightState,
    Organization,
    OrganizationKind,
    Release,
    Seal,
)
from portal.privacy import sealing
from portal.privacy.insights.calendar import latest_due, quarter_of, quarters
from portal.privacy.insights.counting import Rule
from portal.privacy.insights.declared import Cell, Median, Report
from portal.privacy.insights.history import History
from portal.privacy.insights.releasing import Prepared, prepare
from portal.reference import periods
from portal.reference.tlp import Audience, Tlp

FEWEST_FAMILIES: Final = 5
"""However low a group's threshold is: observers and competitors read these for years."""
SMALLEST_BOX: Final = 1 << 18
Engine = Callable[[Collection[Report], str, History, Rule], Prepared]
_LOCK: Final = text("select pg_advisory_xact_lock(hashtextextended('insights:' || :group, 0))")

log = structlog.get_logger()


class Unfinished(Exception):
    """The figures of some group could not be computed; the others are done."""


@runs(Job.COMPUTE_INSIGHTS)
def compute_insights(work: Work) -> None:
    """Bring every group up to date, each in a transaction of its own."""
    with work.steward.transaction() as session:
        groups = session.scalars(select(Group.id)).all()
    failed = False
    for group_id in groups:
        try:
            with work.steward.transaction() as session:
                catch_up(session, group_id, now().date())
        except Exception as error:  # noqa: BLE001 - one group must not keep the others waiting
            # What it says could name whoever contributed: only its kind is told.
            log.error("insights", job=Job.COMPUTE_INSIGHTS, error=type(error).__name__)  # noqa: TRY400
            failed = True
    if failed:
        raise Unfinished


def catch_up(session: Session, group_id: UUID, on: date) -> None:
    """Every quarter that is due and not computed, in order; none while coordinators have one."""
    session.execute(_LOCK, {"group": str(group_id)})
    waiting = select(InsightRelease.id).where(
        InsightRelease.group_id == group_id, InsightRelease.state == InsightState.WAITING
    )
    if session.scalar(select(waiting.exists())):
        return
    for quarter in _missing(session, group_id, latest_due(on)):
        compute(session, group_id, quarter, on)


def compute(
    session: Session, group_id: UUID, quarter: str, on: date, engine: Engine = prepare
) -> UUID:
    """Write the release of one quarter and all that must be remembered of it; answers its id.

    For a session of the steward. Quarters come in order: each is held against all before it.
    """
    association_id, k_author = session.execute(
        select(Group.association_id, Group.k_author).where(Group.id == group_id)
    ).one()
    rule = Rule(k=max(FEWEST_FAMILIES, k_author))
    found = reports(_releases(session, group_id, periods.last_day(quarter)))
    prepared = engine(found, quarter, _remembered(session, group_id), rule)
    release_id = uuid4()
    session.execute(
        insert(InsightRelease).values(
            id=release_id,
            association_id=association_id,
            group_id=group_id,
            quarter=quarter,
            state=InsightState.WAITING,
            audience=Audience.GROUP_AND_OBSERVERS,
            tlp=Tlp.GREEN,
            computed_on=on,
            k=rule.k,
            version=1,
        )
    )
    if prepared.cells:
        session.execute(insert(InsightCell), [_cell(release_id, each) for each in prepared.cells])
    if prepared.medians:
        rows = [_median(release_id, each) for each in prepared.medians]
        session.execute(insert(InsightMedian), rows)
    _remember(session, group_id, prepared.history)
    record_by_steward(session, Kind.INSIGHT_COMPUTED, release_id, group_id)
    return release_id


def _missing(session: Session, group_id: UUID, last: str) -> list[str]:
    """From the quarter after the newest release; at first, from that in which anything was read."""
    newest = session.scalar(
        select(func.max(InsightRelease.quarter)).where(InsightRelease.group_id == group_id)
    )
    if newest is not None:
        return quarters(newest, last)[1:]
    began = session.scalar(
        select(func.min(Release.released_on)).where(Release.group_id == group_id)
    )
    return quarters(min(quarter_of(began), last) if began else last, last)


def _releases(session: Session, group_id: UUID, until: date) -> Iterator[tuple[str, Release]]:
    """What the group had read by that day, each with its family under a name of this group's.

    Companies' alone: what civil society wrote looks like a finding, and only its seal tells.
    """
    companies = set(
        session.scalars(
            select(Organization.family_id).where(Organization.kind == OrganizationKind.MEMBER)
        )
    )
    rows = session.execute(
        select(Release, Seal.family_box)
        .join(Seal, Seal.subject_id == Release.id)
        .where(
            Release.group_id == group_id,
            Release.kind.in_(COUNTED),
            Release.bundle_id.is_(None),
            Release.released_on <= until,
            Release.withdrawn.is_(False),
        )
    )
    known = keys(session)
    steward, naming = known.derive("steward"), known.tag("insights", str(group_id))
    for release, box in rows:
        family = sealing.open_family(steward, box, subject=release.id)
        if family in companies:
            yield hmac.digest(naming, family.bytes, "sha256")[:16].hex(), release


def _remembered(session: Session, group_id: UUID) -> History:
    box = session.scalar(select(InsightLedger.box).where(InsightLedger.group_id == group_id))
    if box is None:
        return History.empty()
    return History.read(open_json(keys(session).derive("insights"), box, _place(group_id)))


def _remember(session: Session, group_id: UUID, history: History) -> None:
    """Filled up to a power of two: otherwise the length would tell how much there is to count."""
    content = history.written()
    length = 1 << (len(json.dumps(content)) - 1).bit_length()
    box = seal_json(
        keys(session).derive("insights"),
        content,
        _place(group_id),
        block=max(SMALLEST_BOX, length),
    )
    new = upsert(InsightLedger).values(group_id=group_id, box=box)
    session.execute(
        new.on_conflict_do_update(index_elements=["group_id"], set_={"box": new.excluded.box})
    )


def _place(group_id: UUID) -> str:
    return f"insight_ledgers.box/{group_id}"


def _cell(release_id: UUID, cell: Cell) -> dict[str, object]:
    row, column = (*cell.codes, "", "")[:2]
    return {
        "insight_release_id": release_id,
        "table_name": cell.table,
        "row_code": row,
        "column_code": column,
        "reports": cell.reports,
    }


def _median(release_id: UUID, median: Median) -> dict[str, object]:
    return {
        "insight_release_id": release_id,
        "table_name": median.table,
        "row_code": "".join(median.codes),
        "time_code": median.time,
    }
