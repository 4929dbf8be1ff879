"""Two worlds that differ only in who contributed look the same to everybody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import unified_diff

import pytest

from portal.core.clock import now
from portal.db.roles import DatabaseRole
from portal.db.steward import Steward
from portal.features.bundles.jobs import hold_round
from portal.privacy.bundles import first_round_after
from tests.conftest import Site, open_site
from tests.features.attachments.steps import sent_with_file
from tests.features.contributions.finding import sent, sourcing, supplier
from tests.features.contributions.kinds import AUDIT, PRACTICE
from tests.features.notices.steps import tell
from tests.features.review.steps import press
from tests.pages import Page, Visitor
from tests.swap import working
from tests.swap.crawl import Reading, crawl
from tests.world import World, build_world

FIRST, LAST = "alfa", "foxtrot"
"""Names at both ends of the alphabet; one of them is the author, the other is not."""

OTHERS = (
    "writer@charlie",
    "coordinator1",
    "writer@observer",
    "reader@liaison",
    "admin@stranger",
    "host",
    "admin@golf",
)
"""A peer, coordination, an observer, a liaison, another tenant, the host, and the author's own family."""

STEPS = ("submitted", "answered", "approved", "released", "worked", "frozen", "withdrawn")
Seen = dict[str, Reading]


class Story:
    """One world in which `author` contributes, and what everybody else saw after each step."""

    def __init__(self, site: Site, author: str) -> None:
        self.world: World = build_world(site, mark="swapped")
        self.site = site
        self.seen: dict[str, Seen] = {}
        for name in (FIRST, LAST, "charlie", "delta"):
            supplier(self.world, f"writer@{name}")
        sourcing(self.world, "BD", "1410")
        author_window = self.world.visit(f"writer@{author}")
        other = LAST if author == FIRST else FIRST
        path = sent_with_file(site, author_window, self.world, title=working.FINDING)
        # Both coordinators decide about each: who is a decoy for one alone is drawn by lot.
        for kind, typed in (("audit", AUDIT), ("practice", PRACTICE)):
            wide = typed | {"audience": "group_and_observers"}
            working.contribute(author_window, self.world, kind, wide)
        for name, title in (
            ("charlie", working.ANOTHER),
            ("delta", "A second book of hours"),
        ):
            sent(self.world.visit(f"writer@{name}"), self.world, title=title)
        self.look("submitted")
        self.ask_author(author_window, path)
        self.look("answered")
        for who in ("coordinator1", "coordinator2"):
            self.approve_all(who)
        site.drain()
        self.look("approved")
        working.subscribe(self.world, author, other)
        self.leave()
        self.look("released")
        working.answer(self.world, author, other)
        working.converse(self.world, author_window, path)
        working.discuss(self.world, author, other)
        working.revise(self.world, author_window)
        for who in ("coordinator1", "coordinator2"):
            self.approve_all(who)
        site.drain()
        self.leave()
        self.look("worked")
        self.freeze()
        self.look("frozen")
        assert author_window.send(f"{path}/withdraw", {"confirmed": "yes"}).status_code == 303
        self.look("withdrawn")

    def leave(self) -> None:
        """A batch leaves, and whoever wants to know is told.

        The order inside a batch is drawn by lot, and news show its first three: here the lot falls
        in both worlds alike.
        """
        assert press(self.world) == 303
        self.world.sql(
            "update releases set position = md5(title)::uuid"
            " where group_id = :g and bundle_id is null",
            g=self.world.group_id,
        )
        tell(self.world)

    def freeze(self) -> None:
        """The next round of bundles: the three items are of three families in either world."""
        on = first_round_after(now().date())
        steward = Steward(self.site.url(DatabaseRole.STEWARD), self.site.keys)
        with steward.transaction() as session:
            assert hold_round(session, self.world.group_id, on) == 1
        steward.close()

    def look(self, step: str) -> None:
        self.seen[step] = {who: crawl(self.world.visit(who)) for who in OTHERS}
        for who in working.SUBSCRIBED if step in {"released", "worked"} else ():
            self.seen[step][who] |= working.received(self.world, who, feeds=step == "worked")

    def queue(self, visitor: Visitor) -> list[str]:
        page = Page(visitor.get(f"/groups/{self.world.group_id}/review").text)
        return sorted(
            {link.split("?")[0] for link in page.links if link.startswith("/candidates/")}
        )

    def ask_author(self, author: Visitor, path: str) -> None:
        coordinator = self.world.visit("coordinator1")
        for candidate in self.queue(coordinator):
            page = coordinator.get(candidate)
            if working.FINDING in page.text:
                form = Page(page.text).form(candidate)
                reply = coordinator.post(
                    candidate, data=form | {"verdict": "return", "message": "How do you know?"}
                )
                assert reply.status_code == 303, Page(reply.text).text
        reply = author.send(f"{path}/answer", {"body": "Several said so, apart from each other."})
        assert reply.status_code == 303, Page(reply.text).text

    def approve_all(self, who: str) -> None:
        coordinator = self.world.visit(who)
        for candidate in self.queue(coordinator):
            form = Page(coordinator.get(candidate).text).form(candidate)
            reply = coordinator.post(candidate, data=form | {"verdict": "approve"})
            assert reply.status_code == 303, Page(reply.text).text


@pytest.fixture(scope="module")
def stories(
    new_database: Callable[[str], str], admin_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Story, Story]]:
    made = []
    for author in (FIRST, LAST):
        site = open_site(new_database(f"swap_{author}"), admin_url, tmp_path_factory.mktemp(author))
        made.append(Story(site, author))
    yield made[0], made[1]
    for story in made:
        story.site.app.extensions["portal.database"].engine.dispose()


@pytest.mark.xdist_group("swap")
@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("step", STEPS)
def test_nobody_else_can_tell_who_contributed(
    stories: tuple[Story, Story], step: str, who: str
) -> None:
    one, other = (story.seen[step][who] for story in stories)

    assert one.keys() == other.keys()
    told = [
        "\n".join(unified_diff(mine.splitlines(), theirs.splitlines(), lineterm="", n=0))
        for path in one
        for mine, theirs in zip(one[path], other[path], strict=True)
        if mine != theirs
    ]
    assert not told, "\n".join(told[:3])


@pytest.mark.xdist_group("swap")
def test_the_crawl_reaches_what_it_is_about(stories: tuple[Story, Story]) -> None:
    seen = stories[0].seen
    inside, outside = ("writer@charlie", "coordinator1"), ("writer@observer", "reader@liaison")
    for step, readers, others in (("released", inside, outside), ("frozen", outside, ())):
        for who in readers:
            assert "Passports in a locked drawer" in "".join(seen[step][who]["/releases/ID"]), who
        for who in others:
            assert "Passports in a locked drawer" not in str(seen[step][who]), who
    assert "/candidates/ID" in stories[0].seen["submitted"]["coordinator1"]
    assert "Passports in a locked drawer" not in str(stories[0].seen["withdrawn"])


@pytest.mark.xdist_group("swap")
def test_the_crawl_reaches_what_the_group_does_with_it(stories: tuple[Story, Story]) -> None:
    seen = stories[0].seen["worked"]
    peer, coordinator = seen["writer@charlie"], seen["coordinator1"]
    for words in (working.ASKED, working.ANSWERED):
        assert words in str(peer["/questions/ID"])
        assert words in str(coordinator["/questions/ID"])
    assert "3 corporate families" in str(peer["/releases/ID"])
    assert all(note in str(peer["/releases/ID"]) for note in working.NOTES)
    assert "There was a third drawer." in str(peer["/releases/ID/discussion"])
    assert f"{working.PRACTICE}, twice" in str(peer["/releases/ID/editions"])
    for address in ("/library", "/notices", "/groups/ID/threads"):
        assert address in peer, address
    for name in ("mails", "atom", "calendar", "pdf"):
        assert peer[name], name
    assert working.FINDING in str(peer["pdf"])


@pytest.mark.xdist_group("swap")
def test_the_author_is_sent_what_everybody_is_sent(stories: tuple[Story, Story]) -> None:
    one, other = (working.received(s.world, f"writer@{FIRST}", feeds=False) for s in stories)
    assert one == other
    assert one["mails"]


@pytest.mark.xdist_group("swap")
def test_a_page_that_named_the_author_would_be_noticed(stories: tuple[Story, Story]) -> None:
    one, other = (crawl(story.world.visit(f"writer@{FIRST}")) for story in stories)
    assert one != other
