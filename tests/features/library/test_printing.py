"""What is printed, as a page and as a PDF: under its label, of what may be printed, for one person."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pypdfium2

from tests.conftest import Site
from tests.features.library.arrange import adopted, library, practice, practices
from tests.features.releases.arrange import release, withdraw
from tests.pages import Page, Visitor
from tests.world import World


def ordered(visitor: Visitor, path: str) -> str:
    """Order the PDF as the page's own form does; where it will be."""
    form = Page(visitor.get(path).text).form(path)
    reply = visitor.post(path, data=form)
    assert reply.status_code == 303, Page(reply.text).text
    return str(reply.location)


def drawn(site: Site, visitor: Visitor, path: str) -> bytes:
    where = ordered(visitor, path)
    site.drain()
    assert "The PDF is ready" in visitor.get(where).text
    reply = visitor.get(f"{where}/file")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="common-ground.pdf"'
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.content_type == "application/pdf"
    content: bytes = reply.data
    return content


def texts(content: bytes) -> list[str]:
    found = [each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(content)]
    return [re.sub(r"\s+", " ", each) for each in found]


def test_a_practice_is_a_pdf_with_its_label_at_the_head_and_foot_of_every_page(
    site: Site, world: World
) -> None:
    steps = " ".join(
        f"Step {n} takes a day or two and needs somebody who listens." for n in range(150)
    )
    item = practice(world, title="Fees <b>paid</b> back", steps=steps, byline="Alfa Ltd")
    adopted(world, item, 5)
    reader = world.visit("reader@bravo")

    content = drawn(site, reader, f"/releases/{item}/sheet")
    pages = texts(content)

    assert len(pages) > 1
    for page in pages:
        assert page.count("TLP:AMBER") >= 2
        assert page.startswith("TLP:AMBER") or "TLP:AMBER" in page[-40:]
    whole = " ".join(pages)
    for words in (
        *("Fees <b>paid</b> back", "Alfa Ltd", "Problem", "Newcomers paid agents", "Step 149"),
        *("Low cost", "CTPAT 5", "Bangladesh", "Adopted by 5 corporate families", "Printed on"),
        *("Cite as: Alfa Ltd", "16 November 2026", f"/releases/{item}"),
    ):
        assert words in whole, words
    assert not re.search(r"\d:\d\d\b", whole.replace("TLP:", ""))
    for name in ("Reader", "Bravo", "reader.bravo"):
        assert name.encode() not in content
        assert name not in whole
    again = drawn(site, world.visit("writer@charlie"), f"/releases/{item}/sheet")
    assert again == content


def test_a_filtered_library_is_printed_under_its_strictest_label_and_without_what_is_red(
    site: Site, world: World
) -> None:
    practices(
        world,
        {"title": "Green one", "tlp": "TLP:GREEN"},
        {"title": "Strict one", "tlp": "TLP:AMBER+STRICT"},
        {"title": "Red one", "tlp": "TLP:RED"},
        {"title": "Dear one", "cost": "high"},
    )
    reader = world.visit("reader@alfa")
    path = f"/groups/{world.group_id}/library/sheet?cost=low"
    assert f'href="{path}"' in library(world, "?cost=low").text

    page = reader.get(path).text
    whole = " ".join(texts(drawn(site, reader, path)))

    for said in (Page(page).text, whole):
        assert "Green one" in said
        assert "Strict one" in said
        assert "Red one" not in said
        assert "Dear one" not in said
        assert "Low cost" in said
    assert page.count(">TLP:AMBER+STRICT</span>") == 2
    assert "All that you may read" in reader.get("/library/sheet").text


def test_what_is_red_or_withdrawn_is_neither_printed_nor_drawn(world: World) -> None:
    red = practice(world, title="Red one", tlp="TLP:RED")
    gone = practice(world)
    withdraw(world, gone)
    reader = world.visit("reader@alfa")

    for item in (red, gone):
        page = reader.get(f"/releases/{item}/sheet").text
        assert "Nothing to print" in page
        assert "Red one" not in page
        assert "Make a PDF" not in page
        assert reader.send(f"/releases/{item}/sheet").status_code == 422
    assert "Nothing to print" in reader.get(f"/groups/{world.group_id}/library/sheet").text
    assert (
        world.sql(
            "select count(*) from printouts where organization_id = :o",
            o=world.organizations["alfa"],
        )[0][0]
        == 0
    )


def test_a_finding_can_be_printed_too(site: Site, world: World) -> None:
    item = release(world, title="Fees before departure")

    whole = " ".join(texts(drawn(site, world.visit("reader@alfa"), f"/releases/{item}/sheet")))

    assert "Fees before departure" in whole
    assert "Receipts named a service charge." in whole


def test_a_printout_is_its_orderers_alone_sealed_and_gone_after_a_day(
    site: Site, world: World
) -> None:
    item = practice(world, title="Quillwort practice")
    reader = world.visit("reader@alfa")
    where = ordered(reader, f"/releases/{item}/sheet")
    running = reader.get(where).text
    assert "<progress" in running
    assert 'http-equiv="refresh"' in running
    assert reader.get(f"{where}/file").status_code == 302
    site.drain()

    assert reader.get(f"{where}/file").data.startswith(b"%PDF")
    assert "Quillwort practice" in reader.get("/printouts").text
    for who in ("admin@alfa", "reader@bravo", "coordinator1"):
        for rest in ("", "/file"):
            assert world.visit(who).get(where + rest).status_code == 404
        assert world.visit(who).send(f"{where}/delete").status_code == 404
    row = _row(world, where)
    assert row.kept_until.minute == row.kept_until.second == 0
    assert b"Quillwort" not in bytes(row.sealed) + bytes(row.pdf)
    assert b"%PDF" not in bytes(row.pdf)
    assert [deed.kind for deed in world.personal_events("reader@alfa")] == ["printout.ordered"]

    world.sql("update printouts set kept_until = now() where id = :id", id=row.id)
    assert reader.get(where).status_code == 404
    _sweep(site)
    assert _row(world, where) is None


def test_a_printout_can_be_canceled_and_deleted(site: Site, world: World) -> None:
    item = practice(world)
    reader = world.visit("reader@alfa")
    for late in (False, True):
        where = ordered(reader, f"/releases/{item}/sheet")
        if late:
            site.drain()
        assert reader.send(f"{where}/delete").status_code == 303
        site.drain()
        assert reader.get(where).status_code == 404
    assert "No PDFs" in reader.get("/printouts").text


def _row(world: World, where: str) -> Any:
    found = world.sql("select * from printouts where id = :id", id=UUID(where.rpartition("/")[2]))
    return found[0] if found else None


def _sweep(site: Site) -> None:
    from portal.db.roles import DatabaseRole
    from portal.db.session import Database
    from portal.db.steward import Steward
    from portal.features.printouts.jobs import sweep_printouts
    from portal.jobs.queue import Work

    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    database = Database(site.url(DatabaseRole.WORKER), site.keys)
    sweep_printouts(Work(database, steward, site.keys, site.settings))
    steward.close()
    database.engine.dispose()
