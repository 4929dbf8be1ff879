"""What the link of an invitation does, once, for the person who opens it."""

from uuid import uuid4

import pytest

from tests.features.organizations.inviting import NEW, accept, address, invitation, invite, link
from tests.features.signin.door import sign_in
from tests.pages import Page, Visitor
from tests.world import PASSWORD, World


def ways_to_be_over(world: World, visitor: Visitor, way: str, email: str, at: str) -> None:
    match way:
        case "used":
            assert accept(visitor, at).status_code == 303
            visitor.send("/sign-out")
        case "revoked":
            world.visit("admin@alfa").send(f"/invitations/{invitation(world, email).id}/revoke")
        case "expired":
            world.sql("update invitations set expires_at = now() where email = :email", email=email)


@pytest.mark.parametrize("way", ["used", "revoked", "expired"])
def test_a_link_that_is_over_shows_the_same_friendly_page_as_one_that_never_was(
    world: World, visitor: Visitor, way: str
) -> None:
    email = address()
    invite(world, email)
    at = link(world, email)
    ways_to_be_over(world, visitor, way, email, at)

    fresh = world.site.app.test_client()
    over, never = fresh.get(at), fresh.get(f"/invitations/{uuid4()}/{'0' * 64}")

    assert over.status_code == never.status_code == 404
    assert over.data == never.data
    assert "ask the person who invited you" in over.text


def test_a_link_works_once_even_from_two_open_pages(world: World) -> None:
    email = address()
    invite(world, email)
    at = link(world, email)
    first, second = world.site.app.test_client(), world.site.app.test_client()
    late = Page(second.get(at).text).form() | {"name": "Other", "password": NEW, "again": NEW}

    assert accept(first, at).status_code == 303  # type: ignore[arg-type]  # a Visitor
    assert second.post(at, data=late).status_code == 404
    assert len(world.sql("select id from people where email = :email", email=email)) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"password": "too short", "again": "too short"}, "Use between 12 and 1,000 characters."),
        ({"again": "another one here"}, "The two passwords differ."),
        ({"name": "  "}, "Enter your name."),
    ],
)
def test_what_will_not_do_is_said_and_the_link_stays_good(
    world: World, visitor: Visitor, more: dict[str, str], said: str
) -> None:
    email = address()
    invite(world, email)
    at = link(world, email)

    reply = accept(visitor, at, **more)

    assert reply.status_code == 422
    assert said in reply.text
    assert accept(visitor, at).status_code == 303


def test_wrong_tries_at_the_door_do_not_keep_an_invited_person_out(
    world: World, visitor: Visitor
) -> None:
    email = address()
    for _ in range(6):
        sign_in(visitor, email, "a guess")
    invite(world, email)

    assert accept(visitor, link(world, email)).status_code == 303
    assert visitor.get("/account").status_code == 200


def test_somebody_who_is_signed_in_is_told_before_changing_over(world: World) -> None:
    email = address()
    invite(world, email)
    browser = world.visit("writer@bravo")

    assert "You are signed in as" in browser.get(link(world, email)).text
    assert accept(browser, link(world, email)).status_code == 303
    assert email in browser.get("/account").text


def test_an_invited_administrator_can_do_what_an_administrator_can(
    world: World, visitor: Visitor
) -> None:
    email = address()
    invite(world, email, role="admin")
    accept(visitor, link(world, email))

    assert visitor.get("/organization/invitations/new").status_code == 200
    assert PASSWORD not in visitor.get("/account").text
