from tests.features.signin.door import sign_in, token_of
from tests.pages import Page, Visitor
from tests.world import World


def session_id(world: World, who: str) -> str:
    [row] = world.sql(
        "select id from sessions where person_id = :id order by started_at desc limit 1",
        id=world.people[who].id,
    )
    return str(row.id)


def test_signing_out_ends_the_session_in_the_database_and_clears_the_browser(world: World) -> None:
    browser = world.visit("writer@alfa")

    reply = browser.send("/sign-out")

    assert (reply.status_code, reply.location) == (303, "/sign-in")
    assert reply.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert token_of(browser) is None
    assert world.visit("writer@alfa").get("/account").status_code == 302


def test_leaving_after_the_session_ended_by_itself_is_no_dead_end(world: World) -> None:
    browser = world.visit("writer@alfa")
    csrf = browser.csrf()
    world.sql("delete from sessions where person_id = :id", id=world.people["writer@alfa"].id)

    reply = browser.post("/sign-out", data={"csrf_token": csrf})

    assert (reply.status_code, reply.location) == (303, "/sign-in")


def test_a_get_of_sign_out_changes_nothing(world: World) -> None:
    browser = world.visit("writer@alfa")

    browser.get("/sign-out")

    assert browser.get("/account").status_code == 200


def test_one_can_end_another_session_of_ones_own(world: World, visitor: Visitor) -> None:
    sign_in(visitor, world.people["writer@alfa"].email)
    newest = session_id(world, "writer@alfa")
    browser = world.visit("writer@alfa")
    assert browser.get("/account/sessions").text.count("Another session") == 1

    reply = browser.send(f"/account/sessions/{newest}/end")

    assert reply.status_code == 303
    assert visitor.get("/account").status_code == 302
    assert browser.get("/account").status_code == 200


def test_ending_the_session_one_uses_leads_to_the_sign_in_page(world: World) -> None:
    browser = world.visit("writer@alfa")

    reply = browser.send(f"/account/sessions/{session_id(world, 'writer@alfa')}/end")

    assert reply.location == "/sign-in"
    assert browser.get("/account").status_code == 302


def test_somebody_elses_session_is_like_one_that_does_not_exist(world: World) -> None:
    browser = world.visit("admin@alfa")
    foreign = session_id(world, "writer@alfa")

    refused = browser.send(f"/account/sessions/{foreign}/end")
    absent = browser.send("/account/sessions/7e9e1d3a-5a0e-4d7e-9a53-1f1f3f1c1b11/end")

    assert (refused.status_code, refused.data) == (absent.status_code, absent.data)
    assert refused.status_code == 404
    assert world.visit("writer@alfa").get("/account").status_code == 200


def test_an_idle_session_is_over(world: World) -> None:
    browser = world.visit("writer@alfa")
    world.sql(
        "update sessions set idle_until = now() - interval '1 second' where person_id = :id",
        id=world.people["writer@alfa"].id,
    )

    assert browser.get("/account").status_code == 302


def test_a_session_that_is_used_lasts_longer_but_never_beyond_its_absolute_limit(
    world: World,
) -> None:
    browser = world.visit("writer@alfa")
    me = world.people["writer@alfa"].id
    world.sql(
        "update sessions set seen_at = now() - interval '5 minutes', idle_until = now() + interval"
        " '1 minute' where person_id = :id",
        id=me,
    )

    assert browser.get("/account").status_code == 200
    [row] = world.sql(
        "select idle_until - now() > interval '20 minutes' as longer from sessions where person_id = :id",
        id=me,
    )
    assert row.longer

    world.sql("update sessions set expires_at = now() where person_id = :id", id=me)
    assert browser.get("/account").status_code == 302


def test_a_role_that_was_taken_away_is_gone_at_the_next_request(world: World) -> None:
    browser = world.visit("admin@alfa")
    assert browser.get("/organization/events").status_code == 200

    world.sql("update people set role = 'reader' where id = :id", id=world.people["admin@alfa"].id)

    assert browser.get("/organization/events").status_code == 403


def test_the_theme_is_kept_and_one_stays_on_the_page(world: World) -> None:
    browser = world.visit("writer@alfa")
    form = Page(browser.get("/account/sessions").text).form("/account/theme")

    reply = browser.post("/account/theme", data=form | {"theme": "dark"})

    assert reply.location == "/account/sessions"
    assert "theme=dark" in reply.headers["Set-Cookie"]
    assert 'data-theme="dark"' in browser.get("/account").text
    [event] = world.personal_events("writer@alfa")
    assert (event.kind, event.facts) == ("account.changed", {"theme": "dark"})


def test_an_unknown_theme_is_the_devices_own(world: World) -> None:
    browser = world.visit("writer@alfa")

    browser.send("/account/theme", {"theme": '"><script>', "next": "/account"})

    assert "data-theme" not in browser.get("/account").text
