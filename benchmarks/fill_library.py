"""Practices on the shelves of a town: as many as are asked for, nine of ten in one group."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

import psycopg

from benchmarks.town import NEWEST, SENTENCES, Town
from portal.airlock.kinds import BREAK
from portal.reference import indicators, places, practices, sectors
from portal.reference.tlp import Tlp

COLUMNS: Final = (
    *("id", "association_id", "group_id", "batch_id", "bundle_id", "released_on", "position"),
    *("kind", "audience", "tlp", "title", "narrative", "facets", "indicators", "place_path"),
    *("sector_path", "period_path", "status", "withdrawn", "byline", "lineage_id", "edition"),
)
QUERIES: Final = (
    "",
    "sort=title",
    "q=passports",
    "q=word77",
    "q=night+shift+-canteen&sort=title",
    "cost=low&effort=weeks",
    "requirement=training&place=034",
    "indicator=debt_bondage&signed=anonymous",
    "adopted=yes",
    "adopted=yes&sort=title&cost=high",
    "signed=named&sector=C",
    "q=no+such+thing",
)
"""What is asked of a library, at every size."""


def fill_library(town: Town, practices_wanted: int) -> None:
    """Every tenth is a later edition, every twentieth was adopted by enough to be told."""
    chance = random.Random(practices_wanted)
    names = ", ".join(COLUMNS)
    with psycopg.connect(town.admin, autocommit=True) as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"create temp table arriving as select {names} from releases limit 0")
            with cursor.copy(f"copy arriving ({names}) from stdin") as copy:
                for row in _rows(town, chance, practices_wanted):
                    copy.write_row([row[name] for name in COLUMNS])
            # Made up at once: bundles are not made by the rules that hold for the steward.
            cursor.execute("set session_replication_role = replica")
            cursor.execute(
                f"insert into releases ({names}, search) select {names},"
                f" to_tsvector('english', title || ' ' || narrative) from arriving"
            )
            cursor.execute(
                "insert into tallies (release_id, kind, group_id, families, notes, counted_on)"
                " select id, 'adopted', group_id, 3 + edition, '{}', released_on from arriving"
                " where bundle_id is null and right(id::text, 1) = '7'"
            )
        connection.execute("vacuum analyze releases")
        connection.execute("vacuum analyze tallies")


def paths(town: Town) -> list[str]:
    """The group's library, asked in every way."""
    return [f"/groups/{town.group_id}/library?{query}" for query in QUERIES]


def paths_everywhere() -> list[str]:
    """The library of all that one may read, asked in every way."""
    return [f"/library?{query}" for query in QUERIES]


def _rows(town: Town, chance: random.Random, wanted: int) -> Iterator[dict[str, object]]:
    before: dict[str, object] | None = None
    for number in range(wanted):
        row = _row(town, chance, number)
        if number % 10 == 9 and before is not None and before["bundle_id"] is None:
            row |= {name: before[name] for name in ("group_id", "audience", "byline", "bundle_id")}
            row |= {"lineage_id": before["lineage_id"], "edition": 2, "batch_id": uuid4()}
        yield row
        before = row


def _row(town: Town, chance: random.Random, number: int) -> dict[str, object]:
    own = UUID(int=chance.getrandbits(128), version=4)
    place = chance.choice(places.countries()).code
    sector = chance.choice(sectors.sectors("class")).code
    signs = chance.sample([each.code for each in indicators.INDICATORS], 2)
    audience = chance.choices(
        ("group", "group_and_observers", "association", "public"), (60, 25, 10, 5)
    )[0]
    frozen = audience != "group" and chance.random() < 0.5
    byline = "" if frozen or chance.random() < 0.7 else f"Member {number % 40}"
    sections = [" ".join(chance.sample(SENTENCES, 3)) for _ in range(4)]
    return {
        "id": str(own),
        "association_id": town.association_id,
        "group_id": town.groups[0] if chance.random() < 0.9 else chance.choice(town.groups[1:]),
        "batch_id": None if frozen else uuid4(),
        "bundle_id": uuid4() if frozen else None,
        "released_on": NEWEST - timedelta(days=7 * chance.randrange(200)),
        "position": uuid4(),
        "kind": "practice",
        "audience": audience,
        "tlp": chance.choice(list(Tlp)).value,
        "title": f"{chance.choice(SENTENCES)[:40]} {chance.randrange(10**6)}",
        "narrative": BREAK.join(sections) + f" Reference word{number % 1000}.",
        "facets": json.dumps(
            {
                "place": place,
                "sector": sector,
                "product": None,
                "period": None,
                "indicators": [{"code": code, "strength": "medium"} for code in signs],
                "cost": chance.choice(practices.COSTS).code,
                "effort": chance.choice(practices.EFFORTS).code,
                "requirement": chance.choice(practices.REQUIREMENTS).code,
            }
        ),
        "indicators": signs,
        "place_path": list(places.path(place)),
        "sector_path": list(sectors.path(sector)),
        "period_path": [],
        "status": "",
        "withdrawn": chance.random() < 0.01,
        "byline": byline,
        "lineage_id": None if frozen else str(own),
        "edition": 1,
    }
