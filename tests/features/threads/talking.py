"""Speaking in the threads of a world, and what others read of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from portal.core.config import Settings
from tests.conftest import Site
from tests.pages import Page
from tests.world import World

HELLO = "Receipts were the best evidence."


def topic(
    world: World, who: str = "writer@alfa", *, voice: str = "named", name: str = "Fee receipts"
) -> str:
    """The address of a new topic."""
    new = {"topic": name, "body": HELLO, "voice": voice}
    reply = world.visit(who).send(f"/groups/{world.group_id}/threads/new", new)
    assert reply.status_code == 303, Page(reply.text).text
    return str(reply.location).partition("?")[0]


def say(world: World, who: str, address: str, body: str, voice: str, **more: Any) -> Any:
    return world.visit(who).send(f"{address}/reply", {"body": body, "voice": voice} | more)


def text(world: World, who: str, address: str) -> str:
    reply = world.visit(who).get(address)
    assert reply.status_code == 200, (address, reply.status_code)
    return Page(reply.text).text


def posts(world: World) -> list[Any]:
    return world.sql(
        "select * from posts where group_id = :group order by visible_from, id",
        group=world.group_id,
    )


def last_post(world: World) -> UUID:
    found: UUID = posts(world)[-1].id
    return found


@contextmanager
def waiting(site: Site, seconds: int = 7200) -> Iterator[None]:
    """Hidden voices wait, as they do in production."""
    settings, keys = site.app.extensions["portal.context"]
    slow: Settings = settings.model_copy(
        update={"answer_delay_min": seconds, "answer_delay_max": seconds * 2}
    )
    site.app.extensions["portal.context"] = (slow, keys)
    try:
        yield
    finally:
        site.app.extensions["portal.context"] = (settings, keys)


def let_time_pass(world: World, hours: int) -> None:
    """All that waits in the group is so many hours older."""
    for table in ("posts", "threads"):
        world.sql(
            f"update {table} set visible_from = visible_from - make_interval(hours => :hours)"
            " where group_id = :group",
            hours=hours,
            group=world.group_id,
        )
    world.sql(
        "update post_editions set visible_from = visible_from - make_interval(hours => :hours),"
        " visible_until = visible_until - make_interval(hours => :hours)"
        " where post_id in (select id from posts where group_id = :group)",
        hours=hours,
        group=world.group_id,
    )
