"""How figures are laid out on paper, and how public releases are listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from werkzeug.datastructures import MultiDict

from portal.models import InsightRelease
from portal.web.dashboard import Heat
from portal.web.imprint import Source

GROUPS: Final = 20
"""Groups on a page of the list."""
COLUMNS: Final = 5
"""Sectors side by side on a sheet of paper."""


@dataclass(frozen=True, slots=True)
class Published:
    """A group's public releases, the newest first."""

    group: str
    releases: Sequence[InsightRelease]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the groups of one association published."""

    association: str
    groups: Sequence[Published]


@dataclass(frozen=True, slots=True)
class Page:
    """Groups of one page, and the numbers of the pages beside it (0 where there is none)."""

    group_ids: Sequence[UUID]
    before: int
    after: int


def cut(
    newest: Iterable[InsightRelease], named: Mapping[UUID, Source], given: MultiDict[str, str]
) -> Page:
    """The page that an address asks for, by association and group."""
    known = [(named[each.id], each.group_id) for each in newest if each.id in named]
    known.sort(key=lambda each: (each[0].association.casefold(), each[0].group.casefold(), each[1]))
    last = max(1, -(-len(known) // GROUPS))
    number = min(max(1, given.get("page", 1, int)), last)
    ids = [group_id for _, group_id in known[(number - 1) * GROUPS : number * GROUPS]]
    return Page(ids, number - 1, number + 1 if number < last else 0)


def shelves(
    releases: Iterable[InsightRelease], named: Mapping[UUID, Source], group_ids: Sequence[UUID]
) -> list[Shelf]:
    """In the order of `group_ids`; two associations of one name stay apart."""
    by_group: dict[UUID, list[InsightRelease]] = defaultdict(list)
    for each in releases:
        by_group[each.group_id].append(each)
    made: dict[UUID, tuple[str, list[Published]]] = {}
    for group_id in group_ids:
        found = by_group[group_id]
        source = named[found[0].id]
        _, groups = made.setdefault(found[0].association_id, (source.association, []))
        groups.append(Published(source.group, found))
    return [Shelf(association, groups) for association, groups in made.values()]


def sliced(heat: Heat | None) -> tuple[Heat, ...]:
    """The table in pieces that fit the width of a sheet."""
    if heat is None:
        return ()
    return tuple(
        replace(
            heat,
            columns=heat.columns[start : start + COLUMNS],
            rows=tuple(replace(row, cells=row.cells[start : start + COLUMNS]) for row in heat.rows),
        )
        for start in range(0, len(heat.columns), COLUMNS)
    )
