"""The invented practices and audit outcomes go through the airlock as everybody's do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from portal.airlock import editions
from portal.airlock.fields import Fields
from portal.reference import taxonomy
from portal.reference.indicators import Strength
from portal.seeding import content, findings
from portal.seeding.cast import Cast, id_of

_TYPED = {each.name for each in fields(Fields)} - {"group", "edition_of"}


def share(cast: Cast, leave: Callable[[str, date], int]) -> None:
    """Batch by batch, each let out by `leave`; what belongs to no batch stays in review."""
    rows = content.read("practices")
    known: dict[str, UUID] = {}
    for on, group in sorted({(row["batch"], row["group"]) for row in rows if row["batch"]}):
        batch = [row for row in rows if (row["batch"], row["group"]) == (on, group)]
        for row in batch:
            candidate = findings.submit(cast, row, _fields(cast, row, known))
            findings.approve(cast, candidate, group)
            known[row.get("key", row["title"])] = candidate
        if leave(group, date.fromisoformat(on)) != len(batch):
            raise findings.NotPublishable(f"the batch of {on} in {group} does not hold")
    for row in rows:
        if not row["batch"]:
            findings.submit(cast, row, _fields(cast, row, known))


def _fields(cast: Cast, row: dict[str, Any], known: dict[str, UUID]) -> Fields:
    typed = {name: value for name, value in row.items() if name in _TYPED}
    begun = Fields(group=str(id_of("group", row["group"])))
    if "edition_of" in row:
        with cast.acting(row["person"]) as (session, actor):
            begun = editions.begun_with(editions.base(session, actor, known[row["edition_of"]]))
        typed = {name: value for name, value in typed.items() if name not in editions.PINNED}
    estimate = row.get("supplier_estimate")
    return replace(
        begun,
        **typed
        | {
            "indicators": {code: Strength(each).value for code, each in row["indicators"].items()},
            "sites": taxonomy.estimate_of(estimate) if estimate else "",
        },
    )
