"""The feed's filters: read from the address, offered as choices, shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import LazyString, get_locale, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from portal.core import clock
from portal.core.text import tidy
from portal.features.releases.queries import Edge, Filters
from portal.reference import indicators, periods, places, sectors, taxonomy
from portal.reference.tlp import Tlp
from portal.web.facets import word

KINDS: Final[Mapping[str, LazyString]] = {
    "finding": lazy_gettext("Finding"),
    "audit": lazy_gettext("Audit outcome"),
    "practice": lazy_gettext("Good practice"),
}
STATUSES: Final = tuple(each.code for each in taxonomy.LISTS["remediation_state"])
LONGEST_SEARCH: Final = 200
YEARS: Final = 5
Query = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    rest: Filters


def read_filters(given: MultiDict[str, str]) -> tuple[Filters, bool]:
    """The filters of an address, and whether something in it is not known (and ignored)."""
    kinds, more_kinds = _many(given, "kind", KINDS)
    tlps, more_tlps = _many(given, "tlp", list(Tlp))
    statuses, more_statuses = _many(given, "status", STATUSES)
    singles = {
        name: given.get(name, "") for name in ("indicator", "place", "sector", "period", "from")
    }
    known = {name: value for name, value in singles.items() if KNOWN[name](value)}
    filters = Filters(
        words=tidy(given.get("q"))[:LONGEST_SEARCH].strip(),
        kinds=kinds,
        tlps=tlps,
        statuses=statuses,
        indicator=known.get("indicator", ""),
        place=known.get("place", ""),
        sector=known.get("sector", ""),
        period=known.get("period", ""),
        elsewhere=known.get("from") == "association",
    )
    return filters, more_kinds or more_tlps or more_statuses or known != singles


def read_edge(given: MultiDict[str, str]) -> Edge | None:
    """The edge of an address: `after` (towards older) or `before` (towards newer) an entry."""
    for name, backward in (("after", False), ("before", True)):
        day, _, position = given.get(name, "").partition("~")
        try:
            return Edge(date.fromisoformat(day), UUID(position), backward=backward)
        except ValueError:
            continue
    return None


def query_of(filters: Filters, edge: Edge | None = None) -> Query:
    """The address's query for these filters; what is not chosen is left out."""
    query: Query = {
        "q": filters.words,
        "kind": list(filters.kinds),
        "tlp": list(filters.tlps),
        "status": list(filters.statuses),
        "indicator": filters.indicator,
        "place": filters.place,
        "sector": filters.sector,
        "period": filters.period,
        "from": "association" if filters.elsewhere else "",
    }
    if edge is not None:
        place = f"{edge.released_on.isoformat()}~{edge.position}"
        query["before" if edge.backward else "after"] = place
    return {name: value for name, value in query.items() if value}


def pairs_of(filters: Filters) -> list[tuple[str, str]]:
    """The same as names and values of hidden fields."""
    return [
        (name, each)
        for name, value in query_of(filters).items()
        for each in ([value] if isinstance(value, str) else value)
    ]


def chips(filters: Filters) -> list[Chip]:
    """Every chosen filter, with the filters that remain without it."""
    found = [Chip(f"“{filters.words}”", replace(filters, words=""))] if filters.words else []
    for name, label in MANY.items():
        chosen: tuple[str, ...] = getattr(filters, name)
        found += [
            Chip(label(code), _with(filters, name, tuple(c for c in chosen if c != code)))
            for code in chosen
        ]
    for name in ("indicator", "place", "sector", "period"):
        if code := getattr(filters, name):
            found.append(Chip(word(name, code), _with(filters, name, "")))
    return found


def kind_options(filters: Filters) -> tuple[Option, ...]:
    return tuple(Option(code, str(label), code in filters.kinds) for code, label in KINDS.items())


def tlp_options(filters: Filters) -> tuple[Option, ...]:
    return tuple(Option(each.value, each.value, each in filters.tlps) for each in reversed(Tlp))


def status_options(filters: Filters) -> tuple[Option, ...]:
    return tuple(
        Option(code, word("remediation", code), code in filters.statuses) for code in STATUSES
    )


def indicator_options(filters: Filters) -> tuple[Option, ...]:
    return tuple(
        Option(each.code, gettext(each.name), each.code == filters.indicator)
        for each in indicators.INDICATORS
    )


def place_options(filters: Filters) -> tuple[OptionGroup, ...]:
    """Regions, then each subregion with its countries: all there are, not those that occur."""
    below: dict[str, list[places.Place]] = {}
    for country in places.countries():
        below.setdefault(country.parent or "", []).append(country)
    subregions = sorted((places.place(code) for code in below), key=lambda each: each.name)
    regions = sorted({places.place(each.parent or "") for each in subregions}, key=lambda r: r.name)
    groups = [(gettext("Regions"), [(each.code, gettext(each.name)) for each in regions])]
    for each in subregions:
        name = gettext(each.name)
        inside = [(country.code, gettext(country.name)) for country in below[each.code]]
        groups.append((name, [(each.code, gettext("All of %(name)s", name=name)), *inside]))
    return _grouped(groups, filters.place)


def sector_options(filters: Filters) -> tuple[OptionGroup, ...]:
    """Each section of ISIC with its divisions."""
    groups = []
    for section in sectors.sectors("section"):
        name = gettext(section.name)
        inside = [
            (division.code, gettext(division.name))
            for division in sectors.sectors("division")
            if division.parent == section.code
        ]
        groups.append((name, [(section.code, gettext("All of %(name)s", name=name)), *inside]))
    return _grouped(groups, filters.sector)


def period_options(filters: Filters) -> tuple[OptionGroup, ...]:
    """The last years with their halves and quarters, whether or not anything happened in them."""
    groups = []
    for year in _years():
        inside = [f"{year}-H2", f"{year}-H1", *(f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1))]
        options = [(code, periods.label(code, str(get_locale()))) for code in inside]
        groups.append((year, [(year, gettext("All of %(name)s", name=year)), *options]))
    return _grouped(groups, filters.period)


def _with(filters: Filters, name: str, value: str | tuple[str, ...]) -> Filters:
    changed: dict[str, Any] = {name: value}
    return replace(filters, **changed)


def _many(
    given: MultiDict[str, str], name: str, known: Iterable[str]
) -> tuple[tuple[str, ...], bool]:
    asked = {value for value in given.getlist(name) if value}
    chosen = tuple(str(code) for code in known if code in asked)
    return chosen, len(chosen) < len(asked)


def _grouped(
    groups: Iterable[tuple[str, list[tuple[str, str]]]], chosen: str
) -> tuple[OptionGroup, ...]:
    return tuple(
        OptionGroup(label, tuple(Option(code, name, code == chosen) for code, name in options))
        for label, options in groups
    )


def _years() -> list[str]:
    newest = clock.now().year
    return [str(year) for year in range(newest, newest - YEARS, -1)]


def _is_indicator(code: str) -> bool:
    return not code or any(each.code == code for each in indicators.INDICATORS)


def _is_place(code: str) -> bool:
    try:
        return not code or places.place(code).rung in {"country", "subregion", "region"}
    except KeyError:
        return False


def _is_sector(code: str) -> bool:
    try:
        return not code or sectors.sector(code).rung in {"division", "section"}
    except KeyError:
        return False


def _is_period(code: str) -> bool:
    try:
        known = not code or periods.rung(code) in {"quarter", "half", "year"}
    except ValueError:
        return False
    return known and (not code or code[:4] in _years())


KNOWN: Final[Mapping[str, Callable[[str], bool]]] = {
    "indicator": _is_indicator,
    "place": _is_place,
    "sector": _is_sector,
    "period": _is_period,
    "from": lambda value: value in {"", "association"},
}
MANY: Final[Mapping[str, Callable[[str], str]]] = {
    "kinds": lambda code: str(KINDS[code]),
    "tlps": lambda code: code,
    "statuses": lambda code: word("remediation", code),
}
