"""What an author does with files, as requests."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.airlock import attachments
from portal.airlock.attachments import Folder
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.db.steward import Steward
from portal.features.attachments.jobs import sweep_objects
from portal.jobs.queue import Work
from portal.models import Contribution
from portal.outside import files
from tests.conftest import Site
from tests.features.attachments.papers import PLAIN
from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World


def attach(visitor: Visitor, path: str, **sent: bytes) -> Any:
    """Upload files; their names with `__` for a dot."""
    named = [(io.BytesIO(content), name.replace("__", ".")) for name, content in sent.items()]
    return upload(visitor, path, named)


def upload(visitor: Visitor, path: str, named: list[tuple[io.BytesIO, str]]) -> Any:
    return visitor.post(
        f"{path}/attachments",
        data={"csrf_token": visitor.csrf(), "files": named},
        content_type="multipart/form-data",
    )


def folder(world: World, who: str, path: str) -> Folder:
    """What is attached, opened as the author's own requests open it."""
    own = UUID(path.rsplit("/", 1)[1])
    with world.transaction(who) as session:
        contribution = session.scalars(select(Contribution).where(Contribution.id == own)).one()
        return attachments.opened(session, contribution)


def press(visitor: Visitor, path: str, number: int, **fields: Any) -> Any:
    """A button of the page of one file."""
    own = f"{path}/attachments/{number}"
    version = Page(visitor.get(own).text).form(own)["version"]
    return visitor.send(own, {"version": version} | fields)


def copied(site: Site, visitor: Visitor, path: str, number: int = 1, **fields: Any) -> Any:
    """Have the copy made, and use it."""
    reply = press(visitor, path, number, do="copy", **fields)
    assert reply.status_code == 303, Page(reply.text).text
    site.drain()
    reply = press(visitor, path, number, do="use")
    assert reply.status_code == 303, Page(reply.text).text
    return reply


def sent_with_file(site: Site, visitor: Visitor, world: World, **fields: str) -> str:
    """A finding in review, with a rebuilt text beside it."""
    path = finding.ready(visitor, world, **fields)
    attach(visitor, path, my__notes__txt=PLAIN.encode())
    site.drain()
    copied(site, visitor, path)
    reply = finding.send(visitor, path)
    assert reply.location.endswith("/progress"), reply.location
    return path


def keys(visitor: Visitor, path: str, number: int = 1) -> dict[str, str]:
    """Key by shown text, out of the list of details."""
    return finding.hits(visitor, f"{path}/attachments/{number}")


def objects(site: Site) -> set[str]:
    return {name for name, _ in files.store(site.settings).objects()}


def sweep(site: Site, **changed: Any) -> None:
    """What the worker does every quarter of an hour."""
    settings = site.settings.model_copy(update=changed)
    database = Database(site.url(DatabaseRole.WORKER), site.keys)
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    sweep_objects(Work(database, steward, site.keys, settings))
    steward.close()
    database.engine.dispose()
