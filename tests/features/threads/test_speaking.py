"""Who speaks, how it is shown, and what nobody can find out."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from portal.airlock.voices import discussion_id
from tests.conftest import Site
from tests.features.contributions import finding
from tests.features.releases.arrange import frozen, release
from tests.features.submissions.test_following import in_review, leave
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


def test_a_handle_is_the_same_in_its_thread_and_another_in_the_next(world: World) -> None:
    first, second = topic(world), topic(world, name="Contracts", voice="handle")
    for who, thread in (("bravo", first), ("charlie", first), ("bravo", first), ("bravo", second)):
        assert say(world, f"writer@{who}", thread, "It helped us too.", "handle").status_code == 303

    names = re.findall(r"Member \d", text(world, "reader@delta", first))
    elsewhere = re.findall(r"Member \d", text(world, "reader@delta", second))

    assert [n for n in names if names.count(n) > 1][:1] == ["Member 1"]
    assert set(names) == {"Member 1", "Member 2"}
    assert set(elsewhere) == {"Member 1", "Member 2"}
    handles = {row.handle for row in posts(world) if row.handle}
    assert len(handles) == 4, "two people in one thread, two in the other: nobody is seen twice"


def test_a_named_post_and_a_release_discussion_read_as_written(world: World) -> None:
    about = f"/releases/{release(world, title='Fees before work')}/discussion"
    assert "Nobody has written yet" in text(world, "reader@bravo", about)

    say(world, "writer@alfa", about, "**Ask** for receipts. <script>alert(1)</script>", "named")
    page = world.visit("reader@bravo").get(about)

    name = world.sql(
        "select name from organizations where id = :id", id=world.organizations["alfa"]
    )
    assert name[0].name in page.text
    assert "<strong>Ask</strong>" in page.text
    assert "<script>alert" not in page.text
    assert "Fees before work" in text(world, "coordinator1", f"/groups/{world.group_id}/threads")


def test_a_quote_fills_the_reply_and_leads_back(world: World) -> None:
    thread = topic(world)
    quoted = last_post(world)
    form = world.visit("writer@bravo").get(f"{thread}/reply?quote={quoted}").text
    assert f"&gt; {HELLO}" in form
    assert f'name="quoted" type="hidden" value="{quoted}"' in form

    shown = world.visit("writer@bravo").send(
        f"{thread}/reply", {"body": f"> {HELLO}\n\nYes.", "step": "preview"}
    )
    assert (shown.status_code, "<blockquote>" in shown.text) == (200, True)
    assert len(posts(world)) == 1, "a preview says nothing"
    done = say(world, "writer@bravo", thread, f"> {HELLO}\n\nYes.", "handle", quoted=str(quoted))

    assert done.status_code == 303
    assert f"{thread}?at={quoted}#post-{quoted}" in world.visit("reader@alfa").get(thread).text


def test_what_waits_is_read_by_nobody_but_its_writer(site: Site, world: World) -> None:
    about_id = release(world)
    about = f"/releases/{about_id}/discussion"
    with waiting(site):
        mine = say(world, "writer@alfa", about, "It waits here.", "handle")
        assert mine.location == f"{about}/mine"
        assert "Appears within a day; only you see it" in text(world, "writer@alfa", mine.location)
        for who in ("writer@bravo", "admin@alfa", "coordinator1", "writer@alfa"):
            assert "It waits here." not in text(world, who, about)
        assert "It waits here." not in text(world, "admin@alfa", f"{about}/mine")
        # A second first post meets nothing of the first.
        say(world, "writer@bravo", about, "It waits too.", "handle")
    for who in ("writer@charlie", "admin@alfa", "coordinator1"):
        with world.transaction(who) as session:
            for table in ("posts", "post_editions", "threads"):
                assert session.execute(sql(f"select count(*) from {table}")).scalar() == 0
    assert "No threads yet" in text(world, "reader@bravo", f"/groups/{world.group_id}/threads")

    let_time_pass(world, 5)

    assert "It waits here." in text(world, "reader@charlie", about)
    assert "It waits too." in text(world, "reader@charlie", about)
    assert len(world.sql("select id from threads where release_id = :id", id=about_id)) == 1


def test_a_topic_that_waits_can_be_taken_back_by_its_writer_alone(site: Site, world: World) -> None:
    with waiting(site):
        here = topic(world, "writer@alfa", voice="handle", name="Night shifts")
        assert here == f"/groups/{world.group_id}/threads/waiting"
        own = text(world, "writer@alfa", here)
        assert "Night shifts" in own
        assert "Night shifts" not in text(world, "admin@alfa", here)
        post = last_post(world)
        assert world.visit("admin@alfa").get(f"/posts/{post}/delete").status_code == 404
        sent = world.visit("writer@alfa").send(f"/posts/{post}/delete", {"confirmed": "yes"})
    assert sent.status_code == 303
    assert posts(world) == []
    assert world.sql("select id from threads where group_id = :g", g=world.group_id) == []


def test_only_the_author_is_offered_to_speak_as_the_author(site: Site, world: World) -> None:
    _, _, item = in_review(site, world)
    leave(site, item)
    about = f"/releases/{item}/discussion"
    offered = {
        who: 'value="author"' in world.visit(who).get(f"{about}/reply").text
        for who in ("writer@alfa", "admin@alfa", "writer@bravo", "coordinator1")
    }
    assert offered == dict.fromkeys(offered, False) | {"writer@alfa": True}

    refused = say(world, "admin@alfa", about, "I wrote it.", "author")
    assert refused.status_code == 422
    assert say(world, "writer@alfa", about, "Fees were paid in cash.", "author").status_code == 303

    seen = {who: world.visit(who).get(about).text for who in ("writer@alfa", "writer@bravo")}
    assert "Author" in Page(seen["writer@bravo"]).text
    plain = [re.sub(r'name="csrf_token"[^>]*>', "", page) for page in seen.values()]
    names = [re.sub(r"<header class=.top.*?</header>", "", page, flags=re.DOTALL) for page in plain]
    assert names[0] == names[1], "the author's page is everybody's page"


def test_what_could_identify_someone_is_refused_with_the_text_kept(world: World) -> None:
    finding.supplier(world, "writer@alfa")
    thread = topic(world)
    told = f"I saw it at {finding.SUPPLIER} myself."

    refused = say(world, "writer@alfa", thread, told, "handle")

    assert refused.status_code == 422
    assert f"This could identify someone: “{finding.SUPPLIER}”" in Page(refused.text).text
    hidden = f"**{finding.SUPPLIER[:3]}**{finding.SUPPLIER[3:]} did the same."
    assert say(world, "writer@alfa", thread, hidden, "handle").status_code == 422
    plain = "We **saw** the same with a *sub-agent*."
    assert say(world, "writer@alfa", thread, plain, "handle").status_code == 303
    assert f"{told}</textarea>" in refused.text
    assert say(world, "writer@alfa", thread, told, "named").status_code == 303


def test_the_antitrust_screen_holds_a_post_and_says_why(world: World) -> None:
    thread = topic(world)
    held = say(world, "writer@alfa", thread, "Let's all stop there. We pay $4 per piece.", "named")
    assert held.status_code == 422
    assert "Held back by the antitrust screen: “Let's all”" in Page(held.text).text
    assert "“$4 per piece”" in Page(held.text).text
    assert len(posts(world)) == 1


def test_an_edit_keeps_its_history_for_its_writer(site: Site, world: World) -> None:
    thread = topic(world, voice="handle")
    post = last_post(world)
    edit = f"/posts/{post}/edit"
    with waiting(site):
        done = world.visit("writer@alfa").send(edit, {"body": "Payslips were better."})
        assert done.status_code == 303
        assert HELLO in text(world, "reader@bravo", thread), "the change waits like the post"
        assert "Your change waits" in text(world, "writer@alfa", f"{thread}/mine")
    let_time_pass(world, 5)
    site.drain()
    seen = text(world, "reader@bravo", thread)
    assert ("Payslips were better." in seen, HELLO in seen, "edited" in seen) == (True, False, True)
    assert HELLO in text(world, "writer@alfa", edit)
    assert world.visit("admin@alfa").get(edit).status_code == 303, "a colleague is led away"
    assert world.visit("admin@alfa").send(edit, {"body": "Other."}).status_code == 409

    world.visit("writer@alfa").send(f"/posts/{post}/delete", {"confirmed": "yes"})
    gone = text(world, "reader@bravo", thread)
    assert "Its writer deleted this post." in gone
    assert "Payslips" not in gone
    assert world.sql("select * from post_editions where post_id = :id", id=post) == []


def test_observers_strangers_and_readers_of_bundles_find_no_discussion(world: World) -> None:
    thread, about = topic(world), f"/releases/{release(world)}/discussion"
    outside = f"/releases/{frozen(world)[0]}/discussion"
    for who in ("writer@observer", "reader@liaison", "writer@stranger"):
        for address in (about, outside, f"{about}/mine", f"{about}/reply"):
            assert world.visit(who).get(address).status_code in {403, 404}, (who, address)
        assert world.visit(who).get(thread).status_code in {403, 404}
        with world.transaction(who) as session:
            assert session.execute(sql("select count(*) from posts")).scalar() == 0
    for address in (about, outside):
        assert world.visit("reader@observer").get(address).status_code == 404
    assert world.visit("reader@alfa").get(thread).status_code == 200
    assert world.visit("reader@alfa").get(f"{thread}/reply").status_code == 403


@pytest.mark.parametrize(
    "forged",
    [
        "'named', 'Bravo Limited', null",
        "'author', '', null",
        "'coordination', '', null",
    ],
)
def test_the_database_lets_nobody_speak_as_somebody_else(world: World, forged: str) -> None:
    about = release(world)
    say(world, "writer@bravo", f"/releases/{about}/discussion", HELLO, "named")
    thread = discussion_id(world.site.keys, about)
    statement = sql(
        "insert into posts (id, thread_id, group_id, visible_from, voice, byline, handle, quoted_id,"
        f" hidden, reason, deleted) select gen_random_uuid(), :thread, :group, now(), {forged},"
        " null, false, '', false"
    )
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        world.transaction("writer@alfa", write=True) as session,
    ):
        session.execute(statement, {"thread": thread, "group": world.group_id})
