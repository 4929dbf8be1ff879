"""The editions of a practice, and what each changed in the one before."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from tests.features.library.arrange import bundled, edition, practice
from tests.features.releases.arrange import withdraw
from tests.pages import Page
from tests.world import World


def ask(world: World, release: UUID, rest: str = "", who: str = "writer@alfa") -> Any:
    return world.visit(who).get(f"/releases/{release}/editions{rest}")


def test_editions_are_listed_with_their_days_and_without_a_word_of_who_wrote_them(
    world: World,
) -> None:
    first = practice(world, title="Fees paid back")
    second = edition(world, first, 2, title="Fees paid back in a month")

    page = Page(ask(world, first).text)

    assert {f"/releases/{first}", f"/releases/{second}"} <= set(page.links)
    assert f"/releases/{first}/editions/2/diff" in page.links
    assert f"/releases/{first}/editions/1/diff" not in page.links
    for words in (
        "Edition 1",
        "Edition 2",
        "Latest",
        "16 November 2026",
        "Who changed it is not told",
    ):
        assert words in page.text
    main = [
        ask(world, first, who=who).text.partition("<main")[2].partition("</main>")[0]
        for who in ("writer@alfa", "reader@bravo", "coordinator1")
    ]
    assert main[0] == main[1] == main[2]


def test_what_an_edition_changed_is_shown_by_section_with_words_beside_the_colors(
    world: World,
) -> None:
    first = practice(world, steps="Ask every newcomer within a year.", cost="low")
    second = edition(world, first, 2, steps="Ask every newcomer within a month.", cost="medium")
    edition(world, first, 3, steps="Ask every newcomer within a week.", cost="medium")

    text = ask(world, second, "/2/diff").text

    steps = text.partition(">Steps</h2>")[2].partition("</section>")[0]
    assert re.search(r"<del><span[^>]*>Removed: </span>year<span", steps)
    assert re.search(r"<ins><span[^>]*>Added: </span>month<span", steps)
    problem = text.partition(">Problem</h2>")[2].partition("</section>")[0]
    assert "Not changed." in problem
    assert "<ins>" not in problem
    said = Page(text).text
    assert "Legend:" in said
    assert "Cost Low cost Medium cost" in said
    assert "<del>" not in said
    assert "month" in Page(ask(world, first, "/3/diff").text).text
    over = ask(world, first, "/3/diff?with=1").text
    assert "Edition 1 of" in over
    assert "</span>year<span" in over


def test_what_cannot_be_compared_says_so(world: World) -> None:
    first = practice(world)
    second = edition(world, first, 2)
    assert "There is no earlier edition" in ask(world, first, "/1/diff").text
    assert "There is no earlier edition" in ask(world, practice(world), "/1/diff").text
    for number in ("3", "0", "99999999999999999999"):
        assert ask(world, first, f"/{number}/diff").status_code == 404

    withdraw(world, second)

    page = ask(world, first, "/2/diff").text
    assert "This edition was withdrawn." in page
    assert "receipts" not in page
    assert "Withdrawn" in ask(world, first).text


def test_outsiders_see_those_editions_only_that_are_meant_for_them(world: World) -> None:
    first = practice(world, byline="Alfa Ltd", audience="public")
    second = edition(world, first, 2, byline="Alfa Ltd", audience="group", title="Inside")
    third = edition(world, first, 3, byline="Alfa Ltd", audience="public", title="For all")
    copy = bundled(world, audience="public")[0]

    seen = ask(world, first, who="reader@observer").text

    assert str(third) in seen
    assert str(second) not in seen
    assert "Inside" not in seen
    assert ask(world, first, "/2/diff", "reader@observer").status_code == 404
    changed = ask(world, first, "/3/diff", "reader@observer").text
    assert "Edition 1 of" in changed
    assert "Inside" not in changed
    assert ask(world, second, who="reader@observer").status_code == 404
    assert len(re.findall(r'scope="row"', ask(world, copy, who="reader@observer").text)) == 1
