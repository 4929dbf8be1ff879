"""A row in every table of the gate, which only jobs and definer functions write."""

from __future__ import annotations

from datetime import date, timedelta
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from portal.db.base import Base
from portal.models import (
    FootprintCell,
    GatePool,
    GateProbe,
    GateQuestion,
    GateSites,
    GateWeek,
)

MONDAY = date(2026, 1, 5)


def gate_rows(
    organization_id: UUID, family_id: UUID, group_id: UUID
) -> list[tuple[type[Base], dict[str, Any]]]:
    """In the order in which they refer to each other."""
    tag = uuid4().bytes
    # A week of its own for each writer of a group.
    week = {"group_id": group_id, "week": MONDAY + timedelta(weeks=randbelow(9999))}
    return [
        (
            FootprintCell,
            {
                "organization_id": organization_id,
                "id": uuid4(),
                "path": [None, tag],
                "sites": [7],
            },
        ),
        (GateQuestion, {"family_id": uuid4(), "asked_on": MONDAY, "asked": 1}),
        (
            GateProbe,
            {"family_id": uuid4(), "asked_on": MONDAY, "draft": b"d", "about": uuid4().bytes},
        ),
        (GateWeek, week),
        (GateSites, week | {"tag": tag, "sites": 9, "families": [uuid4()], "own": [2]}),
        (
            GatePool,
            week | {"tag": tag, "family_id": family_id, "sites": 1, "share": 1.0, "above": [tag]},
        ),
    ]
