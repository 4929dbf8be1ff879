"""One workbook from the author's disk to another member's, and everything that is left behind."""

from __future__ import annotations

from uuid import UUID

from tests.conftest import Site
from tests.features.attachments import papers, steps
from tests.features.contributions import finding
from tests.features.review.steps import press, releases
from tests.pages import Page
from tests.world import World

SHEET = papers.workbook(
    ("Nur Hasan Rahman", 1200, "Fee to the agent"),
    (f"Sent by {finding.SUPPLIER}", 900, f"Call {finding.PHONE}"),
)


def in_review(site: Site, world: World, who: str) -> UUID:
    path = finding.sent(world.visit(who), world, title=f"Told by {who[:4]}")
    found: UUID = finding.candidate(site, world, who, path)["id"]
    return found


def approve(world: World, who: str, *candidates: UUID) -> None:
    """With an audience beyond the group both coordinators are needed, and none is drawn out."""
    visitor = world.visit(who)
    for each in candidates:
        reply = visitor.send(f"/candidates/{each}", {"verdict": "approve", "version": "1"})
        assert reply.status_code == 303


def test_a_rebuilt_copy_reaches_the_group_and_nothing_of_the_original_does(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    for name in ("alfa", "bravo", "charlie"):
        finding.supplier(world, f"writer@{name}")
    author = world.visit("writer@alfa")
    path = finding.ready(author, world)
    assert steps.attach(author, path, **{papers.NAME.replace(".", "__"): SHEET}).status_code == 303
    site.drain()

    page = Page(author.get(f"{path}/attachments/1").text).text
    for canary in papers.CANARIES:
        assert canary in page, "the author sees what is hidden"
    assert "Cell Wages!A3" in page, "a detail is named by its cell"
    steps.copied(site, author, path)
    own_copy = author.get(f"{path}/attachments/1/copy")
    assert finding.send(author, path).status_code == 303

    candidate = finding.candidate(site, world, "writer@alfa", path)["id"]
    coordinator = world.visit("coordinator1")
    review = coordinator.get(f"/candidates/{candidate}")
    waiting = coordinator.get(f"/candidates/{candidate}/files/1")
    assert waiting.status_code == 200
    assert waiting.data == own_copy.data
    others = [in_review(site, world, f"writer@{name}") for name in ("bravo", "charlie")]
    for who in ("coordinator1", "coordinator2"):
        approve(world, who, candidate, *others)
    site.drain()
    assert press(world) == 303
    assert candidate in releases(world)

    reader = world.visit("reader@delta")
    released = reader.get(f"/releases/{candidate}")
    reply = reader.get(f"/releases/{candidate}/files/1")

    assert f"/releases/{candidate}/files/1" in Page(released.text).links
    assert reply.status_code == 200
    assert reply.data == own_copy.data
    assert reply.headers["Content-Disposition"] == 'attachment; filename="attachment-1.xlsx"'
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    everything = papers.everything(reply.data) + released.text + review.text + str(reply.headers)
    hidden = (*papers.CANARIES, "Brambick", "Quillon", "Meghna", finding.PHONE, "Hasan")
    assert [each for each in hidden if each in everything] == []
    assert "the supplier" in everything.casefold()
    assert "1200" in everything, "what identifies nobody stays"


def test_a_finding_does_not_leave_before_its_files_are_settled(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    author = world.visit("writer@alfa")
    path = finding.ready(author, world)
    steps.attach(author, path, notes__txt=papers.PLAIN.encode())

    assert "Make and use the crossing copy of “notes.txt”" in author.get(f"{path}/preview").text
    assert finding.send(author, path).status_code == 422
    site.drain()
    steps.copied(site, author, path)
    assert "crossing copy" not in author.get(f"{path}/preview").text
    assert finding.send(author, path).status_code == 303


def test_withdrawing_destroys_boxes_and_objects_wherever_they_are(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    author = world.visit("writer@alfa")
    path = finding.ready(author, world)
    before = steps.objects(site)
    steps.attach(author, path, notes__txt=papers.PLAIN.encode())
    site.drain()
    steps.copied(site, author, path)
    finding.send(author, path)
    candidate = finding.candidate(site, world, "writer@alfa", path)["id"]
    copy = steps.folder(world, "writer@alfa", path).of(1).copy
    assert copy is not None
    assert copy.object in steps.objects(site)

    assert author.send(f"{path}/withdraw", {"confirmed": "yes"}).status_code == 303
    steps.sweep(site)

    assert world.sql("select 1 from candidate_files where candidate_id = :id", id=candidate) == []
    assert world.visit("coordinator1").get(f"/candidates/{candidate}/files/1").status_code == 404
    left = steps.folder(world, "writer@alfa", path).of(1)
    assert left.copy is None
    assert steps.objects(site) - before == {left.original, left.report}, "the author's own record"


def test_a_second_submission_replaces_the_files_of_the_first(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    author = world.visit("writer@alfa")
    path = finding.ready(author, world)
    steps.attach(author, path, notes__txt=papers.PLAIN.encode())
    site.drain()
    steps.copied(site, author, path)
    finding.send(author, path)
    candidate = finding.candidate(site, world, "writer@alfa", path)["id"]
    first = steps.folder(world, "writer@alfa", path).of(1).copy
    coordinator = world.visit("coordinator1")
    form = Page(coordinator.get(f"/candidates/{candidate}").text).form(f"/candidates/{candidate}")
    coordinator.send(f"/candidates/{candidate}", form | {"verdict": "return", "message": "When?"})

    assert author.send(f"{path}/attachments/1/remove").status_code == 303
    assert coordinator.get(f"/candidates/{candidate}/files/1").status_code == 200
    steps.attach(author, path, more__txt=b"Nobody gave them back.")
    site.drain()
    steps.copied(site, author, path, 2)
    assert finding.send(author, path).status_code == 303
    steps.sweep(site)

    reply = coordinator.get(f"/candidates/{candidate}/files/1")
    assert b"Nobody gave them back." in reply.data
    assert coordinator.get(f"/candidates/{candidate}/files/2").status_code == 404
    assert first is not None
    assert first.object not in steps.objects(site)
