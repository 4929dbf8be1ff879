"""Which part of the list is shown: read from the address, offered as choices, cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from portal.reference import places
from portal.reference.dol import ListedGood, goods
from portal.web.listed_goods import Comparison, Row
from portal.web.options import Option, options

PAGE: Final = 50
SHOWN: Final[Mapping[str, LazyString]] = {
    "spoken": lazy_gettext("What the group speaks of"),
    "countries": lazy_gettext("Listed in the same countries"),
    "silent": lazy_gettext("Forced labor nobody has looked at"),
    "all": lazy_gettext("The whole list"),
}
SECTORS: Final[Mapping[str, LazyString]] = {
    "Agriculture": lazy_gettext("Agriculture"),
    "Manufacturing": lazy_gettext("Manufacturing"),
    "Mining": lazy_gettext("Mining"),
    "Other": lazy_gettext("Other"),
}
LABOR: Final[Mapping[str, LazyString]] = {
    "forced": lazy_gettext("Forced labor"),
    "child": lazy_gettext("Child labor"),
    "forced_child": lazy_gettext("Forced child labor"),
}
_FLAGS: Final[Mapping[str, Callable[[ListedGood], bool]]] = {
    "forced": lambda line: line.forced_labor,
    "child": lambda line: line.child_labor,
    "forced_child": lambda line: line.forced_child_labor,
}
_DEFAULT: Final = "spoken"


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes; empty where nothing is chosen."""

    show: str = _DEFAULT
    region: str = ""
    sector: str = ""
    labor: str = ""

    @property
    def narrowed(self) -> bool:
        return bool(self.region or self.sector or self.labor)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and the numbers of the pages beside it (0 where there is none)."""

    rows: Sequence[Row]
    before: int
    after: int


def read_filters(given: MultiDict[str, str]) -> tuple[Filters, bool]:
    """The filters of an address, and whether something in it is not known (and ignored)."""
    asked = {name: given.get(name, "") for name in _KNOWN}
    known = {name: value for name, value in asked.items() if value in _KNOWN[name]()}
    found = {name: value for name, value in known.items() if value}
    return Filters(**found), any(value and name not in known for name, value in asked.items())


def query_of(filters: Filters, page: int = 1) -> dict[str, str]:
    """The address's query; what is not chosen is left out."""
    query = {each.name: getattr(filters, each.name) for each in fields(filters)}
    usual = {name: value for name, value in query.items() if value and value != _DEFAULT}
    return usual | ({"page": str(page)} if page > 1 else {})


def rows_of(compared: Comparison, filters: Filters) -> list[Row]:
    """Those of the chosen part that the filters let through."""
    parts: Mapping[str, Callable[[], Sequence[Row]]] = {
        "spoken": lambda: compared.spoken,
        "countries": lambda: compared.of_countries,
        "silent": lambda: compared.silent,
        "all": lambda: compared.listed,
    }
    return [row for row in parts[filters.show]() if _fits(row, filters)]


def cut(rows: Sequence[Row], given: MultiDict[str, str]) -> Page:
    """The page that an address asks for; a number beyond the last means the last."""
    last = max(1, -(-len(rows) // PAGE))
    number = min(max(1, given.get("page", 1, int)), last)
    shown = rows[(number - 1) * PAGE : number * PAGE]
    return Page(shown, number - 1, number + 1 if number < last else 0)


def chips(filters: Filters) -> list[tuple[str, Filters]]:
    """Every chosen filter in words, with the filters that remain without it."""
    found = []
    if filters.region:
        name = gettext(places.place(filters.region).name)
        found.append((name, replace(filters, region="")))
    if filters.sector:
        found.append((str(SECTORS[filters.sector]), replace(filters, sector="")))
    if filters.labor:
        found.append((str(LABOR[filters.labor]), replace(filters, labor="")))
    return found


def labor_of(row: Row) -> list[str]:
    """For what the good is listed, in words."""
    line = row.listed
    return [str(LABOR[code]) for code, has in _FLAGS.items() if line and has(line)]


def region_options(chosen: str) -> tuple[Option, ...]:
    """Every subregion that the list names, whatever the group speaks of."""
    named = [(code, gettext(places.place(code).name)) for code in _subregions()]
    return options(sorted(named, key=lambda each: each[1].casefold()), chosen)


def word_options(words: Mapping[str, LazyString], chosen: str) -> tuple[Option, ...]:
    return options(((code, str(label)) for code, label in words.items()), chosen)


def _subregions() -> set[str]:
    return {places.place(line.country).parent or "" for line in goods()}


def _fits(row: Row, filters: Filters) -> bool:
    line = row.listed
    return (
        (not filters.region or row.subregion == filters.region)
        and (not filters.sector or row.sector == filters.sector)
        and (not filters.labor or (line is not None and _FLAGS[filters.labor](line)))
    )


_KNOWN: Final[Mapping[str, Callable[[], set[str]]]] = {
    "show": lambda: {*SHOWN, ""},
    "region": lambda: {*_subregions(), ""},
    "sector": lambda: {*SECTORS, ""},
    "labor": lambda: {*LABOR, ""},
}
