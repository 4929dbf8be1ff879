from typing import Any

import pytest

from portal.web import resume
from tests.features.signin.door import sign_in
from tests.pages import Page, Visitor
from tests.world import PASSWORD, World

TYPED = 'Zoë "and" <Ångström>\r\nsecond line'


def end_of_session(world: World, who: str = "writer@alfa") -> Visitor:
    """A browser that still shows a form of a session that has ended."""
    browser = world.visit(who)
    browser.get("/account/name")
    world.sql("delete from sessions where person_id = :id", id=world.people[who].id)
    return browser


def send_late(browser: Visitor, headers: dict[str, str] | None = None, **fields: str) -> Any:
    return browser.post("/account/name", data={"csrf_token": "old"} | fields, headers=headers)


def test_what_was_typed_survives_signing_in_again_and_arrives(world: World) -> None:
    browser = end_of_session(world)

    late = send_late(browser, name=TYPED)
    assert late.status_code == 401
    door = browser.post("/sign-in", data=Page(late.text).form())
    assert door.status_code == 200
    assert "What you typed is kept" in door.text
    assert "Please check" not in door.text
    back = browser.post(
        "/sign-in",
        data=Page(door.text).form("/sign-in")
        | {"email": world.people["writer@alfa"].email, "password": PASSWORD},
    )
    assert "Send what you typed" in back.text
    sent = browser.post("/account/name", data=Page(back.text).form("/account/name"))

    assert sent.location == "/account"
    [row] = world.sql("select name from people where id = :id", id=world.people["writer@alfa"].id)
    assert row.name == TYPED.replace("\r\n", " ")


def test_what_was_typed_survives_a_mistyped_password_too(world: World) -> None:
    browser = end_of_session(world)
    door = browser.post("/sign-in", data=Page(send_late(browser, name=TYPED).text).form())

    again = browser.post(
        "/sign-in",
        data=Page(door.text).form("/sign-in")
        | {"email": world.people["writer@alfa"].email, "password": "mistyped"},
    )

    assert ("carried:name", TYPED) in [f for form in Page(again.text).forms for f in form.fields]


def test_several_values_of_one_field_all_survive(world: World) -> None:
    browser = end_of_session(world)

    late = browser.post("/account/name", data={"csrf_token": "old", "name": ["one", "two"]})

    fields = [f for form in Page(late.text).forms for f in form.fields]
    assert ("carried:name", "one") in fields
    assert ("carried:name", "two") in fields


def test_a_stale_form_of_a_living_session_shows_what_was_typed_and_sends_it_again(
    world: World,
) -> None:
    browser = world.visit("writer@alfa")

    reply = browser.post(
        "/account/name", data={"csrf_token": "from yesterday", "name": "Zoë Ångström"}
    )

    assert reply.status_code == 400
    assert "Zoë Ångström" in reply.text
    sent = browser.post("/account/name", data=Page(reply.text).form("/account/name"))
    assert sent.location == "/account"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.parametrize("alive", [True, False])
def test_what_another_site_sends_is_not_carried(
    world: World, headers: dict[str, str], *, alive: bool
) -> None:
    browser = world.visit("writer@alfa") if alive else end_of_session(world)

    reply = send_late(browser, headers, name="Planted Name")

    assert reply.status_code == (400 if alive else 401)
    assert "Planted Name" not in reply.text
    assert "/account/name" not in [form.action for form in Page(reply.text).forms]


def test_a_button_without_text_leads_back_to_a_page_and_not_to_a_dead_end(world: World) -> None:
    browser = end_of_session(world)

    late = browser.post("/account/theme", data={"csrf_token": "old"})

    assert "Nothing was changed" in late.text
    assert "/sign-in?next=/" in Page(late.text).links


def test_a_text_too_long_to_travel_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "LONGEST", 10)

    assert "too long to be kept" in send_late(end_of_session(world), name="x" * 11).text


def test_a_script_is_told_in_its_own_language(world: World) -> None:
    late = end_of_session(world).post("/account/name", headers={"X-Requested-With": "fetch"})
    stale = world.visit("admin@alfa").post("/account/name", headers={"X-Requested-With": "fetch"})

    assert (late.status_code, late.json) == (401, {"error": "signed_out"})
    assert (stale.status_code, stale.json) == (400, {"error": "stale_form"})


def test_signing_in_in_another_window_is_enough(world: World) -> None:
    browser = end_of_session(world)
    late = send_late(browser, name="Zoë Ångström")
    sign_in(browser, world.people["writer@alfa"].email)
    form = Page(late.text).form() | {"csrf_token": browser.csrf()}

    assert "Send what you typed" in browser.post("/sign-in", data=form).text


@pytest.mark.parametrize(
    "url",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        " //elsewhere.example",
        "https://elsewhere.example",
        "javascript:alert(1)",
        "//[",
        "/a\r\nSet-Cookie: b",
        "",
        None,
    ],
)
def test_what_a_browser_could_read_as_another_site_leads_to_the_start_page(url: str | None) -> None:
    assert resume.local(url) == "/"


def test_a_page_of_this_site_is_led_to_as_it_was_asked_for() -> None:
    assert resume.local("/groups/new?q=a%20b&after=2026-11-02~x#y") == (
        "/groups/new?q=a%20b&after=2026-11-02~x#y"
    )
