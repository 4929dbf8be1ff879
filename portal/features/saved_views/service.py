"""Keeping, changing and deleting views: of one person, sealed, and told to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.errors import Refused
from portal.db.encrypted import vault
from portal.models import SavedView

MOST: Final = 50
BLOCK: Final = 4096
N_: Final = str
TOO_MANY: Final = N_("You keep %(most)s views already. Delete one that you do not use any more.")


@dataclass(frozen=True, slots=True)
class NewView:
    """`query` as `web.saved_views.plain` writes it; `first`: the list opens with it."""

    page: str
    name: str
    query: str
    first: bool


def save_view(session: Session, actor: Actor, new: NewView) -> SavedView:
    """Raise `Refused` where there are too many."""
    require(actor, Action.VIEW_CHANGE, actor.workspace)
    rows = _own(session, actor)
    if len(rows) >= MOST:
        raise Refused(TOO_MANY, most=MOST)
    if new.first:
        _yield_place(session, rows, new.page)
    view = SavedView(created_by=actor.person_id)
    content = {"page": new.page, "name": new.name, "query": new.query, "first": new.first}
    _seal(session, view, content)
    session.add(view)
    session.flush()
    record_personal(session, actor, Kind.VIEW_SAVED, view.id)
    return view


def change_view(session: Session, actor: Actor, view: SavedView, name: str, *, first: bool) -> None:
    require(actor, Action.VIEW_CHANGE, view)
    content = _open(session, view)
    if first:
        _yield_place(session, _own(session, actor), content["page"])
    _seal(session, view, content | {"name": name, "first": first})
    record_personal(session, actor, Kind.VIEW_CHANGED, view.id)


def delete_view(session: Session, actor: Actor, view: SavedView) -> None:
    """It waits for an undo until the next is deleted."""
    require(actor, Action.VIEW_CHANGE, view)
    for other in _own(session, actor):
        if other.id != view.id and _open(session, other).get("gone"):
            session.execute(delete(SavedView).where(SavedView.id == other.id))
    _seal(session, view, _open(session, view) | {"gone": True})
    record_personal(session, actor, Kind.VIEW_DELETED, view.id)


def restore_view(session: Session, actor: Actor, view: SavedView) -> None:
    require(actor, Action.VIEW_CHANGE, view)
    content = _open(session, view) | {"gone": False}
    if content["first"]:
        _yield_place(session, [row for row in _own(session, actor) if row != view], content["page"])
    _seal(session, view, content)
    record_personal(session, actor, Kind.VIEW_RESTORED, view.id)


def _own(session: Session, actor: Actor) -> list[SavedView]:
    mine = select(SavedView).where(SavedView.created_by == actor.person_id)
    return list(session.scalars(mine.with_for_update()))


def _yield_place(session: Session, rows: list[SavedView], page: str) -> None:
    """A list opens with one view at most."""
    for row in rows:
        content = _open(session, row)
        if content["page"] == page and content["first"]:
            _seal(session, row, content | {"first": False})


def _open(session: Session, view: SavedView) -> dict[str, Any]:
    content: dict[str, Any] = vault(session).open(view.sealed, f"saved_views/{view.id}")
    return content


def _seal(session: Session, view: SavedView, content: dict[str, Any]) -> None:
    view.sealed = vault(session).seal(content, f"saved_views/{view.id}", block=BLOCK)
