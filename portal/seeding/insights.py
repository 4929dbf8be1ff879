"""The groups' figures up to the last quarter that is due, and what civil society says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.core.config import Settings
from portal.db.roles import DatabaseRole, url_for
from portal.features.counter_signals.jobs import hold_signal_round
from portal.features.counter_signals.service import Signal, answer_figure
from portal.features.insight_releases.jobs import compute
from portal.features.insight_releases.service import approve_insight, change_readers
from portal.models import InsightCell, InsightRelease, InsightState, SignalVerdict
from portal.privacy.insights.calendar import due_on, latest_due, quarters
from portal.reference.tlp import Audience, Tlp
from portal.seeding import content, figures, findings
from portal.seeding.cast import Cast, id_of

Transaction = Callable[[], AbstractContextManager[Session]]
UNTIL_RELEASED: Final = (3, 4, 8, 2, 7, 3, 9, 4)
"""Days that coordinators took, in turn."""
NEEDED: Final = 2


def release(cast: Cast, steward: Transaction, tell: Callable[[str, int, int], None]) -> None:
    """Every quarter whose figures are known; the newest of each group waits for its approvals."""
    known, engine = content.read("insights"), figures.Memory.read()
    released: dict[UUID, date] = {}
    for number, (group, first) in enumerate(known["first"].items()):
        tell("Releasing figures of closed quarters", number, len(known["first"]))
        waiting: tuple[UUID, str] | None = None
        for quarter in quarters(first, latest_due(now().date())):
            try:
                with steward() as session:
                    on = due_on(quarter)
                    computed = compute(session, id_of("group", group), quarter, on, engine)
            except figures.Unknown:
                break
            if waiting is not None:
                _approve(cast, group, waiting[0], known["readers"].get(group, {}).get(waiting[1]))
                took = UNTIL_RELEASED[len(released) % len(UNTIL_RELEASED)]
                released[waiting[0]] = due_on(waiting[1]) + timedelta(days=took)
            waiting = computed, quarter
    _date_back(cast.settings, released)


def answer(cast: Cast, steward: Transaction) -> None:
    """Each organization for itself, where the figure is published; then the groups count."""
    rows = content.read("insights")["answers"]
    for row in rows:
        with cast.acting(row["person"]) as (session, actor):
            insight = _newest(session, row["group"])
            place = tuple(row["figure"])
            cell = session.get(InsightCell, (insight.id, *place)) if insight else None
            if insight is not None and cell is not None:
                new = Signal(cell, SignalVerdict(row["verdict"]), row["explanation"])
                answer_figure(session, actor, insight, new)
    for group in sorted({row["group"] for row in rows}):
        with steward() as session:
            hold_signal_round(session, id_of("group", group), now().date())


def _newest(session: Session, group: str) -> InsightRelease | None:
    """The newest that whoever asks may read."""
    return session.scalars(
        select(InsightRelease)
        .where(
            InsightRelease.group_id == id_of("group", group),
            InsightRelease.state == InsightState.RELEASED,
        )
        .order_by(InsightRelease.quarter.desc())
        .limit(1)
    ).first()


def _approve(cast: Cast, group: str, insight_id: UUID, readers: Mapping[str, Any] | None) -> None:
    for number, email in enumerate(findings.coordinators(cast, group)[:NEEDED]):
        with cast.acting(email) as (session, actor):
            insight = session.get_one(InsightRelease, insight_id)
            if number == 0 and readers:
                wanted = Audience(readers["audience"]), Tlp(readers["tlp"])
                change_readers(session, actor, insight, insight.version, wanted)
            approve_insight(session, actor, insight, insight.version)


def _date_back(settings: Settings, released: Mapping[UUID, date]) -> None:
    """As if coordinators had decided then: nobody but the owner of the tables could say so."""
    assert settings.database_url is not None
    engine = create_engine(url_for(settings.database_url, DatabaseRole.OWNER))
    with engine.begin() as connection:
        connection.execute(
            text(
                "create policy seeding on insight_releases to portal_owner"
                " using (true) with check (true)"
            )
        )
        for insight_id, on in released.items():
            connection.execute(
                text("update insight_releases set released_on = :on where id = :id"),
                {"on": on, "id": insight_id},
            )
        connection.execute(text("drop policy seeding on insight_releases"))
    engine.dispose()
