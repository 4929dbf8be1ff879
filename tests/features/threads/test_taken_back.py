"""What was taken back before anybody read it has left nothing behind."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text as sql

from portal.airlock.voices import discussion_id
from tests.conftest import Site
from tests.features.notices.steps import gather_now
from tests.features.releases.arrange import release
from tests.features.threads.talking import last_post, let_time_pass, say, text, waiting
from tests.world import World


def take_back(world: World, post: UUID) -> None:
    sent = world.visit("writer@alfa").send(f"/posts/{post}/delete", {"confirmed": "yes"})
    assert sent.status_code == 303
    assert world.sql("select id from posts where id = :id", id=post) == []


def test_a_first_post_taken_back_begins_no_discussion(site: Site, world: World) -> None:
    about = f"/releases/{release(world)}/discussion"
    thread = discussion_id(world.site.keys, UUID(about.split("/")[2]))
    with waiting(site):
        say(world, "writer@alfa", about, "I take this back.", "handle")
        mine = last_post(world)
        take_back(world, mine)

    let_time_pass(world, 24)
    gather_now(world)

    assert f"/threads/{thread}/lock" not in world.visit("coordinator1").get(about).text
    assert world.sql("select id from bulletins where about = :id", id=thread) == []
    with world.transaction("reader@bravo") as session:
        assert session.execute(sql("select count(*) from threads")).scalar() == 0
    say(world, "writer@bravo", about, "I begin it.", "named")
    assert "I begin it." in text(world, "reader@charlie", about)


def test_a_discussion_begins_with_the_first_post_that_is_left(site: Site, world: World) -> None:
    about = f"/releases/{release(world)}/discussion"
    with waiting(site, 3600):
        say(world, "writer@alfa", about, "I take this back.", "handle")
        mine = last_post(world)
    with waiting(site, 14_400):
        say(world, "writer@bravo", about, "This stays.", "handle")
    with waiting(site):
        take_back(world, mine)

    began = world.sql(
        "select t.visible_from = p.visible_from as same from threads t"
        " join posts p on p.thread_id = t.id where t.group_id = :group",
        group=world.group_id,
    )

    assert [row.same for row in began] == [True]
