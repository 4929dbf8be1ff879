"""The library's filters: read from the address, offered as choices, shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from portal.airlock.kinds import FACTS, fact
from portal.core.text import tidy
from portal.features.library.queries import Edge, Filters, Piece, Practice
from portal.reference import places, sectors
from portal.web import sheets
from portal.web.facets import word
from portal.web.filters import excerpt
from portal.web.options import (
    Option,
    OptionGroup,
    is_indicator,
    is_place,
    is_sector,
    of_indicators,
    of_places,
    of_sectors,
    options,
)

LONGEST_SEARCH: Final = 200
BANDS: Final = ("requirement", "cost", "effort")
SIGNED: Final[Mapping[str, LazyString]] = {
    "named": lazy_gettext("Signed by an organization"),
    "anonymous": lazy_gettext("Anonymous"),
}
SORTS: Final[Mapping[str, LazyString]] = {
    "newest": lazy_gettext("Newest first"),
    "title": lazy_gettext("By title"),
}
Query = dict[str, str]


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    rest: Filters


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the panel of filters offers."""

    indicators: tuple[Option, ...]
    places: tuple[OptionGroup, ...]
    sectors: tuple[OptionGroup, ...]
    requirements: tuple[Option, ...]
    costs: tuple[Option, ...]
    efforts: tuple[Option, ...]
    signed: tuple[Option, ...]
    sorts: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One practice in a list, in words; `title` and `said` in pieces, some of them looked for."""

    row: Practice
    href: str
    by: str
    title: Sequence[Piece]
    said: Sequence[Piece]
    where: tuple[str, ...]
    bands: tuple[str, ...]
    indicators: tuple[str, ...]
    answers: tuple[str, ...]


def card(
    row: Practice, counted: Mapping[str, int], found: tuple[Sequence[Piece], Sequence[Piece]] | None
) -> Card:
    """`counted` families by answer, `found` a headline of title and text."""
    begins = next((text for _, text in sheets.sections(row)), "")
    title, said = found or (
        [Piece(row.title, found=False)],
        [Piece(excerpt(begins), found=False)],
    )
    where = [
        word(name, code)
        for name in ("place", "sector")
        if (code := row.facets.get(name)) not in {None, "", sectors.ANY, places.WORLD}
    ]
    return Card(
        row,
        url_for("releases.show_release", release_id=row.id),
        sheets.signed(row),
        title,
        said,
        tuple(where),
        tuple(each for name in BANDS if (each := band(name, row.facets.get(name)))),
        tuple(word("indicator", code) for code in row.indicators),
        sheets.answers(counted),
    )


def read_filters(given: MultiDict[str, str]) -> tuple[Filters, bool]:
    """The filters of an address, and whether something in it is not known (and ignored)."""
    asked = {name: given.get(name, "") for name in KNOWN}
    known = {name: value for name, value in asked.items() if not value or KNOWN[name](value)}
    filters = Filters(
        words=tidy(given.get("q"))[:LONGEST_SEARCH].strip(),
        indicator=known.get("indicator", ""),
        place=known.get("place", ""),
        sector=known.get("sector", ""),
        requirement=known.get("requirement", ""),
        cost=known.get("cost", ""),
        effort=known.get("effort", ""),
        signed=known.get("signed", ""),
        adopted=known.get("adopted") == "yes",
        by_title=known.get("sort") == "title",
    )
    return filters, known != asked


def read_edge(given: MultiDict[str, str], filters: Filters) -> Edge | None:
    """The edge of an address: `after` (further on) or `before` a practice of the same order."""
    for name, backward in (("after", False), ("before", True)):
        key, _, position = given.get(name, "").rpartition("~")
        try:
            if not filters.by_title:
                date.fromisoformat(key)
            return Edge(tidy(key)[:LONGEST_SEARCH], UUID(position), backward=backward)
        except ValueError:
            continue
    return None


def query_of(filters: Filters, edge: Edge | None = None) -> Query:
    """The address's query for these filters; what is not chosen is left out."""
    query: Query = {"q": filters.words}
    query |= {name: getattr(filters, name) for name in ("indicator", "place", "sector", *BANDS)}
    query["signed"] = filters.signed
    query["adopted"] = "yes" if filters.adopted else ""
    query["sort"] = "title" if filters.by_title else ""
    if edge is not None:
        query["before" if edge.backward else "after"] = f"{edge.key}~{edge.position}"
    return {name: value for name, value in query.items() if value}


def chips(filters: Filters) -> list[Chip]:
    """Every chosen filter, with the filters that remain without it."""
    found = [Chip(f"“{filters.words}”", replace(filters, words=""))] if filters.words else []
    found += [
        Chip((band if name in BANDS else word)(name, code), _without(filters, name))
        for name in ("indicator", "place", "sector", *BANDS)
        if (code := getattr(filters, name))
    ]
    if filters.signed:
        found.append(Chip(str(SIGNED[filters.signed]), _without(filters, "signed")))
    if filters.adopted:
        found.append(Chip(gettext("Adopted by 3 or more"), replace(filters, adopted=False)))
    return found


def choices(filters: Filters) -> Choices:
    return Choices(
        of_indicators(filters.indicator),
        of_places(filters.place),
        of_sectors(filters.sector),
        _bands("requirement", filters.requirement),
        _bands("cost", filters.cost),
        _bands("effort", filters.effort),
        options(((code, str(label)) for code, label in SIGNED.items()), filters.signed),
        options(
            ((code, str(label)) for code, label in SORTS.items()),
            "title" if filters.by_title else "newest",
        ),
    )


def band(name: str, code: str | None) -> str:
    """A requirement or band in the reader's language; nothing where nothing is told."""
    try:
        return gettext(fact(name, code).label) if code else ""
    except KeyError:
        return ""


def _bands(name: str, chosen: str) -> tuple[Option, ...]:
    return options(((each.code, gettext(each.label)) for each in FACTS[name]), chosen)


def _without(filters: Filters, name: str) -> Filters:
    changed: dict[str, Any] = {name: ""}
    return replace(filters, **changed)


def _is_band(name: str) -> Callable[[str], bool]:
    return lambda code: any(each.code == code for each in FACTS[name])


KNOWN: Final[Mapping[str, Callable[[str], bool]]] = {
    "indicator": is_indicator,
    "place": is_place,
    "sector": is_sector,
    **{name: _is_band(name) for name in BANDS},
    "signed": lambda value: value in SIGNED,
    "adopted": lambda value: value == "yes",
    "sort": lambda value: value in SORTS,
}
