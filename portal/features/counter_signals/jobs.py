"""Counting the answers to figures at each group's rhythm: never live, and nothing below two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, undefer

from portal.airlock.rhythm import groups_due, hold
from portal.airlock.signals import open_explanation, seal_explanation
from portal.core.clock import now
from portal.core.keys import Keys
from portal.db.session import keys
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import (
    FEWEST_SIGNALS,
    CounterSignal,
    SignalCount,
    SignalExplanation,
    SignalRound,
)
from portal.privacy import sealing


@runs(Job.COUNT_SIGNALS)
def count_signals(work: Work) -> None:
    """Count in every group whose round has come and was not held yet."""
    today = now().date()
    with work.steward.transaction() as session:
        due = groups_due(session, SignalRound, today)
    for group_id in due:
        with work.steward.transaction() as session:
            hold_signal_round(session, group_id, today)


def hold_signal_round(session: Session, group_id: UUID, on: date) -> None:
    """Replace what the group reads by what holds now; for a session of the steward.

    All of it changes in one moment, whoever answered or took back what in between.
    """
    hold(session, SignalRound, group_id, on)
    for model in (SignalCount, SignalExplanation):
        session.execute(delete(model).where(model.group_id == group_id))
    rows = session.scalars(
        select(CounterSignal)
        .where(CounterSignal.group_id == group_id)
        .order_by(CounterSignal.insight_release_id)
        .options(undefer(CounterSignal.family_box))
    )
    found: dict[tuple[UUID, str, str, str], list[CounterSignal]] = defaultdict(list)
    for each in rows:
        place = each.table_name, each.row_code, each.column_code
        found[each.insight_release_id, *place].append(each)
    counted, explained = [], []
    for (insight_id, table, row, column), signals in found.items():
        named = {
            "insight_release_id": insight_id,
            "table_name": table,
            "row_code": row,
            "column_code": column,
            "group_id": group_id,
        }
        for verdict, families in verdicts(keys(session), signals).items():
            if families >= FEWEST_SIGNALS:
                counted.append(
                    {**named, "verdict": verdict, "families": families, "counted_on": on}
                )
        explained += [named | said for said in _explained(keys(session), group_id, signals)]
    if counted:
        session.execute(insert(SignalCount), counted)
    if explained:
        session.execute(insert(SignalExplanation), explained)


def verdicts(known: Keys, signals: Iterable[CounterSignal]) -> dict[str, int]:
    """Who counts once is the family: if its organizations answer differently, it counts nowhere.

    A box that does not open was not put there by the portal and counts nothing.
    """
    key = known.derive("signals")
    said: dict[UUID, set[str]] = defaultdict(set)
    for each in signals:
        try:
            family = sealing.open_family(key, each.family_box, subject=each.insight_release_id)
        except sealing.CannotOpen:
            continue
        said[family].add(each.verdict)
    found: dict[str, int] = defaultdict(int)
    for answers in said.values():
        if len(answers) == 1:
            found[next(iter(answers))] += 1
    return found


def _explained(
    known: Keys, group_id: UUID, signals: Iterable[CounterSignal]
) -> Iterable[dict[str, Any]]:
    """Every text sealed anew under an id of its own, which draws its place among the others."""
    for each in signals:
        place = f"counter_signals/{each.owner_tag.hex()}"
        try:
            text = open_explanation(known, group_id, each.explanation, place)
        except (InvalidTag, ValueError):  # the portal did not put it there
            continue
        if text:
            drawn = uuid4()
            place = f"signal_explanations/{drawn}"
            yield {"id": drawn, "explanation": seal_explanation(known, group_id, text, place)}
