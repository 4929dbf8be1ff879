"""An import before it is confirmed, and the order that confirming it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from portal.facility_lists import mapping, matching, problems
from portal.facility_lists.facility import Facility
from portal.facility_lists.mapping import Columns
from portal.facility_lists.matching import Pair
from portal.facility_lists.merging import Step, plan
from portal.facility_lists.problems import Checked, Fixes
from portal.facility_lists.tables import Table


@dataclass(frozen=True, slots=True)
class Draft:
    """A list, what its columns mean, and what a person chose: `choices` says merge, by row."""

    file: str
    table: Table
    columns: Columns
    fixes: Fixes = field(default_factory=Fixes)
    choices: Mapping[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, table: Table) -> Draft:
        return cls(file, table, mapping.guess(table.header))

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "table": self.table.to_json(),
            "columns": dict(self.columns),
            "fixes": asdict(self.fixes),
            "choices": {str(row): merge for row, merge in self.choices.items()},
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Draft:
        return cls(
            content["file"],
            Table.from_json(content["table"]),
            content["columns"],
            Fixes(**content["fixes"]),
            {int(row): merge for row, merge in content["choices"].items()},
        )


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would be stored as the draft stands; `others` is what a pair's row is compared with."""

    checked: Checked
    pairs: tuple[Pair, ...]
    others: Mapping[int, Facility]

    def merges(self, pair: Pair, choices: Mapping[int, bool]) -> bool:
        return choices.get(pair.row, pair.merges_unless_told)


def forecast(draft: Draft, registry: Sequence[tuple[str, Facility]]) -> Forecast:
    """Check every row and compare it with the registry (pairs of id and facility)."""
    checked = problems.check(draft.table.rows, draft.columns, draft.fixes)
    pairs = matching.pairs(checked.facilities, registry)
    records = dict(registry)
    others = {
        pair.row: records[pair.record] if pair.record else checked.facilities[pair.earlier_row]
        for pair in pairs
    }
    return Forecast(checked, pairs, others)


@dataclass(frozen=True, slots=True)
class Order:
    """What was confirmed: steps until they are all done, and afterwards only what they came to."""

    file: str
    added: int
    left_out: int
    merged: tuple[str, ...]
    steps: tuple[Step, ...] = ()

    @classmethod
    def of(cls, draft: Draft, seen: Forecast) -> Order:
        steps = plan(seen.checked.facilities, seen.pairs, draft.choices)
        merged = tuple(step.id for step in steps if not step.new)
        return cls(draft.file, len(steps) - len(merged), seen.checked.left_out, merged, steps)

    def finished(self) -> Order:
        """Without the steps: what was stored is in the registry."""
        return replace(self, steps=())

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"steps": [step.to_json() for step in self.steps]}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Order:
        steps = tuple(Step.from_json(step) for step in content["steps"])
        merged = tuple(content["merged"])
        return cls(content["file"], content["added"], content["left_out"], merged, steps)
