"""Reports, hiding, locking, moving: who may, what others see, and that nobody learns who told."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text as sql

from portal.models import Appointment
from tests.conftest import Site
from tests.features.releases.arrange import another_group, release
from tests.features.threads.talking import (
    HELLO,
    last_post,
    let_time_pass,
    posts,
    say,
    text,
    topic,
    waiting,
)
from tests.pages import Page
from tests.world import World


def reports(world: World) -> list[UUID]:
    page = Page(world.visit("coordinator1").get(f"/groups/{world.group_id}/reports").text)
    found = [link for link in page.links if link.startswith("/reports/")]
    return [UUID(link.rpartition("/")[2]) for link in found]


def test_a_post_is_hidden_with_its_reason_and_shown_again(world: World) -> None:
    thread = topic(world)
    post = last_post(world)
    coordinator = world.visit("coordinator1")
    assert coordinator.send(f"/posts/{post}/hide", {"reason": ""}).status_code == 422
    assert world.visit("admin@alfa").send(f"/posts/{post}/hide", {"reason": "x"}).status_code == 403

    hidden = coordinator.send(f"/posts/{post}/hide", {"reason": "It names a town."})

    assert hidden.status_code == 303
    seen = text(world, "reader@bravo", thread)
    assert ("Hidden by coordination: It names a town." in seen, HELLO in seen) == (True, False)
    with world.transaction("writer@bravo") as session:
        assert session.execute(sql("select count(*) from post_editions")).scalar() == 0
    assert HELLO in text(world, "coordinator2", thread)
    assert "A hidden topic" in text(world, "reader@bravo", f"/groups/{world.group_id}/threads")
    coordinator.send(f"/posts/{post}/show")
    assert HELLO in text(world, "reader@bravo", thread)
    assert world.events("post.hidden", post)[0].chain == "group"


def test_in_a_locked_thread_nobody_writes_and_no_text_is_lost(world: World) -> None:
    thread = topic(world)
    assert world.visit("coordinator1").send(f"{thread}/lock").status_code == 303

    late = say(world, "writer@bravo", thread, "My reply came late.", "named")

    assert late.status_code == 409
    assert "My reply came late.</textarea>" in late.text
    edited = world.visit("writer@alfa").send(
        f"/posts/{last_post(world)}/edit", {"body": "Changed."}
    )
    assert (edited.status_code, "Changed.</textarea>" in edited.text) == (409, True)
    assert "nobody writes in it" in text(world, "reader@bravo", thread)
    world.visit("coordinator1").send(f"{thread}/unlock")
    assert say(world, "writer@bravo", thread, "My reply is in time.", "named").status_code == 303


def test_a_moved_topic_takes_what_waits_along_and_leaves_names_behind(
    site: Site, world: World
) -> None:
    thread = topic(world)
    with waiting(site):
        say(world, "writer@bravo", thread, "It still waits.", "handle")
    other = another_group(world, members=["charlie"])
    with world.transaction("host", write=True) as session:
        mine = world.people["coordinator1"]
        place = {"group_id": other.group_id, "association_id": world.association_id}
        who = {"person_id": mine.id, "organization_id": mine.organization_id}
        session.add(Appointment(**place, **who, kind="coordinator"))
    about = f"/releases/{release(world)}/discussion"
    say(world, "writer@alfa", about, HELLO, "named")
    stays = f"/threads/{next(row.thread_id for row in posts(world) if row.thread_id.hex not in thread.replace('-', ''))}"
    assert "stays with its item" in text(world, "coordinator1", f"{stays}/move")

    moved = world.visit("coordinator1").send(f"{thread}/move", {"group": str(other.group_id)})

    assert moved.status_code == 303
    assert world.visit("reader@alfa").get(thread).status_code == 404
    let_time_pass(other, 5)
    seen = text(world, "reader@charlie", thread)
    assert HELLO in seen
    assert "It still waits." in seen
    assert "A member organization" in seen
    assert "Alfa" not in seen
    assert {row.byline for row in posts(other)} == {""}


def test_a_person_at_risk_comes_first_and_nobody_learns_who_told(world: World) -> None:
    thread = topic(world, "writer@bravo", voice="handle")
    first = last_post(world)
    say(world, "writer@charlie", thread, "One of them can be found.", "handle")
    second = next(row.id for row in posts(world) if row.id != first)
    told = {"concern": "identifies", "note": "A town is in it."}
    assert world.visit("reader@alfa").send(f"/posts/{first}/report", told).status_code == 303
    assert world.visit("reader@delta").send(f"/posts/{second}/report", {"concern": "risk"})
    nothing = world.visit("reader@alfa").send(f"/posts/{first}/report", {"concern": "other"})
    assert nothing.status_code == 422

    urgent, normal = reports(world)[:2]

    page = world.visit("coordinator1").get(f"/reports/{urgent}")
    assert "One of them can be found." in page.text
    listed = world.visit("coordinator1").get(f"/groups/{world.group_id}/reports").text
    for name in ("Alfa", "Delta", "Reader"):
        assert name not in Page(listed).text
        assert name not in Page(page.text).text
    for who in ("reader@alfa", "host"):
        assert world.visit(who).get(f"/reports/{urgent}").status_code in {403, 404}
    told_of = {"decision": "hide", "reason": "A worker can be found."}
    assert world.visit("coordinator1").send(f"/reports/{urgent}", told_of).status_code == 303
    kept = world.visit("coordinator2").send(f"/reports/{normal}", {"decision": "keep"})
    assert kept.status_code == 303
    seen = text(world, "reader@echo", thread)
    assert "Hidden by coordination: A worker can be found." in seen
    assert HELLO in seen
    again = world.visit("coordinator2").send(f"/reports/{normal}", {"decision": "keep"})
    assert again.status_code == 409


def test_coordination_does_not_judge_its_own_post(world: World) -> None:
    thread = topic(world, "coordinator1", voice="coordination")
    assert "Coordination" in text(world, "reader@alfa", thread)
    post = last_post(world)
    world.visit("writer@alfa").send(f"/posts/{post}/report", {"concern": "identifies"})
    report = reports(world)[0]
    keep = {"decision": "keep"}
    assert world.visit("coordinator1").send(f"/reports/{report}", keep).status_code == 422
    assert world.visit("coordinator2").send(f"/reports/{report}", keep).status_code == 303
