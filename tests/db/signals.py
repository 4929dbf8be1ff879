"""An answer to a figure with its count and explanation, for `tests.db.rows`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from portal.airlock.signals import seal_explanation
from portal.core.keys import Keys
from portal.db.base import Base
from portal.models import CounterSignal, SignalCount, SignalExplanation


def signal_rows(
    known: Keys, ids: Mapping[str, UUID], on: date
) -> list[tuple[type[Base], dict[str, Any]]]:
    """About the total of the named release; given by nobody who is there."""
    figure = {
        "group_id": ids["group_id"],
        "insight_release_id": ids["insight_id"],
        "table_name": "total",
        "row_code": "",
        "column_code": "",
    }
    answer, told = uuid4(), uuid4()
    own = {"owner_tag": uuid4().bytes, "family_box": b"f", "explanation": b"sealed"}
    text = seal_explanation(known, ids["group_id"], "Said.", f"signal_explanations/{told}")
    return [
        (CounterSignal, {"id": answer, **figure, **own, "verdict": "worse"}),
        (SignalCount, {**figure, "verdict": "worse", "families": 2, "counted_on": on}),
        (SignalExplanation, {"id": told, **figure, "explanation": text}),
    ]
