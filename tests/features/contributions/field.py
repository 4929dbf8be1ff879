"""A field insight as an observing organization of civil society writes it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World

WRITER = "writer@observer"
TYPED = finding.FIELDS | {
    "narrative": "Workers in several workshops told of fees that agents had taken from them."
}


def begun(visitor: Visitor, world: World) -> str:
    """The address of a fresh draft."""
    new = {"group": str(world.group_id), "kind": "field_insight"}
    reply = visitor.send("/contributions/new", new)
    assert reply.status_code == 303, Page(reply.text).text
    return str(reply.location)


def ready(visitor: Visitor, world: World, **fields: str) -> str:
    """One that could be sent."""
    path = begun(visitor, world)
    typed = TYPED | {"group": str(world.group_id)} | fields
    reply = finding.save(visitor, path, **typed)
    assert reply.status_code == 303, Page(reply.text).text
    finding.save(visitor, path, do="gate")
    finding.save(visitor, path, do="accept")
    finding.decide_all(visitor, path)
    return path


def sent(visitor: Visitor, world: World, **fields: str) -> str:
    """One in review."""
    path = ready(visitor, world, **fields)
    reply = finding.send(visitor, path)
    assert reply.status_code == 303, Page(visitor.get(f"{path}/preview").text).text
    return path


def candidate_of(world: World, path: str) -> Any:
    """Its row, as the administrator sees it."""
    found = UUID(finding.sealed(world, WRITER, path)["candidate_id"])
    return world.sql("select * from candidates where id = :id", id=found)[0]
