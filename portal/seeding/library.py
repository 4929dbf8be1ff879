"""Views of the library that invented people keep."""

from __future__ import annotations

from portal.features.saved_views.service import NewView, save_view
from portal.seeding import content
from portal.seeding.cast import Cast, id_of


def keep_views(cast: Cast) -> None:
    """Each for the person alone."""
    for row in content.read("library"):
        group = row.get("group")
        page = f"/groups/{id_of('group', group)}/library" if group else "/library"
        with cast.acting(row["person"]) as (session, actor):
            save_view(session, actor, NewView(page, row["name"], row["query"], first=False))
