"""What leaves the group leaves in bundles, once; and nobody reads both copies."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from portal.airlock.publishing import inside
from portal.airlock.sealing import outside_id
from portal.models import Batch, Bundle, BundleRound, Candidate, Release, Witness
from tests.features.bundles.arrange import (
    FAMILIES,
    LATER,
    ROUND,
    as_steward,
    bundled,
    facets,
    freeze,
    read_inside,
)
from tests.features.contributions import finding
from tests.features.releases.arrange import feed, titles
from tests.pages import Page
from tests.world import World


def test_outsiders_see_nothing_of_an_item_until_its_bundle_is_frozen(world: World) -> None:
    items = read_inside(world)
    assert titles(feed(world, who="writer@delta")) == ["Fees taken before departure"] * 3
    for who in ("writer@observer", "reader@liaison"):
        assert titles(feed(world, who=who)) == []
        assert world.visit(who).get(f"/releases/{items[0]}").status_code == 404

    assert freeze(world) == 1

    for who in ("writer@observer", "reader@liaison"):
        assert titles(feed(world, who=who)) == ["Fees taken before departure"] * 3
        assert world.visit(who).get(f"/releases/{items[0]}").status_code == 404
        copy = outside_id(world.site.keys, items[0])
        assert world.visit(who).get(f"/releases/{copy}").status_code == 200


def test_members_and_coordinators_go_on_reading_the_own_copy_only(world: World) -> None:
    items = read_inside(world)
    before = feed(world, who="writer@delta").text
    freeze(world)

    assert titles(feed(world, who="writer@delta")) == ["Fees taken before departure"] * 3
    assert len(feed(world, who="writer@delta").text) == len(before)
    copy = outside_id(world.site.keys, items[0])
    for who in ("writer@alfa", "writer@delta", "coordinator1"):
        assert world.visit(who).get(f"/releases/{copy}").status_code == 404
        assert world.visit(who).get(f"/releases/{items[0]}").status_code == 200
        found = world.visit(who).get(f"/groups/{world.group_id}/releases?q=departure")
        assert str(copy) not in found.text


def test_too_few_families_wait_and_those_of_one_family_are_one(world: World) -> None:
    read_inside(world, ("writer@alfa", "writer@golf", "writer@alfa", "writer@bravo"))

    assert freeze(world) == 0
    assert bundled(world) == []

    read_inside(world, ("writer@charlie",), on=ROUND)
    assert freeze(world, LATER) == 1
    assert len(bundled(world)) == 4, "alfa's family holds no more than half"


def test_all_rows_of_a_bundle_have_one_date_and_one_set_of_facets(world: World) -> None:
    for author, period, product in zip(
        FAMILIES,
        ("2026-Q2", "2026-Q3", "2026-Q2"),
        ("hs4:6109", "hs4:6110", None),
        strict=True,
    ):
        read_inside(world, (author,), facets=facets(period=period, product=product))

    assert freeze(world) == 1

    rows = bundled(world)
    shared = {
        (r.released_on, r.facets["place"], r.facets["period"], r.facets["sector"]) for r in rows
    }
    assert len(shared) == 1
    assert {r.facets["product"] for r in rows} == {None}
    assert all(set(r.facets) <= {"place", "period", "sector", "product", "indicators", "severity",
                                 "remediation"} for r in rows)  # fmt: skip
    assert {r.batch_id for r in rows} == {None}


def test_what_everybody_says_is_not_shown_beside_a_bundle(world: World) -> None:
    read_inside(world)
    freeze(world)

    for row in bundled(world):
        assert (row.indicators, row.status) == ([], "")
        assert row.facets["remediation"] is None
        assert not any(row.facets["severity"].values())


def test_what_families_say_differently_is_shown(world: World) -> None:
    for author, remediation in zip(FAMILIES, ("reported", "closed", "closed"), strict=True):
        read_inside(world, (author,), facets=facets(remediation=remediation))
    freeze(world)

    assert sorted(row.status for row in bundled(world)) == ["closed", "closed", "reported"]
    assert {tuple(row.indicators) for row in bundled(world)} == {()}


def test_a_text_that_says_more_than_the_bundle_stays_inside(world: World) -> None:
    elsewhere = facets(place="KH")
    read_inside(world, FAMILIES[:2], facets=elsewhere)
    told = "Workers of the Bangladeshi site paid before they left."
    read_inside(world, FAMILIES[2:], narrative=told)
    read_inside(world, ("writer@delta",), on=ROUND)

    assert freeze(world, LATER) == 1 or bundled(world) == []
    assert all("Bangladeshi" not in row.narrative for row in bundled(world))


def test_each_audience_has_bundles_of_its_own(world: World) -> None:
    read_inside(world, FAMILIES[:2])
    read_inside(world, FAMILIES[2:], audience="association")

    assert freeze(world) == 0


def test_a_round_is_held_once_and_leaves_the_same_line_whatever_was_frozen(world: World) -> None:
    read_inside(world)
    assert freeze(world) == 1
    assert freeze(world) == 0
    assert freeze(world, LATER) == 0

    lines = world.sql(
        "select facts, actor_id from events where kind = 'bundle.frozen' and chain_id = :g",
        g=world.group_id,
    )
    assert [(line.facts, line.actor_id.int) for line in lines] == [({}, 0)] * 2


def test_nothing_leaves_twice(world: World) -> None:
    items = read_inside(world)
    freeze(world)
    read_inside(world, ("writer@delta", "writer@echo"), on=ROUND)

    assert freeze(world, LATER) == 0
    assert {row.id for row in bundled(world)} == {
        outside_id(world.site.keys, item) for item in items
    }


def test_withdrawing_empties_both_copies_and_the_bundle_stays_as_large(
    world: World,
) -> None:
    read_inside(world)
    freeze(world)
    row = bundled(world)[0]
    with pytest.raises(DBAPIError, match="never changed"):
        world.sql("delete from releases where id = :id", id=row.id)
    with pytest.raises(DBAPIError, match="never changed"):
        world.sql("update releases set title = 'Another' where id = :id", id=row.id)

    world.sql(
        "update releases set title = '', narrative = '', facets = '{}', indicators = '{}',"
        " place_path = '{}', sector_path = '{}', period_path = '{}', status = '', search = null,"
        " withdrawn = true where id = :id",
        id=row.id,
    )

    assert len(bundled(world)) == 3
    page = world.visit("writer@observer").get(f"/releases/{row.id}")
    assert "This item was withdrawn." in page.text
    assert "Bundle of 5 October 2026" in page.text


@pytest.mark.parametrize("table", ["bundles", "bundle_rounds", "authorship.witnesses"])
@pytest.mark.parametrize("change", ["delete from {0}", "update {0} set {1} = {1}"])
def test_nobody_changes_what_is_frozen(world: World, table: str, change: str) -> None:
    read_inside(world)
    freeze(world)
    column = {"bundles": "size", "bundle_rounds": "held_on"}.get(table, "tag")

    with pytest.raises(DBAPIError, match="never changed"):
        world.sql(change.format(table, column))


def _made(world: World, *, rows: int, witnesses: int, **given: Any) -> None:
    bundle = {
        "id": uuid4(),
        "group_id": world.group_id,
        "frozen_on": ROUND,
        "audience": "group_and_observers",
        "place": "BD",
        "period": "any",
        "sector": "1410",
        "product": "any",
        "k": 3,
        "size": 3,
    }
    released = {
        "association_id": world.association_id,
        "group_id": world.group_id,
        "bundle_id": bundle["id"],
        "released_on": ROUND,
        "kind": "finding",
        "audience": "group_and_observers",
        "tlp": "TLP:AMBER",
        "title": "A finding",
        "narrative": "It was seen.",
        "facets": {"place": "BD", "sector": "1410", "period": None, "indicators": []},
        "indicators": [],
        "place_path": ["BD"],
        "sector_path": ["1410"],
        "period_path": [],
        "status": "",
        "withdrawn": False,
    } | given.pop("row", {})
    with as_steward(world) as session:
        held = {"id": uuid4(), "association_id": world.association_id, "held_on": ROUND}
        session.execute(insert(BundleRound).values(group_id=world.group_id, **held))
        session.execute(insert(Bundle).values(**(bundle | given)))
        for _ in range(witnesses):
            session.execute(insert(Witness).values(bundle_id=bundle["id"], tag=uuid4().bytes))
        for _ in range(rows):
            session.execute(insert(Release).values(id=uuid4(), position=uuid4(), **released))


def test_the_steward_itself_cannot_make_a_bundle_that_breaks_the_rule(world: World) -> None:
    broken: list[dict[str, Any]] = [
        {"rows": 2, "witnesses": 3},
        {"rows": 4, "witnesses": 3},
        {"rows": 3, "witnesses": 2},
        {"rows": 2, "witnesses": 2, "k": 2, "size": 2},
        {"rows": 3, "witnesses": 3, "audience": "group"},
        {"rows": 3, "witnesses": 3, "row": {"audience": "association"}},
        {"rows": 3, "witnesses": 3, "row": {"released_on": LATER}},
        {"rows": 3, "witnesses": 3, "row": {"batch_id": uuid4()}},
        {"rows": 3, "witnesses": 3, "place": "KH"},
        {"rows": 3, "witnesses": 3, "row": {"facets": {
            "place": "BD", "sector": "1410", "period": None, "tier": "tier1", "indicators": []}}},
    ]  # fmt: skip
    for each in broken:
        with pytest.raises(DBAPIError):
            _made(world, **each)
    assert bundled(world) == []

    _made(world, rows=3, witnesses=3)
    assert len(bundled(world)) == 3


def test_no_row_joins_a_bundle_later(world: World) -> None:
    _made(world, rows=3, witnesses=3)
    bundle = bundled(world)[0].bundle_id

    with pytest.raises(DBAPIError, match="made whole"):
        world.sql(
            "insert into releases select (jsonb_populate_record(r, jsonb_build_object('id',"
            " gen_random_uuid()))).* from releases r where bundle_id = :id limit 1",
            id=bundle,
        )


def test_the_author_is_told_in_the_same_words_until_it_has_left(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    finding.supplier(world, "writer@alfa")
    writer = world.visit("writer@alfa")
    path = finding.sent(writer, world)
    item = finding.candidate(world.site, world, "writer@alfa", path)["id"]
    with as_steward(world) as session:
        waiting = session.get_one(Candidate, item)
        session.execute(insert(Release).values(**inside(waiting, Batch(id=item), ROUND)))
        session.delete(waiting)
    writer.get(f"{path}/progress")  # says once that it was sent
    alone = Page(writer.get(f"{path}/progress").text).text
    assert "Waiting for more independent members." in alone
    assert "Released to the group, waiting beyond it" in writer.get("/contributions").text
    read_inside(world, ("writer@bravo",), on=ROUND)
    assert Page(writer.get(f"{path}/progress").text).text == alone

    read_inside(world, ("writer@charlie",), on=ROUND)
    assert freeze(world, LATER) == 1

    page = Page(writer.get(f"{path}/progress").text)
    assert "Beyond the group it was published in a bundle." in page.text
    assert f"/releases/{item}" in page.links
    assert str(outside_id(world.site.keys, item)) not in str(page.links)
    assert writer.send(f"{path}/withdraw").location == f"{path}/progress"
    assert sorted(row.withdrawn for row in bundled(world)) == [False, False, True]
    shredded = world.sql("select subject_id from shreddings")
    assert {item, outside_id(world.site.keys, item)} <= {row.subject_id for row in shredded}
