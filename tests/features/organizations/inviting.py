"""What the tests of invitations share: invite somebody, read the mail, open the link."""

from email import message_from_bytes, policy
from typing import Any
from uuid import uuid4

from portal.features.organizations.service import link_token
from tests.pages import Page, Visitor
from tests.world import World

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
