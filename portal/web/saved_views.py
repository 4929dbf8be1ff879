"""Filters of a page that one person keeps: shown beside them, and opened where they come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import current_app, request, url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from portal.access.actions import Action
from portal.core.text import fold
from portal.db.encrypted import vault
from portal.models import SavedView
from portal.web.context import Context

PAGES: Final = ("library.show_library", "library.list_practices", "releases.list_releases")
"""The endpoints whose filters can be kept."""
LONGEST_QUERY: Final = 2000
_OF_PAGING: Final = frozenset({"after", "before", "all"})
_EVERYTHING: Final = urlencode({"all": "yes"})


@dataclass(frozen=True, slots=True)
class Saved:
    """`page` is an address without its query; `gone` waits for an undo."""

    id: UUID
    page: str
    name: str
    query: str
    first: bool = False
    gone: bool = False

    @property
    def href(self) -> str:
        return f"{self.page}?{self.query}"


@dataclass(frozen=True, slots=True)
class Beside:
    """For the partial `saved_views/_beside.html`, on the page that is being read."""

    views: Sequence[Saved]
    page: str
    query: str

    @property
    def everything_href(self) -> str:
        return f"{self.page}?{_EVERYTHING}"

    @property
    def is_new(self) -> bool:
        """Are there filters, and not those of a view that is kept?"""
        return bool(self.query) and all(view.query != self.query for view in self.views)

    @property
    def opens(self) -> str:
        """Where the page goes on to when it is opened without asking for anything."""
        first = next((view.href for view in self.views if view.first and view.query), "")
        return "" if request.args else first

    def cleared(self, href: str) -> str:
        """Where a list goes without its filters, so that it does not open with the first view."""
        is_bare = href == self.page and any(view.first for view in self.views)
        return self.everything_href if is_bare else href

    @property
    def save_href(self) -> str:
        return url_for("saved_views.save_view")

    @property
    def list_href(self) -> str:
        return url_for("saved_views.list_views")


def beside(ctx: Context) -> Beside:
    """The views of this page that the reader keeps, by name: one statement."""
    every = kept(ctx.session, ctx.within(SavedView, Action.VIEW_VIEW))
    here = [view for view in every if view.page == request.path]
    return Beside(here, request.path, plain(request.query_string.decode("ascii", "replace")))


def kept(session: Session, within: ColumnElement[bool]) -> list[Saved]:
    """By name; those that wait for an undo are left out."""
    rows = session.execute(select(SavedView.id, SavedView.sealed).where(within))
    opened = vault(session)
    found = [read(row.id, opened.open(row.sealed, f"saved_views/{row.id}")) for row in rows]
    return by_name(view for view in found if not view.gone)


def read(id: UUID, content: dict[str, Any]) -> Saved:
    """A view, out of what was sealed."""
    return Saved(id=id, **content)


def by_name(views: Iterable[Saved]) -> list[Saved]:
    return sorted(views, key=lambda view: (fold(view.name), view.id))


def plain(query: str) -> str:
    """What an address asks for, always written alike: sorted, and without where its page begins."""
    asked = parse_qsl(query[:LONGEST_QUERY])
    return urlencode(sorted({(name, value) for name, value in asked if name not in _OF_PAGING}))


def is_page(path: str) -> bool:
    """Does this address have filters that can be kept?"""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return endpoint in PAGES


def group_of(page: str) -> UUID | None:
    """The working group whose list it is, if it is a group's."""
    _, params = current_app.url_map.bind("").match(page, method="GET")
    found = params.get("group_id")
    return found if isinstance(found, UUID) else None
