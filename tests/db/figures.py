"""Insight releases of every audience and state, with figures; the named one is the observers'."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import count
from typing import Any, Final
from uuid import UUID, uuid4

from portal.db.base import Base
from portal.models import InsightApproval, InsightCell, InsightLedger, InsightMedian, InsightRelease

DAY: Final = date(2026, 1, 5)
KINDS: Final = (
    ("released", "group_and_observers", "TLP:GREEN"),
    ("released", "association", "TLP:GREEN"),
    ("released", "public", "TLP:CLEAR"),
    ("waiting", "group_and_observers", "TLP:GREEN"),
    ("waiting", "public", "TLP:CLEAR"),
    ("refused", "public", "TLP:CLEAR"),
)
_YEARS: Final = count(1000)
"""A group has one release for a quarter, and may be filled several times."""


def figure_rows(
    named: UUID, place: Mapping[str, UUID], coordinator: UUID
) -> list[tuple[type[Base], dict[str, Any]]]:
    """`place` names association and group."""
    rows: list[tuple[type[Base], dict[str, Any]]] = []
    for number, (state, audience, tlp) in enumerate(KINDS):
        release_id = named if number == 0 else uuid4()
        release = {
            "id": release_id,
            **place,
            "quarter": f"{next(_YEARS)}-Q1",
            "state": state,
            "audience": audience,
            "tlp": tlp,
            "computed_on": DAY,
            "released_on": DAY if state == "released" else None,
            "k": 5,
            "version": 1,
            "reason": "A figure is wrong." if state == "refused" else "",
        }
        cell = {"insight_release_id": release_id, "row_code": "", "reports": 12}
        median = {"insight_release_id": release_id, "row_code": "", "time_code": "3_6"}
        approval = {"person_id": coordinator, "version": 1, "audience": audience}
        rows += [
            (InsightRelease, release),
            (InsightCell, {**cell, "table_name": "total"}),
            (InsightCell, {**cell, "table_name": "region", "row_code": "034"}),
            (InsightMedian, {**median, "table_name": "total"}),
            (InsightApproval, {"insight_release_id": release_id, **approval}),
        ]
    return [*rows, (InsightLedger, {"group_id": uuid4(), "box": b"sealed"})]
