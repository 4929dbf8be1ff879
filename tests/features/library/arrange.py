"""Practices as jobs leave them, written as the steward; counts of adoption; and looks at a library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from portal.airlock.kinds import BREAK
from tests.features.releases.arrange import MONDAY, frozen, releases
from tests.world import World

TEXTS = {
    "problem": "Newcomers paid agents before they left home.",
    "approach": "The buyer asks for receipts and pays the fees back.",
    "steps": "First ask every newcomer. Then pay within a month.",
    "evidence": "Interviews after a year named no new fees.",
}
FACETS = {
    "place": "BD",
    "sector": "1410",
    "product": None,
    "period": None,
    "origin": None,
    "indicators": [{"code": "debt_bondage", "strength": "medium"}],
    "cost": "low",
    "effort": "weeks",
    "requirement": "remediation",
}


def _given(more: dict[str, Any]) -> dict[str, Any]:
    more = dict(more)
    texts = {name: more.pop(name, text) for name, text in TEXTS.items()}
    facets = FACETS | {
        name: more.pop(name) for name in ("cost", "effort", "requirement") if name in more
    }
    facets |= {name: more[name] for name in ("place", "sector") if name in more}
    if "indicators" in more:
        facets["indicators"] = [{"code": c, "strength": "medium"} for c in more["indicators"]]
    return {
        "kind": "practice",
        "title": "Fees paid back",
        "narrative": BREAK.join(texts.values()),
        "facets": facets,
        "status": "",
    } | more


def practices(world: World, *many: dict[str, Any]) -> list[UUID]:
    """Group's copies; whatever is not given is a practice about fees, shared with the group."""
    rows = [{"byline": "", "lineage_id": None, "edition": 1} | _given(each) for each in many]
    return releases(world, rows)


def practice(world: World, **given: Any) -> UUID:
    return practices(world, given)[0]


def bundled(world: World, **given: Any) -> list[UUID]:
    """Three practices that say the same, as outsiders read them."""
    row = _given(given)
    row["facets"] |= {"period": "2026-Q3"}
    return frozen(world, **row)


def edition(world: World, of: UUID, number: int, **given: Any) -> UUID:
    """A later edition of a practice; the first becomes the head of its lineage."""
    world.sql("update releases set lineage_id = id where id = :id and lineage_id is null", id=of)
    return practice(world, lineage_id=of, edition=number, **given)


def adopted(world: World, release: UUID, families: int, kind: str = "adopted") -> None:
    """What a count of the steward would have told."""
    world.sql(
        "insert into tallies (release_id, kind, group_id, families, notes, counted_on)"
        " values (:release, :kind, :group, :families, '{}', :on)",
        release=release,
        kind=kind,
        group=world.group_id,
        families=families,
        on=MONDAY,
    )


def library(world: World, query: str = "", who: str = "writer@alfa") -> Any:
    return world.visit(who).get(f"/groups/{world.group_id}/library{query}")


def everywhere(world: World, query: str = "", who: str = "writer@alfa") -> Any:
    return world.visit(who).get(f"/library{query}")


def shown(reply: Any) -> list[UUID]:
    """The practices of a page, in its order."""
    assert reply.status_code == 200
    return [UUID(each) for each in re.findall(r'<h2><a href="/releases/([^"]+)"', reply.text)]


def titles(reply: Any) -> list[str]:
    assert reply.status_code == 200
    found: Sequence[str] = re.findall(r'<h2><a href="/releases/[^"]+"[^>]*>(.*?)</a>', reply.text)
    return [re.sub("<[^>]+>", "", each) for each in found]
