"""What the invented civil society observed: one goes with a batch, one waits, one is a draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

from portal.airlock.fields import Fields
from portal.features.contributions.service import Start, Typed, save_draft, start_contribution
from portal.models import ContributionKind
from portal.seeding import content, findings
from portal.seeding.cast import Cast, id_of

_TYPED: Final = {each.name for each in fields(Fields)} - {"group"}


def join(cast: Cast, batch: Sequence[dict[str, Any]]) -> int:
    """Approve what leaves beside these findings of companies; answers how many those are."""
    titles = {row["title"] for row in batch}
    rows = [row for row in content.read("field_insights") if row.get("joins") in titles]
    for row in rows:
        findings.approve(cast, findings.submit(cast, row, _fields(row)), row["group"])
    return len(rows)


def keep(cast: Cast) -> None:
    """Those that wait for review, and the drafts with all that nobody has decided yet."""
    for row in content.read("field_insights"):
        if row["state"] == "waiting":
            findings.submit(cast, row, _fields(row))
        elif row["state"] == "draft":
            _write(cast, row)


def _write(cast: Cast, row: dict[str, Any]) -> None:
    typed = _fields(row)
    with cast.acting(row["person"]) as (session, actor):
        begun = Start(typed.group, Fields(kind=typed.kind))
        contribution = start_contribution(session, actor, begun)
        save_draft(session, actor, contribution, Typed(typed, contribution.version))


def _fields(row: dict[str, Any]) -> Fields:
    typed = {name: value for name, value in row.items() if name in _TYPED}
    group = str(id_of("group", row["group"]))
    return Fields(kind=ContributionKind.FIELD_INSIGHT.value, group=group, **typed)
