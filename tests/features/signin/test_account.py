from typing import Any

import pytest

from tests.features.signin.door import sign_in
from tests.pages import Visitor
from tests.world import PASSWORD, World

NEW = "eleven purple kettles"


def change(browser: Visitor, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> Any:
    return browser.send("/account/password", {"old": old, "new": new, "again": again or new})


def test_a_new_password_replaces_the_old_and_ends_the_other_sessions(
    world: World, visitor: Visitor
) -> None:
    email = world.people["writer@alfa"].email
    sign_in(visitor, email)
    browser = world.visit("writer@alfa")

    reply = change(browser)

    assert reply.location == "/account"
    assert browser.get("/account").status_code == 200
    assert visitor.get("/account").status_code == 302
    assert sign_in(visitor, email, PASSWORD).status_code == 200
    assert sign_in(visitor, email, NEW).status_code == 303
    [event] = world.personal_events("writer@alfa")
    assert (event.kind, event.facts) == ("account.changed", {"password": True})


def test_a_wrong_old_password_changes_nothing_and_counts_as_a_failed_sign_in(
    world: World, visitor: Visitor
) -> None:
    browser = world.visit("writer@alfa")

    for _ in range(5):
        assert "This is not it" in change(browser, old="not my password").text

    assert "This is not it" in change(browser).text, "locked, even with the right one"
    assert sign_in(visitor, world.people["writer@alfa"].email).status_code == 200
    assert world.personal_events("writer@alfa") == []


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "short", "Use between 12 and 1,000 characters."),
        ("x" * 1001, "x" * 1001, "Use between 12 and 1,000 characters."),
        (NEW, "something else", "The two new passwords differ."),
    ],
)
def test_a_new_password_that_will_not_do_says_why(
    world: World, new: str, again: str, said: str
) -> None:
    reply = change(world.visit("writer@alfa"), new=new, again=again)

    assert reply.status_code == 422
    assert said in reply.text


def test_changing_ones_name_shows_at_once(world: World) -> None:
    browser = world.visit("reader@alfa")

    reply = browser.send("/account/name", {"name": "  Zoë <b>Ångström</b> "})

    assert reply.location == "/account"
    assert "Zoë &lt;b&gt;Ångström&lt;/b&gt;" in browser.get("/account").text
    [event] = world.personal_events("reader@alfa")
    assert (event.kind, event.facts) == ("account.changed", {"name": True})


def test_a_name_is_not_empty(world: World) -> None:
    reply = world.visit("reader@alfa").send("/account/name", {"name": " \t "})

    assert reply.status_code == 422
    assert "Enter your name." in reply.text


def test_nobody_but_the_person_reads_what_they_changed_of_their_account(world: World) -> None:
    change(world.visit("writer@alfa"))

    assert (
        "Changed their own account"
        not in world.visit("admin@alfa").get("/organization/events").text
    )
