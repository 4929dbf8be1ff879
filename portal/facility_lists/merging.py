"""What an import will do, row by row, once a person has chosen about every pair."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from portal.facility_lists.facility import Facility
from portal.facility_lists.matching import Pair


@dataclass(frozen=True, slots=True)
class Step:
    """Store a facility as a new record `id`, or fill the gaps of the record `id` with it."""

    id: str
    new: bool
    facility: Facility

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "new": self.new, "facility": self.facility.to_json()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Step:
        return cls(content["id"], content["new"], Facility.from_json(content["facility"]))


def plan(
    rows: Mapping[int, Facility], pairs: Iterable[Pair], choices: Mapping[int, bool]
) -> tuple[Step, ...]:
    """One step for each record that changes, in order of rows.

    `choices` says for a row's pair whether it is merged; a row without a choice follows the pair's
    own suggestion. Rows that merge into an earlier row end up where that row does.
    """
    merged = {pair.row: pair for pair in pairs if choices.get(pair.row, pair.merges_unless_told)}
    target: dict[int, str] = {}
    steps: dict[str, Step] = {}
    for row in sorted(rows):
        pair = merged.get(row)
        if pair is None:
            target[row] = str(uuid4())
        else:
            target[row] = pair.record or target[pair.earlier_row]
        record = target[row]
        before = steps.get(record)
        if before is None:
            steps[record] = Step(record, pair is None, rows[row])
        else:
            steps[record] = Step(record, before.new, before.facility.filled_from(rows[row]))
    return tuple(steps.values())
