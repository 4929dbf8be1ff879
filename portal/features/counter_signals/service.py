"""Answer a figure for one's organization, change the answer, take it back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock.own_marks import act_as_field, signal_tag
from portal.airlock.signals import seal_explanation
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.db.session import keys
from portal.models import CounterSignal, InsightCell, InsightRelease, SignalVerdict
from portal.privacy.sealing import seal_family


@dataclass(frozen=True, slots=True)
class Signal:
    cell: InsightCell
    verdict: SignalVerdict
    explanation: str


def answer_figure(session: Session, actor: Actor, insight: InsightRelease, new: Signal) -> None:
    """Say it for the organization, in place of what it said before.

    Nothing changes for others until the next count.
    """
    require(actor, Action.INSIGHT_ANSWER, insight)
    cell = new.cell
    place = cell.table_name, cell.row_code, cell.column_code
    tag = signal_tag(act_as_field(session, insight.id), *place)
    said = {
        "verdict": new.verdict,
        "explanation": seal_explanation(
            keys(session), insight.group_id, new.explanation, f"counter_signals/{tag.hex()}"
        ),
    }
    row = upsert(CounterSignal).values(
        id=uuid4(),
        group_id=insight.group_id,
        insight_release_id=insight.id,
        table_name=cell.table_name,
        row_code=cell.row_code,
        column_code=cell.column_code,
        owner_tag=tag,
        family_box=seal_family(
            keys(session).derive("signals"), actor.family_id, subject=insight.id
        ),
        **said,
    )
    session.execute(
        row.on_conflict_do_update(index_elements=["insight_release_id", "owner_tag"], set_=said)
    )
    record_personal(session, actor, Kind.SIGNAL_KEPT, insight.id)


def take_back_signal(
    session: Session, actor: Actor, insight: InsightRelease, cell: InsightCell
) -> None:
    """Leave no answer of the organization to this figure."""
    require(actor, Action.INSIGHT_ANSWER, insight)
    key = act_as_field(session, insight.id)
    tag = signal_tag(key, cell.table_name, cell.row_code, cell.column_code)
    session.execute(
        delete(CounterSignal).where(
            CounterSignal.insight_release_id == insight.id, CounterSignal.owner_tag == tag
        )
    )
    record_personal(session, actor, Kind.SIGNAL_TAKEN_BACK, insight.id)
