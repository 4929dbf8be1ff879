"""A page of a long list: where it begins, and at which rows the pages beside it begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import Select, tuple_

R = TypeVar("R")
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a page begins: after this row of this day, or `backward` before it."""

    day: date
    id: UUID
    backward: bool = False


class Beginning(Protocol):
    """An edge in whatever order."""

    @property
    def backward(self) -> bool:
        """Does the page end before the edge, rather than begin after it?"""


@dataclass(frozen=True, slots=True)
class Cut(Generic[R]):
    """`before` is the first row, if there is more before it; `after` the last, likewise."""

    rows: Sequence[R]
    before: R | None
    after: R | None


def cut(rows: Sequence[R], size: int, edge: Beginning | None) -> Cut[R]:
    """A page out of rows in their order; one more than `size` tells that there is another page."""
    backward, more = edge is not None and edge.backward, len(rows) > size
    shown = (rows[-size:] if backward else rows[:size]) if more else rows
    if not shown:
        return Cut((), None, None)
    return Cut(
        shown,
        shown[0] if (more if backward else edge is not None) else None,
        shown[-1] if more or backward else None,
    )


def newest_first(query: Query, day: Any, id: Any, edge: Edge | None, size: int) -> Query:
    """The rows beyond the edge by two columns; those before a `backward` edge come oldest first."""
    query = query.limit(size + 1)
    if edge is None:
        return query.order_by(day.desc(), id.desc())
    place, here = tuple_(day, id), tuple_(edge.day, edge.id)
    if edge.backward:
        return query.where(place > here).order_by(day, id)
    return query.where(place < here).order_by(day.desc(), id.desc())
