"""Whether a company or an observing organization of civil society wrote a finding reads the same."""

from __future__ import annotations

from collections import defaultdict
from difflib import unified_diff
from typing import Final
from uuid import UUID

import pytest

from portal.core.clock import now
from portal.features.bundles.jobs import hold_round
from portal.privacy.bundles import first_round_after
from tests.conftest import Site
from tests.features.bundles.arrange import as_steward
from tests.features.contributions import field, finding
from tests.features.questions.talking import ask
from tests.features.review.steps import press
from tests.pages import Page, Visitor
from tests.swap.crawl import Reading, neutral, unordered
from tests.swap.working import release_of
from tests.world import World, build_world

COMPANY: Final = "writer@alfa"
LOOKS: Final = {
    "submitted": ("coordinator1",),
    "released": ("writer@charlie", "coordinator1"),
    "frozen": ("reader@liaison", "admin@observer"),
    "withdrawn": ("writer@charlie",),
}
"""Who looks when: coordination, a peer, another observer, a colleague of the author's in one world."""
STARTS: Final = ("", "/review", "/releases", "/questions", "/library", "/threads", "/events")
ITEMS: Final = ("/candidates/", "/releases/", "/questions/")
TITLE: Final = "Fees taken by agents of agents"


def told(site: Site, author: str, mark: str) -> dict[str, dict[str, Reading]]:
    """What everybody else reads after each step of a world in which `author` writes."""
    world = build_world(site, mark=mark)
    finding.sourcing(world, "BD", "1410")
    window = world.visit(author)
    if author == field.WRITER:
        path = field.sent(window, world, title=TITLE)
    else:
        path = finding.sent(window, world, title=TITLE, narrative=field.TYPED["narrative"])
    for name in ("charlie", "delta"):
        finding.sent(world.visit(f"writer@{name}"), world, title=f"Passports kept from {name}")
    seen = {"submitted": looked_at(world, "submitted")}
    for who in ("coordinator1", "coordinator2"):
        approve_all(world, who)
    site.drain()
    assert press(world) == 303
    answer(world, window, path)
    seen["released"] = looked_at(world, "released")
    on = first_round_after(now().date())
    with as_steward(world) as session:
        assert hold_round(session, world.group_id, on) == 1
    seen["frozen"] = looked_at(world, "frozen")
    assert window.send(f"{path}/withdraw", {"confirmed": "yes"}).status_code == 303
    seen["withdrawn"] = looked_at(world, "withdrawn")
    return seen


def looked_at(world: World, step: str) -> dict[str, Reading]:
    return {who: read(world, world.visit(who)) for who in LOOKS[step]}


def read(world: World, visitor: Visitor) -> Reading:
    """The group's pages and those of its items: `test_swap` follows every link there is."""
    reading: Reading = defaultdict(list)
    waiting = ["/", "/notices", *(f"/groups/{world.group_id}{each}" for each in STARTS)]
    for path in waiting:
        reply = visitor.get(path)
        reading[neutral(path)].append("\n".join([str(reply.status_code), *unordered(reply.text)]))
        links = Page(reply.text).links if reply.mimetype == "text/html" else ()
        waiting += [each for each in links if each.startswith(ITEMS) and each not in waiting]
    return {path: sorted(bodies) for path, bodies in reading.items()}


def approve_all(world: World, who: str) -> None:
    """Both coordinators decide about each: who is a decoy for one alone is drawn by lot."""
    coordinator = world.visit(who)
    page = Page(coordinator.get(f"/groups/{world.group_id}/review").text)
    for link in {each.split("?")[0] for each in page.links if each.startswith("/candidates/")}:
        form = Page(coordinator.get(link).text).form(link)
        assert coordinator.post(link, data=form | {"verdict": "approve"}).status_code == 303


def answer(world: World, author: Visitor, path: str) -> None:
    """The hidden author answers what a member asks, wherever the author stands."""
    item = UUID(release_of(world, TITLE).rpartition("/")[2])
    ask(world, "writer@charlie", item, "How often was it?")
    page = Page(author.get(f"{path}/progress").text)
    (link,) = [each for each in page.links if "/questions/" in each]
    assert author.send(link, {"body": "Again and again."}).status_code == 303


@pytest.mark.xdist_group("swap")
def test_nobody_can_tell_whether_a_company_or_civil_society_wrote(site: Site) -> None:
    marks = {COMPANY: "swapped1", field.WRITER: "swapped2"}
    by_company, by_civil = (told(site, who, mark) for who, mark in marks.items())

    for step, readings in by_company.items():
        for who, reading in readings.items():
            assert not differences(reading, by_civil[step][who]), (step, who)


def differences(one: Reading, other: Reading) -> list[str]:
    """Line by line, with the mark of the world taken out."""
    plain = [
        {path: [body.replace(mark, "swapped") for body in bodies] for path, bodies in each.items()}
        for each, mark in ((one, "swapped1"), (other, "swapped2"))
    ]
    assert plain[0].keys() == plain[1].keys()
    return [
        "\n".join(unified_diff(mine.splitlines(), theirs.splitlines(), lineterm="", n=0))
        for path in plain[0]
        for mine, theirs in zip(plain[0][path], plain[1][path], strict=True)
        if mine != theirs
    ]
