"""The demonstration's files go the way of everybody's."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select, text

from portal.access.actor import Actor
from portal.models import Contribution
from portal.seeding import attachments, content
from tests.conftest import Site
from tests.features.attachments import steps
from tests.features.contributions import finding
from tests.world import World

DRAFTED, RELEASED = attachments.FILES


def done(site: Site, world: World, path: str, what: Callable[..., None], title: str) -> None:
    with world.transaction("writer@alfa", write=True) as session:
        actor = Actor.read(session.execute(text("select guard.read_actor()")).scalar_one())
        own = select(Contribution).where(Contribution.id == UUID(path.rsplit("/", 1)[1]))
        what(session, actor, session.scalars(own).one(), site.settings, title)


def test_the_files_belong_to_findings_of_the_demonstration() -> None:
    assert DRAFTED in {row["title"] for row in content.findings("drafts")}
    assert RELEASED in {row["title"] for row in content.findings("released")}


def test_the_draft_of_the_tour_has_something_hidden_and_something_to_decide(
    site: Site, world: World
) -> None:
    author = world.visit("writer@alfa")
    path = finding.start(author, world)

    done(site, world, path, attachments.attach, DRAFTED)
    site.drain()

    page = author.get(f"{path}/attachments/1").text
    for shown in ("A hidden sheet", "A comment", "Dana Whitlowe", "Shirin Akter", "cannot stay"):
        assert shown in page


def test_a_finding_with_a_settled_file_can_be_sent_at_once(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    author = world.visit("writer@alfa")
    path = finding.ready(author, world)

    done(site, world, path, attachments.settle, RELEASED)

    assert finding.send(author, path).status_code == 303
    candidate = finding.candidate(site, world, "writer@alfa", path)["id"]
    reply = world.visit("coordinator1").get(f"/candidates/{candidate}/files/1")
    assert reply.data.startswith(b"PK")
    assert steps.folder(world, "writer@alfa", path).of(1).hidden > 0
