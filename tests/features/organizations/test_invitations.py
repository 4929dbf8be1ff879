import re
from email import message_from_bytes, policy
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.core.tokens import hashed
from portal.features.organizations.service import link_token
from tests.features.signin.door import sign_in
from tests.pages import Page, Visitor
from tests.world import PASSWORD, World

NEW = "eleven purple kettles"


def address() -> str:
    return f"zoe.{uuid4().hex[:10]}@people.example"


def invite(world: World, email: str, role: str = "contributor", who: str = "admin@alfa") -> Any:
    form = {"name": "Zoë Ångström", "email": email, "role": role}
    return world.visit(who).send("/organization/invitations/new", form)


def invitation(world: World, email: str) -> Any:
    [row] = world.sql("select * from invitations where email = :email", email=email)
    return row


def link(world: World, email: str) -> str:
    row = invitation(world, email)
    return f"/invitations/{row.id}/{link_token(world.site.keys, row.id)}"


def mails_to(world: World, email: str) -> list[Any]:
    files = sorted(world.site.settings.outbox.glob("*.eml"))
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [mail for mail in mails if mail["To"] == email]


def accept(visitor: Visitor, at: str, **more: str) -> Any:
    form = Page(visitor.get(at).text).form()
    return visitor.post(at, data=form | {"name": "Zoë Å.", "password": NEW, "again": NEW} | more)


def test_an_invitation_goes_out_as_a_mail_whose_link_lets_the_person_in(
    world: World, visitor: Visitor
) -> None:
    email = address()

    reply = invite(world, email)
    world.site.drain()

    assert reply.location == "/organization"
    [mail] = mails_to(world, email)
    text = mail.get_content()
    assert "Zoë Ångström" in text
    found = re.search(r"http://127\.0\.0\.1:8000(/invitations/\S+)", text)
    assert found
    assert accept(visitor, found[1]).location == "/"
    assert visitor.get("/account").status_code == 200
    row = invitation(world, email)
    [person] = world.sql("select * from people where email = :email", email=email)
    assert (person.role, person.name, person.organization_id) == (
        "contributor",
        "Zoë Å.",
        row.organization_id,
    )
    assert [e.facts for e in world.events("person.invited", row.id)] == [{"role": "contributor"}]
    [joined] = world.events("person.joined", person.id)
    assert joined.actor_id == person.id
    visitor.send("/sign-out")
    assert sign_in(visitor, email, NEW).status_code == 303


def test_the_mail_tells_no_more_than_it_must(world: World) -> None:
    email = address()
    invite(world, email)
    world.site.drain()

    [mail] = mails_to(world, email)

    assert mail["Subject"] == "Invitation to Common Ground"
    inviter, organization = world.people["admin@alfa"].id, world.organizations["alfa"]
    assert str(inviter) not in str(mail)
    assert str(organization) not in str(mail)
    assert re.search(r":\d\d:00 ", mail["Date"])
    assert mail["Message-ID"].endswith("@common-ground.example>")


def test_the_link_is_stored_as_a_hash_only(world: World) -> None:
    email = address()
    invite(world, email)
    row = invitation(world, email)

    token = link_token(world.site.keys, row.id)

    assert row.token_hash == hashed(token)
    assert token not in str(world.sql("select i::text from invitations i"))
    assert token not in str(world.sql("select args from procrastinate_jobs"))


def test_inviting_an_address_that_signs_in_elsewhere_looks_the_same(
    world: World, visitor: Visitor
) -> None:
    taken, free = world.people["writer@bravo"].email, address()

    replies = [invite(world, email) for email in (taken, free)]
    world.site.drain()

    assert [(r.status_code, r.location) for r in replies] == [(303, "/organization")] * 2
    mails = [mails_to(world, email)[-1].get_content() for email in (taken, free)]
    without_links = [re.sub(r"/invitations/\S+", "", mail) for mail in mails]
    assert without_links[0] == without_links[1]
    refused = accept(visitor, link(world, taken))
    assert refused.status_code == 404
    assert "This link cannot be used" in refused.text
    [still] = world.sql("select organization_id from people where email = :email", email=taken)
    assert still.organization_id == world.organizations["bravo"]


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


def test_sending_again_makes_an_expired_invitation_good(world: World, visitor: Visitor) -> None:
    email = address()
    invite(world, email)
    world.site.drain()
    world.sql("update invitations set expires_at = now() where email = :email", email=email)
    row = invitation(world, email)

    reply = world.visit("admin@alfa").send(f"/invitations/{row.id}/resend")
    world.site.drain()

    assert reply.location == "/organization"
    assert len(mails_to(world, email)) == 2
    assert [e.facts.get("again") for e in world.events("person.invited", row.id)] == [None, True]
    assert accept(visitor, link(world, email)).status_code == 303


@pytest.mark.parametrize("what", ["resend", "revoke"])
def test_a_used_invitation_cannot_be_sent_again_or_revoked(
    world: World, visitor: Visitor, what: str
) -> None:
    email = address()
    invite(world, email)
    accept(visitor, link(world, email))
    row = invitation(world, email)

    reply = world.visit("admin@alfa").send(f"/invitations/{row.id}/{what}")

    assert reply.status_code == 409
    assert invitation(world, email) == row


def test_a_revoked_invitation_is_not_mailed_any_more(world: World) -> None:
    email = address()
    invite(world, email)
    world.visit("admin@alfa").send(f"/invitations/{invitation(world, email).id}/revoke")

    world.site.drain()

    assert mails_to(world, email) == []
    assert len(world.events("invitation.revoked", invitation(world, email).id)) == 1


def test_an_address_is_invited_once_and_a_colleague_not_at_all(world: World) -> None:
    email = address()
    invite(world, email)

    again = invite(world, email.upper())
    colleague = invite(world, world.people["reader@alfa"].email.upper())

    assert (again.status_code, colleague.status_code) == (422, 422)
    assert "invited already" in again.text
    assert "belongs to somebody of your organization" in colleague.text


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a@b",
        "a b@c.example",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: x@y.example",
        "<a@b.example>",
    ],
)
def test_what_is_no_address_is_not_invited(world: World, email: str) -> None:
    reply = invite(world, email)

    assert reply.status_code == 422
    assert (
        world.sql(
            "select id from invitations where organization_id = :id", id=world.organizations["alfa"]
        )
        == []
    )


@pytest.mark.parametrize("who", ["writer@alfa", "reader@alfa"])
def test_only_administrators_invite(world: World, who: str) -> None:
    assert invite(world, address(), who=who).status_code == 403


@pytest.mark.parametrize("what", ["resend", "revoke"])
def test_another_organizations_invitation_is_like_an_absent_one(world: World, what: str) -> None:
    email = address()
    invite(world, email)
    row = invitation(world, email)
    foreign = world.visit("admin@bravo")

    refused = foreign.send(f"/invitations/{row.id}/{what}")
    absent = foreign.send(f"/invitations/{UUID(int=7)}/{what}")

    assert refused.status_code == absent.status_code == 404
    assert refused.data == absent.data
    assert invitation(world, email) == row


def test_an_invited_administrator_can_do_what_an_administrator_can(
    world: World, visitor: Visitor
) -> None:
    email = address()
    invite(world, email, role="admin")
    accept(visitor, link(world, email))

    assert visitor.get("/organization/invitations/new").status_code == 200
    assert PASSWORD not in visitor.get("/account").text
