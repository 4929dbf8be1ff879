"""When a group's answers are counted: rounds of its rhythm, reckoned from one Monday for all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.models import Group, SignalRound, TallyRound

Rounds: TypeAlias = type[TallyRound] | type[SignalRound]
"""Where it is kept on which day a group's answers of one kind were counted last."""

FIRST_MONDAY: Final = date(2024, 1, 1)
"""From here every group's rounds are reckoned, so that none begins with what somebody did."""


def round_of(on: date, rhythm_days: int) -> date:
    """The day on which the round that this day belongs to began."""
    return on - timedelta(days=(on - FIRST_MONDAY).days % rhythm_days)


def groups_due(session: Session, rounds: Rounds, today: date) -> list[UUID]:
    """Every group whose round has come and was not held yet."""
    rows = session.execute(
        select(Group.id, Group.rhythm_days, rounds.held_on).outerjoin(
            rounds, rounds.group_id == Group.id
        )
    )
    return [
        group_id
        for group_id, rhythm_days, held_on in rows
        if held_on is None or held_on < round_of(today, rhythm_days)
    ]


def hold(session: Session, rounds: Rounds, group_id: UUID, on: date) -> None:
    """Say that the group's answers are counted on this day."""
    home = select(Group.association_id).where(Group.id == group_id).scalar_subquery()
    held = upsert(rounds).values(association_id=home, group_id=group_id, held_on=on)
    session.execute(held.on_conflict_do_update(index_elements=["group_id"], set_={"held_on": on}))
