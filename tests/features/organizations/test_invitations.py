"""Who is invited, what the mail tells, and how an invitation is sent again or taken back."""

import re
from uuid import UUID

import pytest

from portal.core.tokens import hashed
from portal.features.organizations.service import link_token
from tests.features.organizations.inviting import (
    NEW,
    accept,
    address,
    invitation,
    invite,
    link,
    mails_to,
)
from tests.features.signin.door import sign_in
from tests.pages import Visitor
from tests.world import World


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
        "=?utf-8?q?a=40b.example=2C?=c@d.example",
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


def test_a_name_puts_no_line_of_its_own_into_the_mail(world: World) -> None:
    email = address()

    form = {"name": "Zoë,\r\n\r\nopen https://x.example", "email": email, "role": "reader"}
    world.visit("admin@alfa").send("/organization/invitations/new", form)

    assert invitation(world, email).name == "Zoë, open https://x.example"


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
