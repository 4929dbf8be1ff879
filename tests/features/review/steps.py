"""Approving, releasing and looking, as tests of batches do it."""

from typing import Any
from uuid import UUID

from tests.candidates import candidate
from tests.pages import Page
from tests.world import World

THREE = ("writer@alfa", "writer@bravo", "writer@charlie")


def approve(world: World, *items: UUID) -> None:
    visitor = world.visit("coordinator1")
    for item in items:
        reply = visitor.send(f"/candidates/{item}", {"verdict": "approve", "version": "1"})
        assert reply.status_code == 303
    world.site.drain()


def approved(world: World, *authors: str, **fields: Any) -> list[UUID]:
    items = [candidate(world, author, **fields) for author in authors]
    approve(world, *items)
    return items


def batch_state(world: World) -> str | None:
    rows = world.sql(
        "select state from batches where group_id = :group and state <> 'released'",
        group=world.group_id,
    )
    return rows[0].state if rows else None


def releases(world: World) -> list[UUID]:
    rows = world.sql(
        "select id from releases where group_id = :group order by position", group=world.group_id
    )
    return [row.id for row in rows]


def press(world: World) -> int:
    path = f"/groups/{world.group_id}/review/release"
    status: int = world.visit("coordinator1").send(path, {"confirmed": "yes"}).status_code
    world.site.drain()
    return status


def queue(world: World) -> str:
    return Page(world.visit("coordinator1").get(f"/groups/{world.group_id}/review").text).text
