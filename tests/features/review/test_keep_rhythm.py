from datetime import timedelta

import pytest

from portal.core.clock import now
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.db.steward import Steward
from portal.features.review.jobs import keep_rhythm, release
from portal.jobs.queue import Work
from tests.candidates import source
from tests.features.review.steps import THREE, approved, batch_state, queue, releases
from tests.world import World


def rhythm(world: World) -> None:
    site = world.site
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    database = Database(site.url(DatabaseRole.WORKER), site.keys)
    keep_rhythm(Work(database, steward, site.keys, site.settings))
    database.engine.dispose()
    steward.close()


@pytest.mark.parametrize(("days", "leaves"), [(6, False), (7, True)])
def test_the_rhythm_of_the_group_releases_what_is_ready_and_not_before(
    world: World, *, days: int, leaves: bool
) -> None:
    source(world)
    steward = Database(world.site.url(DatabaseRole.STEWARD), world.site.keys)
    approved(world, *THREE)
    with steward.transaction(write=True) as session:
        before = now().date() - timedelta(days=days)
        assert release(session, world.site.keys, world.group_id, before) == 3
    steward.engine.dispose()
    approved(world, *THREE)

    rhythm(world)

    assert (len(releases(world)) == 6) is leaves
    assert (batch_state(world) is None) is leaves


def test_the_rhythm_alone_releases_nothing_that_breaks_the_rule(world: World) -> None:
    source(world)
    approved(world, *THREE[:2])
    world.sql("update batches set opened_on = '2026-01-01' where group_id = :g", g=world.group_id)

    rhythm(world)

    assert releases(world) == []
    assert "due now" in queue(world)
