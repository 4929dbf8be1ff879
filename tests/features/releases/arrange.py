"""Releases and bundles as jobs leave them, written as the steward; and a look at the feed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, create_engine, func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from portal.db.roles import DatabaseRole
from portal.models import Bundle, BundleRound, Release, Witness
from portal.reference import periods, places, sectors
from tests.world import World, add_group

MONDAY = date(2026, 11, 16)
ROUND = date(2026, 10, 5)
TEXT = (
    "Workers in two dormitories paid a sub-agent before departure. Receipts named a service charge."
)


def release(world: World, **given: Any) -> UUID:
    """One release of the world's group; whatever is not given is a plain finding."""
    return releases(world, [given])[0]


def releases(world: World, many: Sequence[dict[str, Any]]) -> list[UUID]:
    rows = [_row(world, given) for given in many]
    engine = create_engine(world.site.url(DatabaseRole.STEWARD))
    with engine.begin() as connection:
        connection.execute(
            insert(Release).values(search=func.to_tsvector("english", bindparam("words"))), rows
        )
    engine.dispose()
    return [row["id"] for row in rows]


def frozen(world: World, **given: Any) -> list[UUID]:
    """A bundle of three rows that say the same, as outsiders read it."""
    audience = given.pop("audience", "group_and_observers")
    place = {"association_id": world.association_id, "group_id": world.group_id}
    bundle = {
        "id": uuid4(),
        "group_id": world.group_id,
        "frozen_on": ROUND,
        "audience": audience,
        "place": "BD",
        "period": "2026-Q3",
        "sector": "1410",
        "product": "any",
        "k": 3,
        "size": 3,
    }
    own = {"audience": audience, "batch_id": None, "bundle_id": bundle["id"], "released_on": ROUND}
    rows = [_row(world, given | own) for _ in range(3)]
    shown = (
        *("place", "period", "sector", "product", "indicators", "severity", "remediation"),
        *("cost", "effort", "requirement"),
    )
    for row in rows:
        row["facets"] = {name: row["facets"][name] for name in shown if name in row["facets"]}
    engine = create_engine(world.site.url(DatabaseRole.STEWARD))
    with engine.begin() as connection:
        held = {"id": uuid4(), **place, "held_on": ROUND}
        connection.execute(upsert(BundleRound).values(held).on_conflict_do_nothing())
        connection.execute(insert(Bundle).values(bundle))
        connection.execute(
            insert(Witness), [{"bundle_id": bundle["id"], "tag": uuid4().bytes} for _ in rows]
        )
        connection.execute(
            insert(Release).values(search=func.to_tsvector("english", bindparam("words"))), rows
        )
    engine.dispose()
    return [row["id"] for row in rows]


def withdraw(world: World, id: UUID) -> None:
    """Empty the release, as its author's workspace does."""
    engine = create_engine(world.site.url(DatabaseRole.STEWARD))
    nothing: dict[str, Any] = {
        name: [] for name in ("indicators", "place_path", "sector_path", "period_path")
    }
    with engine.begin() as connection:
        connection.execute(
            update(Release)
            .where(Release.id == id)
            .values(
                withdrawn=True, title="", narrative="", status="", facets={}, search=None, **nothing
            )
        )
    engine.dispose()


def another_group(world: World, *, members: Sequence[str]) -> World:
    """A second group of the same association; the same people, another standing."""
    other = World(
        world.site, uuid4(), world.association_id, world.organizations, world.families, world.people
    )
    with world.transaction("host", write=True) as session:
        add_group(session, other, other.group_id, [(name, "member") for name in members])
    return other


def _row(world: World, given: dict[str, Any]) -> dict[str, Any]:
    given = dict(given)
    place, sector = given.pop("place", "BD"), given.pop("sector", "1410")
    period = given.pop("period", "2026-Q3")
    signs = given.pop("indicators", ["debt_bondage"])
    title, narrative = given.pop("title", "Recruitment fees"), given.pop("narrative", TEXT)
    status = given.pop("status", "reported")
    return {
        "id": uuid4(),
        "association_id": world.association_id,
        "group_id": world.group_id,
        "batch_id": uuid4(),
        "released_on": MONDAY,
        "position": uuid4(),
        "kind": "finding",
        "audience": "group",
        "tlp": "TLP:AMBER",
        "title": title,
        "narrative": narrative,
        "facets": {
            "place": place,
            "sector": sector,
            "product": None,
            "period": period,
            "headcount_band": "50-249",
            "tier": "tier2",
            "origin": None,
            "indicators": [{"code": code, "strength": "strong"} for code in signs],
            "severity": {"scale": 3, "scope": 2, "irremediability": None},
            "confidence": "b2",
            "remediation": status,
        },
        "indicators": signs,
        "place_path": list(places.path(place)),
        "sector_path": list(sectors.path(sector)),
        "period_path": list(periods.path(period)),
        "status": status,
        "withdrawn": False,
        "words": f"{title} {narrative}",
    } | given


def feed(world: World, query: str = "", who: str = "writer@alfa") -> Any:
    return world.visit(who).get(f"/groups/{world.group_id}/releases{query}")


def titles(reply: Any) -> list[str]:
    assert reply.status_code == 200
    return re.findall(r'<h2><a href="/releases/[^"]+"[^>]*>([^<]*)</a>', reply.text)
