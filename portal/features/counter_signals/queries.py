"""Answers to the figures of one release: the own organization's, and what coordinators read."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.airlock.own_marks import act_as_field, signal_tag
from portal.airlock.signals import open_explanation
from portal.db.session import keys
from portal.models import CounterSignal, InsightCell, InsightRelease, SignalExplanation
from portal.web.signals import Place


def cell(session: Session, insight_id: UUID, place: Place) -> InsightCell | None:
    """The published figure; what is hidden and what is empty is not there."""
    return session.get(InsightCell, (insight_id, *place))


def values(session: Session, insight_id: UUID, places: set[Place]) -> dict[Place, int]:
    """Of these figures, how many reports each says."""
    rows = session.scalars(
        select(InsightCell).where(
            InsightCell.insight_release_id == insight_id,
            InsightCell.table_name.in_({table for table, _, _ in places}),
        )
    )
    return {(c.table_name, c.row_code, c.column_code): c.reports for c in rows}


def own_signals(session: Session, insight: InsightRelease) -> list[CounterSignal]:
    """The organization's answers; nobody else's are ever read."""
    act_as_field(session, insight.id)
    mine = select(CounterSignal).where(CounterSignal.insight_release_id == insight.id)
    names = CounterSignal.table_name, CounterSignal.row_code, CounterSignal.column_code
    return list(session.scalars(mine.order_by(*names)))


def own_signal(session: Session, insight: InsightRelease, place: Place) -> CounterSignal | None:
    """The organization's answer to one figure."""
    tag = signal_tag(act_as_field(session, insight.id), *place)
    mine = select(CounterSignal).where(
        CounterSignal.insight_release_id == insight.id, CounterSignal.owner_tag == tag
    )
    return session.scalars(mine).one_or_none()


def own_explanation(session: Session, signal: CounterSignal) -> str:
    """What the organization wrote beside its answer."""
    place = f"counter_signals/{signal.owner_tag.hex()}"
    return open_explanation(keys(session), signal.group_id, signal.explanation, place)


def explanations(session: Session, insight: InsightRelease) -> dict[Place, list[str]]:
    """By figure, in the order of ids that each round draws anew; coordinators alone have rows."""
    rows = session.scalars(
        select(SignalExplanation)
        .where(SignalExplanation.insight_release_id == insight.id)
        .order_by(SignalExplanation.id)
    )
    found: dict[Place, list[str]] = defaultdict(list)
    for each in rows:
        text = open_explanation(
            keys(session), each.group_id, each.explanation, f"signal_explanations/{each.id}"
        )
        found[each.table_name, each.row_code, each.column_code].append(text)
    return found
