"""Bundles of audit outcomes and practices: of one kind, without editions, never of what is signed."""

from typing import Any

from portal.airlock.kinds import sections_of
from tests.features.bundles.arrange import LATER, bundled, freeze, read_inside
from tests.features.contributions.kinds import RELEASED
from tests.world import World

AUDIT: dict[str, Any] = {
    "kind": "audit",
    "narrative": "Passports lay in a safe.",
    "facets": {
        "place": "BD",
        "sector": "1410",
        "period": "2026-H1",
        "scheme": "audited",
        "announcement": "announced",
        "collaborative": "yes",
        "indicators": [{"code": "debt_bondage", "strength": "strong"}],
        "grade": "critical",
        "cap_progress": "some",
    },
}


def graded(world: World, author: str, grade: str) -> None:
    read_inside(
        world,
        [author],
        **AUDIT | {"facets": AUDIT["facets"] | {"grade": grade}},
        title="Papers kept",
    )


def test_a_bundle_of_audits_shows_grades_that_differ_and_hides_what_all_say(world: World) -> None:
    graded(world, "writer@alfa", "critical")
    graded(world, "writer@bravo", "major")
    graded(world, "writer@charlie", "minor")

    assert freeze(world) == 1

    rows = bundled(world)
    assert sorted(row.facets["grade"] for row in rows) == ["critical", "major", "minor"]
    for row in rows:
        assert row.facets["cap_progress"] is None
        assert row.facets["indicators"] == []
        assert not {"scheme", "announcement", "collaborative"} & set(row.facets)


def test_kinds_do_not_fill_one_anothers_bundles(world: World) -> None:
    graded(world, "writer@alfa", "critical")
    graded(world, "writer@bravo", "major")
    read_inside(world, ["writer@charlie"])

    assert freeze(world) == 0


def test_practices_leave_with_their_sections_without_lineage_and_what_is_signed_does_not_help(
    world: World,
) -> None:
    practice = RELEASED | {"title": "Receipts read together", "audience": "group_and_observers"}
    read_inside(world, ["writer@alfa", "writer@bravo"], **practice)
    (own,) = world.sql(
        "select name from organizations where id = :id", id=world.organizations["charlie"]
    )
    read_inside(world, ["writer@charlie"], byline=own.name, **practice)
    assert freeze(world) == 0
    read_inside(world, ["writer@delta"], **practice)

    assert freeze(world, LATER) == 1

    rows = bundled(world)
    assert [(row.lineage_id, row.edition, row.byline) for row in rows] == [(None, 1, "")] * 3
    assert [each.name for each in sections_of("practice", rows[0].narrative)][-1] == "evidence"
