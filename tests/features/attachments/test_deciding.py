"""What an author decides about a file, and what is done when something is wrong with it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.conftest import Site
from tests.features.attachments import papers, steps
from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World

VISIT = f"We saw it in Savar again. People at {finding.SUPPLIER} told us."
SPANISH = (
    "Los trabajadores no podían salir de la fábrica por la noche y no les pagaban el salario."
    " El capataz guardaba los pasaportes en un cajón de su oficina."
)


def draft(world: World) -> tuple[Visitor, str]:
    finding.supplier(world, "writer@alfa")
    author = world.visit("writer@alfa")
    return author, finding.start(author, world)


def test_what_is_wrong_is_said_by_name_and_the_other_files_are_kept(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, path = draft(world)
    small = site.settings.model_copy(update={"upload_bytes": 100_000})
    monkeypatch.setitem(site.app.extensions, "portal.context", (small, site.keys))
    sent = {
        "good__txt": papers.PLAIN.encode(),
        "nothing__txt": b"",
        "huge__txt": b"x" * 100_001,
        "drawing__svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        "trick__pdf": papers.photo(),
    }

    assert steps.attach(author, path, **sent).status_code == 303
    site.drain()

    page = Page(author.get(f"{path}/attachments").text).text
    assert "“nothing.txt” is empty." in page
    assert "“huge.txt” is larger than 0 MB." in page
    assert "The file is an SVG drawing" in page
    assert "The name ends in .pdf, but the content is something else." in page
    states = {each.name: str(each.state) for each in steps.folder(world, "writer@alfa", path)}
    assert states == {"good.txt": "open", "drawing.svg": "refused", "trick.pdf": "refused"}


def test_only_bad_files_leave_everything_as_it_was(world: World) -> None:
    author, path = draft(world)

    reply = steps.attach(author, path, nothing__txt=b"")

    assert reply.status_code == 422
    assert "“nothing.txt” is empty." in reply.text
    assert len(steps.folder(world, "writer@alfa", path)) == 0


def test_an_eleventh_file_is_left_out_by_name(world: World) -> None:
    author, path = draft(world)
    sent = {f"note{number}__txt": b"A note." for number in range(11)}

    steps.attach(author, path, **sent)

    assert "“note10.txt” was left out" in author.get(f"{path}/attachments").text
    assert len(steps.folder(world, "writer@alfa", path)) == 10


def test_a_supplier_never_stays_and_a_place_stays_with_a_reason(site: Site, world: World) -> None:
    author, path = draft(world)
    steps.attach(author, path, visit__docx=papers.document(VISIT))
    site.drain()
    keys = steps.keys(author, path)
    supplier, place = keys[finding.SUPPLIER], keys["Savar"]

    never = steps.press(author, path, 1, decide=f"keep:{supplier}", **{f"reason-{supplier}": "x"})
    bare = steps.press(author, path, 1, decide=f"keep:{place}")
    good = steps.press(
        author, path, 1, decide=f"keep:{place}", **{f"reason-{place}": "It was in the news"}
    )
    steps.copied(site, author, path)

    assert "This can never be kept" in never.text
    assert "Say why it may stay" in bare.text
    assert good.status_code == 303
    text = papers.everything(author.get(f"{path}/attachments/1/copy").data)
    assert "Savar" in text
    assert "Meghna" not in text

    steps.press(author, path, 1, decide=f"replace:{place}")

    assert steps.folder(world, "writer@alfa", path).of(1).copy is None, "the copy is stale"
    assert author.get(f"{path}/attachments/1/copy").status_code == 404


def test_a_picture_needs_eyes_and_its_rectangles_are_burned_in(site: Site, world: World) -> None:
    author, path = draft(world)
    steps.attach(author, path, site__png=papers.photo())
    site.drain()

    page = author.get(f"{path}/attachments/1")
    assert "Pixels are not read" in page.text
    assert author.get(f"{path}/attachments/1/picture").data.startswith(b"\x89PNG")
    unseen = steps.press(author, path, 1, do="copy")
    outside = steps.press(author, path, 1, do="marks", **box("150", "0", "10", "10"))
    steps.copied(site, author, path, 1, looked="y", **box("0", "0", "50", "100"))

    assert unseen.status_code == 422
    assert "Look at every picture first" in unseen.text
    assert outside.status_code == 422
    assert 'value="150"' in outside.text, "what was typed stays"
    copy = Image.open(io.BytesIO(author.get(f"{path}/attachments/1/copy").data))
    assert copy.convert("RGB").getpixel((50, 50)) == (0, 0, 0)
    assert copy.convert("RGB").getpixel((150, 50)) == (200, 30, 30)
    assert papers.CANARIES[0] not in str(copy.info)


def box(left: str, top: str, width: str, height: str) -> dict[str, str]:
    sides = ("page", "left", "top", "width", "height")
    return {f"box-{s}": v for s, v in zip(sides, ("1", left, top, width, height), strict=True)}


def test_a_file_in_another_language_is_read_by_its_author_first(site: Site, world: World) -> None:
    author = world.visit("writer@alfa")
    path = finding.start(author, world)
    steps.attach(author, path, uno__txt=SPANISH.encode(), two__txt=papers.PLAIN.encode())
    site.drain()

    assert [each.needs_eyes for each in steps.folder(world, "writer@alfa", path)] == [True, False]
    unread = steps.press(author, path, 1, do="copy")
    assert unread.status_code == 422
    assert "read what is not in English" in unread.text
    steps.copied(site, author, path, 1, looked="y")


def test_a_change_in_another_tab_is_shown_and_not_overwritten(site: Site, world: World) -> None:
    author, path = draft(world)
    steps.attach(author, path, site__png=papers.photo())
    site.drain()
    own = f"{path}/attachments/1"
    opened = Page(author.get(own).text).form(own)["version"]
    steps.press(author, path, 1, do="marks", looked="y", **box("10", "10", "20", "20"))

    late = author.send(own, {"version": opened, "do": "marks", **box("33", "44", "5", "5")})

    assert late.status_code == 409
    assert "changed in another tab" in late.text
    assert 'value="33"' in late.text
    (kept,) = steps.folder(world, "writer@alfa", path).of(1).boxes
    assert kept.x == 0.1


def test_a_name_seen_once_is_replaced_wherever_it_stands_and_always_alike(
    site: Site, world: World
) -> None:
    author, path = draft(world)
    rows = [(f"{finding.SUPPLIER}", 1, ""), *((f"Line {n}", n, "") for n in range(300))]
    rows.append((finding.SUPPLIER.upper(), 2, ""))
    steps.attach(author, path, list__xlsx=papers.workbook(*rows))
    site.drain()
    steps.copied(site, author, path)

    text = papers.everything(author.get(f"{path}/attachments/1/copy").data)
    assert "meghna" not in text.casefold()
    assert text.casefold().count("the supplier") >= 1
    assert "supplier 2" not in text.casefold()


def test_removing_a_draft_takes_its_files_out_of_the_store(site: Site, world: World) -> None:
    author, path = draft(world)
    site.drain()  # files of other drafts that no test has waited for
    before = steps.objects(site)
    steps.attach(author, path, notes__txt=papers.PLAIN.encode())
    site.drain()
    made = steps.objects(site) - before
    assert made

    assert author.send(f"{path}/delete").status_code == 303
    steps.sweep(site)

    assert steps.objects(site) & made == set()
