"""The database draws the pools that the pure rule gives, once a week, and answers from them only."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from portal.airlock.plausible import still_plausible
from portal.core.clock import now, week_of
from portal.db.roles import DatabaseRole
from portal.db.steward import Steward
from portal.models import Candidate, FootprintCell
from portal.privacy import footprint
from portal.privacy.plausibility import Cell, grid, pools
from portal.reference import places, sectors
from tests.candidates import candidate, source
from tests.conftest import Site
from tests.privacy.town import PLACES, SECTORS
from tests.world import MEMBERS, World, build_world

ASK = text(
    "select guard.ask_gate(:group, :tags, :fewest, :most, :per_day, :draft, :about, :per_draft,"
    " :places)"
)


def footprints(world: World, random: Random) -> list[Cell]:
    """Written as the job writes them; answered as the pure rule reads them."""
    key = world.site.keys.derive("footprint")
    cells = []
    for name in MEMBERS:
        with world.transaction(f"writer@{name}", write=True) as session:
            for _ in range(random.randint(1, 8)):
                place = random.choice(PLACES[:6])[random.choice([0, 1, 1, 2]) :]
                sector = random.choice(SECTORS[:4])[random.choice([0, 1, 2]) :]
                sites = random.sample(range(40), random.randint(0, 5))
                row = {"id": uuid4(), "path": list(footprint.path(key, place, sector))}
                session.execute(insert(FootprintCell).values(**row, sites=sites).inline())
                nodes = tuple(node and footprint.tag(key, *node) for node in grid(place, sector))
                cells.append(Cell(world.families[name], nodes, max(1, len(sites))))
    return cells


def asked(world: World, tags: list[bytes], who: str = "writer@alfa", /, **bounds: Any) -> list[int]:
    wanted = {"fewest": None, "most": None, "per_day": 99, "draft": b"d", "about": b"a"}
    limits = {"per_draft": 99, "places": 99}
    with world.transaction(who, write=True) as session:
        given = {"group": world.group_id, "tags": tags} | wanted | limits | bounds
        return list(session.execute(ASK, given).scalar_one())


@pytest.mark.parametrize("seed", range(4))
def test_the_database_draws_the_pools_of_the_pure_rule(site: Site, seed: int) -> None:
    world = build_world(site)
    cells = footprints(world, Random(seed))  # noqa: S311
    asked(world, [b"nothing"])

    rows = world.sql(
        "select tag, family_id, sites, share from gate_pools where group_id = :id",
        id=world.group_id,
    )

    drawn: dict[tuple[object, object], tuple[int, float]] = {
        (bytes(row.tag), row.family_id): (row.sites, row.share) for row in rows
    }
    ruled: dict[tuple[object, object], tuple[int, float]] = {
        (tag, family): (weight.sites, weight.share)
        for tag, pool in pools(cells, 3).items()
        for family, weight in pool.items()
    }
    assert drawn.keys() == ruled.keys()
    for each, (sites, share) in ruled.items():
        assert drawn[each][0] == sites
        assert drawn[each][1] == pytest.approx(share)


def test_what_joins_leaves_or_sources_shows_nothing_before_the_next_week(world: World) -> None:
    source(world, "alfa", "bravo")
    key = world.site.keys.derive("footprint")
    tag = footprint.tag(key, "BD", "1410")
    assert [each & 1 for each in asked(world, [tag])] == [0]

    source(world, "charlie", "delta", "echo")

    assert [each & 1 for each in asked(world, [tag])] == [0]
    world.sql("delete from gate_weeks")
    assert asked(world, [tag]) == [15]


def test_an_estimate_makes_suppliers_enough_or_too_few_and_never_families(world: World) -> None:
    world.sql("update groups set k_supplier = 30 where id = :id", id=world.group_id)
    source(world)
    tag = footprint.tag(world.site.keys.derive("footprint"), "BD", "1410")
    few = asked(world, [tag])[0]
    assert few & 1
    assert not few & 2

    assert asked(world, [tag], fewest=30, most=60)[0] == 3
    assert asked(world, [tag], fewest=120)[0] == 7
    assert asked(world, [b"elsewhere"], fewest=120)[0] == 6
    world.sql("delete from gate_weeks")
    world.sql("update groups set k_supplier = 2 where id = :id", id=world.group_id)
    assert asked(world, [tag])[0] == 15
    assert asked(world, [tag], fewest=1, most=1)[0] == 9


@pytest.mark.parametrize("guess", [11, 99])
def test_a_guess_in_ones_own_registry_does_not_tell_what_others_list(
    world: World, guess: int
) -> None:
    world.sql("update groups set k_supplier = 9 where id = :id", id=world.group_id)
    path = footprint.path(
        world.site.keys.derive("footprint"), places.path("BD"), sectors.path("1410")
    )
    lists = {"alfa": [1, 2, guess], "bravo": [10, 11], "charlie": [20, 21], "delta": [30, 31]}
    for name, sites in lists.items():
        with world.transaction(f"writer@{name}", write=True) as session:
            session.add(
                FootprintCell(
                    organization_id=world.organizations[name], path=list(path), sites=sites
                )
            )
    tag = next(each for each in path if each)

    assert asked(world, [tag]) == [1], "six of others, whether one of them was guessed or not"
    assert asked(world, [tag], "writer@bravo")[0] & 2 == 0
    world.sql("delete from gate_weeks")
    world.sql("update groups set k_supplier = 6 where id = :id", id=world.group_id)
    assert asked(world, [tag]) == [11]


def test_a_place_beside_ones_footprint_passes_only_where_finer_pools_hold(world: World) -> None:
    key = world.site.keys.derive("footprint")
    source(world, "alfa", "bravo", "charlie", "delta", place="IN")
    nodes = [("BD", "1410"), ("034", "1410"), ("142", "1410")]
    tags = [footprint.tag(key, *node) for node in nodes]

    assert [each & 1 for each in asked(world, tags)] == [0, 1, 1]
    assert [each & 1 for each in asked(world, tags, "writer@echo")] == [0, 0, 0]
    source(world, "alfa")
    assert [each & 1 for each in asked(world, tags)] == [0, 0, 0], "it is in the footprint now"


@pytest.mark.parametrize("bound", ["per_day", "per_draft", "places"])
def test_probing_ends_at_each_of_three_bounds(world: World, bound: str) -> None:
    for number in range(3):
        asked(world, [b"t"], about=bytes([number]), **{bound: 3})

    with pytest.raises(DBAPIError, match="gate_questions_exhausted"):
        asked(world, [b"t"], about=b"another", **{bound: 3})

    if bound != "per_day":
        assert asked(world, [b"t"], about=bytes([0]), **{bound: 3}), "asked before: no probe"


def test_a_new_draft_is_no_way_round_the_bound_on_places(world: World) -> None:
    for number in range(3):
        asked(world, [b"t"], draft=bytes([number]), about=bytes([number]), places=3)
    with pytest.raises(DBAPIError, match="gate_questions_exhausted"):
        asked(world, [b"t"], draft=b"new", about=b"new", places=3)


def test_what_was_asked_on_earlier_days_is_forgotten(world: World) -> None:
    asked(world, [b"t"])
    for table in ("gate_questions", "gate_probes"):
        world.sql(f"update {table} set asked_on = asked_on - 1")

    asked(world, [b"t"], "writer@bravo")

    for table in ("gate_questions", "gate_probes"):
        days = world.sql(f"select distinct asked_on = current_date as today from {table}")
        assert [row.today for row in days] == [True]


def plausible(world: World, *items: UUID, after: timedelta = timedelta()) -> frozenset[UUID]:
    site = world.site
    with (
        closing(Steward(site.url(DatabaseRole.STEWARD), site.keys)) as steward,
        steward.transaction() as session,
    ):
        rows = [session.get_one(Candidate, item) for item in items]
        return still_plausible(session, site.keys, rows, now().date() + after)


def test_who_has_left_by_the_release_no_longer_hides_anybody(world: World) -> None:
    source(world, "alfa", "bravo", "charlie")
    item = candidate(world)
    assert plausible(world, item) == {item}

    world.sql(
        "update standings set ended_on = :day where organization_id = :id",
        day=week_of(now()) + timedelta(days=14),
        id=world.organizations["charlie"],
    )

    assert plausible(world, item, after=timedelta(days=6)) == {item}
    assert plausible(world, item, after=timedelta(days=21)) == set()


def test_who_has_come_since_does_not_stand_in_for_who_has_left(world: World) -> None:
    """The pool is that of the week of writing: a reader knows when the newcomer came."""
    source(world, "alfa", "bravo", "charlie")
    item = candidate(world)
    assert plausible(world, item) == {item}
    source(world, "delta", "echo")
    world.sql(
        "update standings set ended_on = :day where organization_id = :id",
        day=week_of(now()) + timedelta(days=7),
        id=world.organizations["charlie"],
    )

    assert plausible(world, item, after=timedelta(days=14)) == set()


def test_want_of_suppliers_at_release_holds_unless_the_author_knew_of_more(world: World) -> None:
    source(world)
    item = candidate(world)
    world.sql("update groups set k_supplier = 900 where id = :id", id=world.group_id)
    assert plausible(world, item) == set()
    gate = json.dumps({"passed": True, "changes": [], "estimated": True})
    world.sql(
        "update candidates set gate = cast(:gate as jsonb) where id = :id", gate=gate, id=item
    )
    assert plausible(world, item) == {item}


@pytest.mark.parametrize(
    "call",
    [
        "guard.draw_gate('{group}', current_date)",
        "guard.gate_holds('{group}', current_date, array[]::bytea[], array[]::boolean[], current_date)",
        "guard.counting('{group}', current_date)",
    ],
)
def test_nobody_who_serves_pages_draws_or_counts(world: World, call: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        world.transaction("writer@alfa", write=True) as session,
    ):
        session.execute(text(f"select {call.format(group=world.group_id)}"))
