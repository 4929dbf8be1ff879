"""Figures of two worlds that differ in one contribution's author are the same to everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from portal.features.insight_releases.jobs import compute
from portal.privacy.insights.calendar import due_on
from tests.conftest import Site, open_site
from tests.features.bundles.arrange import as_steward, facets, read_inside
from tests.pages import Page
from tests.swap.crawl import Reading, crawl
from tests.world import World, build_world

FIRST, LAST = "alfa", "foxtrot"
OTHERS = (
    "writer@charlie",
    "coordinator1",
    "writer@observer",
    "reader@liaison",
    "admin@stranger",
    "host",
    "admin@golf",
)
QUARTERS = {"2025-Q4": date(2025, 11, 3), "2026-Q1": date(2026, 2, 2)}
"""Each with the day on which the group read what was reported in it."""
EVERYWHERE = ("BD", "IN", "VN")
ONLY_WITH_AUTHOR = "TR"
"""Here four families report, and one of two: whichever it is, they are five."""
PAGES = ("insights", "listed-goods")


class Told:
    """One world, in which `author` wrote one item of one cell, and what everybody else reads."""

    def __init__(self, site: Site, author: str) -> None:
        self.world: World = build_world(site, mark="counted")
        for on in QUARTERS.values():
            for place in EVERYWHERE:
                self.report(("alfa", "bravo", "charlie", "delta", "echo", "foxtrot"), place, on)
        last = QUARTERS["2026-Q1"]
        self.report(("bravo", "charlie", "delta", "echo"), ONLY_WITH_AUTHOR, last)
        self.report((author,), ONLY_WITH_AUTHOR, last)
        with as_steward(self.world) as session:
            for quarter in QUARTERS:
                compute(session, self.world.group_id, quarter, due_on(quarter))
        self.waiting = self.read("coordinator1")
        for who in ("coordinator1", "coordinator2"):
            self.approve_all(who)
        site.drain()
        self.seen = {who: self.read(who) for who in OTHERS}

    def report(self, families: tuple[str, ...], place: str, on: date) -> None:
        authors = [f"writer@{name}" for name in families]
        read_inside(self.world, authors, on=on, facets=facets(place=place), audience="group")

    def read(self, who: str) -> Reading:
        """Every page of figures, and every file that is text."""
        home = f"/groups/{self.world.group_id}"
        starts = (f"{home}/insights", f"{home}/listed-goods", "/public/insights")
        return crawl(self.world.visit(who), starts, within=PAGES)

    def approve_all(self, who: str) -> None:
        coordinator = self.world.visit(who)
        rows = self.world.sql(
            "select id from insight_releases where group_id = :g", g=self.world.group_id
        )
        for row in rows:
            path = f"/insights/{row.id}/approval/approve"
            form = Page(coordinator.get(path).text).form(path)
            reply = coordinator.post(path, data=form | {"confirmed": "yes"})
            assert reply.status_code == 303, Page(reply.text).text


@pytest.fixture(scope="module")
def told(
    new_database: Callable[[str], str], admin_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Told, Told]]:
    made = []
    for author in (FIRST, LAST):
        site = open_site(
            new_database(f"figures_{author}"), admin_url, tmp_path_factory.mktemp(author)
        )
        made.append((site, Told(site, author)))
    yield made[0][1], made[1][1]
    for site, _ in made:
        site.app.extensions["portal.database"].engine.dispose()


@pytest.mark.xdist_group("swap_figures")
def test_no_reader_of_figures_can_tell_who_contributed(told: tuple[Told, Told]) -> None:
    one, other = told
    assert one.waiting == other.waiting
    for who in OTHERS:
        assert one.seen[who] == other.seen[who], who


@pytest.mark.xdist_group("swap_figures")
def test_the_figures_are_there_to_be_compared(told: tuple[Told, Told]) -> None:
    seen = told[0].seen
    for who in ("writer@charlie", "coordinator1", "writer@observer", "reader@liaison"):
        assert "/insights/ID" in seen[who], who
        assert "Turkey" in str(seen[who]) or "Türkiye" in str(seen[who]), who
    assert not [path for path in seen["admin@stranger"] if path.startswith("/insights/ID")]
    for name in ("csv", "json"):
        assert seen["writer@observer"][f"/insights/ID/figures.{name}"], name
    assert "/insights/ID/approval" in told[0].waiting
