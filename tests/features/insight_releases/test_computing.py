"""Every group and quarter leaves the same traces, whatever was in it and whoever contributed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import text

from portal.db.encrypted import open_json
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.db.steward import Steward
from portal.features.insight_releases.jobs import Unfinished, catch_up, compute_insights
from portal.jobs.queue import Work
from tests.conftest import Site, open_site
from tests.features.bundles.arrange import as_steward
from tests.features.insight_releases.arrange import (
    DUE,
    WRITERS,
    approve,
    cells,
    computed,
    read_by_group,
)
from tests.world import World, add_group, build_world


def another_group(world: World) -> UUID:
    group_id = uuid4()
    with world.transaction("host", write=True) as session:
        add_group(session, world, group_id, [("alfa", "member")])
    return group_id


def caught_up(world: World, group_id: UUID, on: date = DUE) -> list[tuple[str, str]]:
    """Quarters and states of the group's releases after a run on that day."""
    with as_steward(world) as session:
        catch_up(session, group_id, on)
    found = world.sql(
        "select quarter, state from insight_releases where group_id = :g order by quarter",
        g=group_id,
    )
    return [tuple(each) for each in found]


def test_every_quarter_since_the_first_item_is_computed_in_order_and_none_twice(
    world: World,
) -> None:
    read_by_group(world, WRITERS[:1], on=date(2025, 11, 3))
    due = [(quarter, "waiting") for quarter in ("2025-Q4", "2026-Q1", "2026-Q2")]

    assert caught_up(world, world.group_id) == due
    assert caught_up(world, world.group_id) == due
    late = date(2027, 1, 4)
    assert caught_up(world, world.group_id, late) == due, "coordinators still have some"
    for [release] in world.sql(
        "select id from insight_releases where group_id = :g", g=world.group_id
    ):
        for who in ("coordinator1", "coordinator2"):
            approve(world, release, who)
    assert caught_up(world, world.group_id, late)[-1] == ("2026-Q3", "waiting")


def test_a_group_of_which_nothing_can_be_told_leaves_the_same_traces(world: World) -> None:
    empty = another_group(world)
    read_by_group(world, WRITERS[:4])
    assert caught_up(world, empty) == caught_up(world, world.group_id) == [("2026-Q2", "waiting")]

    traces = []
    for group in (empty, world.group_id):
        [release] = world.sql("select * from insight_releases where group_id = :g", g=group)
        assert cells(world, release.id) == {}
        [event] = world.events("insight.computed", release.id)
        ledger = "select length(box) as n from authorship.insight_ledgers where group_id = :g"
        [box] = world.sql(ledger, g=group)
        said = (release.state, release.audience, release.tlp, release.k, release.version)
        traces.append((said, event.facts, event.actor_id, box.n))
    assert traces[0] == traces[1]
    assert traces[0][0][3] == 5, "a group that asks for three families gives figures of five"


def test_what_was_withdrawn_is_no_longer_counted_and_a_published_figure_keeps_its_value(
    world: World,
) -> None:
    items = read_by_group(world)
    before = cells(world, computed(world))
    world.sql("update releases set withdrawn = true, facets = '{}' where id = :id", id=items[0])

    after = cells(world, computed(world, "2026-Q3"))

    assert before
    assert before.items() <= after.items(), "one family less would be set apart"


def test_the_ledger_names_no_family_and_opens_nowhere_else(world: World) -> None:
    read_by_group(world)
    computed(world)
    [ledger] = world.sql(
        "select box from authorship.insight_ledgers where group_id = :g", g=world.group_id
    )
    key = world.site.keys.derive("insights")

    content = open_json(key, ledger.box, f"insight_ledgers.box/{world.group_id}")

    for family in world.families.values():
        assert str(family) not in str(content)
        assert family.hex not in str(content)
    with pytest.raises(InvalidTag):
        open_json(key, ledger.box, f"insight_ledgers.box/{uuid4()}")


def test_a_group_that_cannot_be_computed_keeps_no_other_waiting_and_the_job_says_so(
    site: Site,
    new_database: Callable[[str], str],
    admin_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = open_site(new_database("insights"), admin_url, site.settings.home)
    world = build_world(own)
    read_by_group(world)
    others = [another_group(world) for _ in range(2)]
    spoiled = "insert into authorship.insight_ledgers values (:g, 'spoiled')"
    world.sql(spoiled, g=world.group_id)
    steward = Steward(own.url(DatabaseRole.STEWARD), own.keys)
    work = Work(Database(own.url(DatabaseRole.WORKER), own.keys), steward, own.keys, own.settings)
    every = "select group_id, count(*)::int from insight_releases group by group_id"

    with pytest.raises(Unfinished):
        compute_insights(work)
    counts = dict(world.sql(every))
    with pytest.raises(Unfinished):
        compute_insights(work)

    assert set(counts) == set(others)
    assert dict(world.sql(every)) == counts, "nothing twice"
    said = capsys.readouterr().out
    assert str(world.group_id) not in said
    world.sql("delete from authorship.insight_ledgers where group_id = :g", g=world.group_id)
    compute_insights(work)
    assert set(dict(world.sql(every))) == {*others, world.group_id}
    steward.close()
    own.app.extensions["portal.database"].engine.dispose()


def test_no_person_reads_a_ledger(world: World) -> None:
    computed(world)
    with pytest.raises(Exception, match="permission denied"), world.transaction("host") as session:
        session.execute(text("select box from authorship.insight_ledgers"))
