"""The briefing: a sheet with its label on every page, printed by a browser or drawn as a PDF."""

from __future__ import annotations

import re

import pypdfium2

from tests.conftest import Site
from tests.features.insights.arrange import full, release
from tests.pages import Page
from tests.world import World


def test_a_briefing_is_a_pdf_with_its_label_at_the_head_and_foot_of_every_page(
    site: Site, world: World
) -> None:
    release(world, "2026-Q1", full())
    item = release(world, "2026-Q2", full(3), medians=[("total", "", "3_6")])
    path = f"/insights/{item}/briefing"
    files = []
    for who in ("reader@observer", "writer@alfa"):
        reader = world.visit(who)
        where = reader.send(path).location
        site.drain()
        assert "The PDF is ready" in reader.get(where).text
        files.append(reader.get(f"{where}/file").data)

    assert files[0] == files[1]
    pages = [each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(files[0])]
    assert len(pages) > 1
    for page in pages:
        assert page.count("TLP:GREEN") >= 2
    whole = re.sub(r"\s+", " ", " ".join(pages))
    for words in (
        *("Insights, Q2 2026", "Released on 12 October 2026", "What changed since", "131"),
        *("Debt bondage", "Southern Asia", "Reports by quarter", "Themes by sector"),
        *("at least 5 corporate families", "Hidden and empty look the same", "linear programming"),
        *("What the figures cannot say", "Cite as:", f"/insights/{item}", "3 to 6 months"),
    ):
        assert words in whole, words
    assert not re.search(r"\d:\d\d\b", whole.replace("TLP:", ""))


def test_the_page_for_print_bears_both_labels_and_what_is_red_is_not_printed(world: World) -> None:
    item, empty = release(world, "2026-Q1", full()), release(world, "2026-Q2", {})
    red = release(world, "2026-Q3", full())
    world.sql("update insight_releases set tlp = 'TLP:RED' where id = :id", id=red)
    reader = world.visit("reader@liaison")

    page = reader.get(f"/insights/{item}/briefing").text
    assert page.count(">TLP:GREEN</span>") == 2
    assert "Make a PDF" in page
    assert "No figure can be shown" in reader.get(f"/insights/{empty}/briefing").text
    refused = reader.get(f"/insights/{red}/briefing").text
    assert "Nothing to print" in refused
    assert "Debt bondage" not in refused
    assert reader.send(f"/insights/{red}/briefing").status_code == 422


def test_the_method_is_told_to_everybody_in_plain_words(site: Site, world: World) -> None:
    for client in (site.app.test_client(), world.visit("reader@alfa")):
        page = Page(client.get("/insights/method").text)
        for words in (
            "What is counted",
            "A gap is not a zero",
            "How to cite them",
            "never a query",
        ):
            assert words in page.text
