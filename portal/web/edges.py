"""Where a page of a list by day begins, as it stands in an address."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.db.pages import Edge


def read_edge(given: MultiDict[str, str]) -> Edge | None:
    """`after` (towards older) or `before` (towards newer) a row; what cannot be read is none."""
    for name, backward in (("after", False), ("before", True)):
        day, _, row = given.get(name, "").partition("~")
        try:
            return Edge(date.fromisoformat(day), UUID(row), backward)
        except ValueError:
            continue
    return None


def edge_query(edge: Edge | None) -> dict[str, str]:
    """The same for the query of an address; nothing for a list's beginning."""
    if edge is None:
        return {}
    return {"before" if edge.backward else "after": f"{edge.day.isoformat()}~{edge.id}"}
