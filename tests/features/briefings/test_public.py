"""Pages for everybody: what is public and nothing else, without a session or a cookie."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

from tests.features.insights.arrange import full, release
from tests.features.releases.arrange import another_group
from tests.pages import Page, Visitor
from tests.world import World


def found(visitor: Visitor, path: str) -> Any:
    reply = visitor.get(path)
    assert reply.status_code == 200
    assert "Set-Cookie" not in reply.headers
    return reply


def pages(visitor: Visitor) -> list[str]:
    """The whole list; other tests' groups stand in it too."""
    seen, href = [], "/public/insights"
    while href:
        seen.append(found(visitor, href).text)
        after = re.search(r'rel="next" href="([^"]+)"', seen[-1])
        href = after[1] if after else ""
    return seen


def hidden(reply: Any, id: UUID) -> tuple[int, str]:
    return reply.status_code, reply.text.replace(str(id), "id")


def test_what_is_public_is_read_without_a_session(world: World, visitor: Visitor) -> None:
    older = release(world, "2026-Q1", full(), audience="public")
    item = release(world, "2026-Q2", full(3), audience="public")
    group = world.sql("select name from groups where id = :id", id=world.group_id)[0][0]

    listed = " ".join(pages(visitor))
    shown = found(visitor, f"/public/insights/{item}").text

    assert group in listed
    for each in (older, item):
        assert f'href="/public/insights/{each}"' in listed
        assert f'href="/public/insights/{each}"' in shown
    text = Page(shown).text
    for words in (group, "131", "Debt bondage", "What changed since Q1 2026", "Cite as:"):
        assert words in text, words
    assert f"/public/insights/{item}" in text
    for ending in ("csv", "xlsx", "json"):
        path = f"/public/insights/{item}/figures.{ending}"
        assert f'href="{path}"' in shown
        inside = world.visit("reader@alfa").get(f"/insights/{item}/figures.{ending}")
        assert found(visitor, path).data == inside.data
    assert 'href="/public/insights"' in visitor.get("/sign-in").text


def test_whatever_is_not_public_answers_like_what_is_absent(world: World, visitor: Visitor) -> None:
    kept = [
        release(world, "2025-Q4", full()),
        release(world, "2026-Q1", full(), audience="association"),
        release(world, "2026-Q2", full(), audience="public", state="waiting"),
    ]
    absent = uuid4()

    for reader in (visitor, world.visit("coordinator1"), world.visit("reader@stranger")):
        for rest in ("", "/figures.csv", "/figures.xlsx", "/figures.json"):
            nothing = hidden(reader.get(f"/public/insights/{absent}{rest}"), absent)
            assert nothing[0] == 404
            for each in kept:
                assert hidden(reader.get(f"/public/insights/{each}{rest}"), each) == nothing
    listed = " ".join(pages(visitor))
    assert not any(str(each) in listed for each in kept)
    inside = visitor.get(f"/insights/{kept[0]}")
    assert inside.status_code == 302
    assert inside.location.startswith("/sign-in")


def test_groups_stand_under_their_association_page_by_page(world: World, visitor: Visitor) -> None:
    groups = [world, *(another_group(world, members=("alfa",)) for _ in range(21))]
    for each in groups:
        release(each, "2026-Q1", {}, audience="public")
    name = world.sql("select name from organizations where id = :id", id=world.association_id)[0][0]

    seen: list[str] = []
    for html in pages(visitor):
        shelf = html.partition(f">{name}</h2>")[2].partition("<h2")[0]
        seen += re.findall(r"<h3[^>]*>(.*?)</h3>", shelf)
    names = {
        row[0]
        for each in groups
        for row in world.sql("select name from groups where id = :id", id=each.group_id)
    }
    assert seen == sorted(names, key=str.casefold)


def test_an_association_names_its_group_to_readers_who_stand_elsewhere_in_it(world: World) -> None:
    other = another_group(world, members=("stranger",))
    item = release(world, "2026-Q1", full(), audience="association")
    group = world.sql("select name from groups where id = :id", id=world.group_id)[0][0]

    assert other.group_id != world.group_id
    reply = world.visit("reader@stranger").get(f"/insights/{item}/figures.csv")
    assert group in reply.text
