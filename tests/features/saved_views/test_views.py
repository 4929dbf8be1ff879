"""A person keeps filters under a name: for oneself, sealed, and undone when deleted by mistake."""

from __future__ import annotations

import re
from typing import Any

from tests.features.library.arrange import practices, titles
from tests.pages import Page, Visitor
from tests.world import World


def save(visitor: Visitor, page: str, query: str, name: str, **more: str) -> Any:
    return visitor.send("/saved-views/new", {"page": page, "query": query, "name": name} | more)


def rows(world: World, organization: str = "alfa") -> list[Any]:
    return world.sql(
        "select * from saved_views where organization_id = :o", o=world.organizations[organization]
    )


def test_filters_are_kept_from_the_list_itself_and_opened_again(world: World) -> None:
    practices(world, {"title": "Dear", "cost": "high"}, {"title": "Cheap", "cost": "low"})
    reader, page = world.visit("reader@alfa"), f"/groups/{world.group_id}/library"
    form = Page(reader.get(f"{page}?cost=low&q=").text).form("/saved-views/new")

    reply = reader.post("/saved-views/new", data=form | {"name": "Quillwort & co", "first": ""})

    assert reply.status_code == 303
    assert reply.location == f"{page}?cost=low"
    beside = reader.get(page).text
    assert titles(reader.get(page)) != []
    assert f'<a href="{page}?cost=low" dir="auto" >Quillwort &amp; co</a>' in beside
    opened = reader.get(f"{page}?cost=low")
    assert titles(opened) == ["Cheap"]
    assert 'dir="auto"  aria-current="true">Quillwort' in opened.text
    assert "Save this view" not in opened.text
    assert "Quillwort &amp; co" in reader.get("/saved-views").text


def test_a_view_that_asks_for_nothing_does_not_lead_in_circles(world: World) -> None:
    reader, page = world.visit("reader@alfa"), f"/groups/{world.group_id}/library"

    assert save(reader, page, "after=x", "Everything", first="y").status_code == 303

    assert reader.get(page).status_code == 200


def test_a_view_is_its_keepers_alone_and_sealed(world: World) -> None:
    reader, page = world.visit("reader@alfa"), f"/groups/{world.group_id}/library"
    save(reader, page, "q=quillwort", "Quillwort")
    view = rows(world)[0]

    for who in ("writer@alfa", "admin@alfa", "reader@bravo", "coordinator1"):
        other = world.visit(who)
        for path in (page, "/saved-views"):
            assert "Quillwort" not in other.get(path).text
        assert other.get(f"/saved-views/{view.id}").status_code == 404
        assert other.send(f"/saved-views/{view.id}/delete").status_code == 404
    assert b"uillwort" not in bytes(view.sealed)
    assert len({len(bytes(row.sealed)) for row in rows(world)}) == 1
    save(reader, page, "q=" + "x" * 150, "y" * 60)
    assert len({len(bytes(row.sealed)) for row in rows(world)}) == 1
    assert not world.sql("select from events where kind like 'view.%'")
    assert [deed.kind for deed in world.personal_events("reader@alfa")] == ["view.saved"] * 2


def test_a_list_opens_with_the_view_that_was_chosen_for_it_and_with_no_other(world: World) -> None:
    reader, page = world.visit("reader@alfa"), f"/groups/{world.group_id}/library"
    save(reader, page, "cost=low", "Cheap", first="y")
    save(reader, page, "cost=high", "Dear", first="y")

    assert reader.get(page).location == f"{page}?cost=high"
    assert reader.get(f"{page}?all=yes").status_code == 200
    assert reader.get("/library").status_code == 200
    cheap = _href(reader, "Cheap")
    assert reader.send(cheap, {"name": "Cheapest", "first": "y"}).status_code == 303
    assert reader.get(page).location == f"{page}?cost=low"
    assert reader.send(cheap, {"name": "Cheapest"}).status_code == 303
    assert reader.get(page).status_code == 200


def test_a_feed_keeps_views_of_its_own(world: World) -> None:
    reader, page = world.visit("reader@alfa"), f"/groups/{world.group_id}/releases"
    form = Page(reader.get(f"{page}?kind=audit&place=BD").text).form("/saved-views/new")

    reader.post("/saved-views/new", data=form | {"name": "Audits there", "first": "y"})

    assert reader.get(page).location == f"{page}?kind=audit&place=BD"
    shown = reader.get(f"{page}?kind=audit&place=BD").text
    assert "Audits there" in shown
    assert f'href="{page}?all=yes">Clear filters' in shown
    assert reader.get(f"{page}?all=yes").status_code == 200
    assert "Audits there" not in reader.get(f"/groups/{world.group_id}/library").text
    assert "Feed" in Page(reader.get("/saved-views").text).text


def test_a_deleted_view_comes_back_whole_until_the_next_is_deleted(world: World) -> None:
    reader = world.visit("reader@alfa")
    for name in ("One", "Two"):
        save(reader, "/library", f"q={name}", name, first="y")
    one, two = _href(reader, "One"), _href(reader, "Two")

    page = reader.send(f"{two}/delete", follow_redirects=True).text
    assert "Undo" in page
    assert _names(reader) == ["One"]
    assert reader.get(two).status_code == 404
    assert reader.post(f"{two}/restore", data=Page(page).form(f"{two}/restore")).status_code == 303
    assert _names(reader) == ["One", "Two"]
    assert reader.get("/library").location == "/library?q=Two"

    reader.send(f"{two}/delete")
    reader.send(f"{one}/delete")
    assert reader.send(f"{two}/restore").status_code == 404
    assert "No saved views yet" in reader.get("/saved-views").text
    assert len(rows(world)) == 1


def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(world: World) -> None:
    reader = world.visit("reader@alfa")
    save(reader, "/library", "q=fees", "Fees")

    for name, said in (
        ("", "Give the view a name."),
        ("fees", "You keep a view of this name here already."),
        ("x" * 61, "Field cannot be longer than 60 characters."),
    ):
        reply = save(reader, "/library", "q=wages", name)
        assert reply.status_code == 422
        assert said in Page(reply.text).text
        assert 'value="q=wages"' in reply.text
    for page in ("https://evil.example/", "//evil.example", "/suppliers", "/library/../x", "x"):
        reply = save(reader, page, "q=fees", f"Odd {page}")
        assert reply.location == "/library?q=fees"
    for query, kept in (
        ("after=2026-01-01~x&q=a&all=yes", "q=a"),
        ("q=%0d%0aSet-Cookie:x", "q=%0D%0ASet-Cookie%3Ax"),
        ("place=BD&cost=low&cost=low", "cost=low&place=BD"),
    ):
        assert save(reader, "/library", query, query).location == f"/library?{kept}"
    for number in range(50 - len(_names(reader))):
        assert save(reader, "/library", "q=fees", f"View {number}").status_code == 303
    full = save(reader, "/library", "q=fees", "One too many")
    assert full.status_code == 422
    assert "You keep 50 views already" in Page(full.text).text


def _href(reader: Visitor, name: str) -> str:
    page = reader.get("/saved-views").text
    found = re.search(rf'href="(/saved-views/[^"]+)"\s+aria-label="Change “{name}”"', page)
    assert found is not None, Page(page).text
    return found[1]


def _names(reader: Visitor) -> list[str]:
    return re.findall(r"Change “([^”]+)”", reader.get("/saved-views").text)
