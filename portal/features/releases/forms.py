"""The feed's filters: read from the address, offered as choices, shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict

from portal.airlock.kinds import RELEASED
from portal.core import clock
from portal.core.text import tidy
from portal.db.pages import Edge
from portal.features.releases.queries import Filters
from portal.reference import periods, taxonomy
from portal.reference.tlp import Tlp
from portal.web.edges import edge_query
from portal.web.facets import word
from portal.web.options import Option, OptionGroup, grouped, is_indicator, is_place, is_sector

STATUSES: Final = tuple(each.code for each in taxonomy.LISTS["remediation_state"])
LONGEST_SEARCH: Final = 200
YEARS: Final = 5
Query = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    rest: Filters


def read_filters(given: MultiDict[str, str]) -> tuple[Filters, bool]:
    """The filters of an address, and whether something in it is not known (and ignored)."""
    kinds, more_kinds = _many(given, "kind", RELEASED)
    tlps, more_tlps = _many(given, "tlp", list(Tlp))
    statuses, more_statuses = _many(given, "status", STATUSES)
    singles = {name: given.get(name, "") for name in KNOWN}
    known = {name: value for name, value in singles.items() if not value or KNOWN[name](value)}
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
    return {name: value for name, value in query.items() if value} | edge_query(edge)


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
    return tuple(
        Option(code, gettext(each.name), code in filters.kinds) for code, each in RELEASED.items()
    )


def tlp_options(filters: Filters) -> tuple[Option, ...]:
    return tuple(Option(each.value, each.value, each in filters.tlps) for each in reversed(Tlp))


def status_options(filters: Filters) -> tuple[Option, ...]:
    return tuple(
        Option(code, word("remediation", code), code in filters.statuses) for code in STATUSES
    )


def period_options(filters: Filters) -> tuple[OptionGroup, ...]:
    """The last years with their halves and quarters, whether or not anything happened in them."""
    groups = []
    for year in _years():
        inside = [f"{year}-H2", f"{year}-H1", *(f"{year}-Q{quarter}" for quarter in (4, 3, 2, 1))]
        labeled = [(code, periods.label(code, str(get_locale()))) for code in inside]
        groups.append((year, [(year, gettext("All of %(name)s", name=year)), *labeled]))
    return grouped(groups, filters.period)


def _with(filters: Filters, name: str, value: str | tuple[str, ...]) -> Filters:
    changed: dict[str, Any] = {name: value}
    return replace(filters, **changed)


def _many(
    given: MultiDict[str, str], name: str, known: Iterable[str]
) -> tuple[tuple[str, ...], bool]:
    asked = {value for value in given.getlist(name) if value}
    chosen = tuple(str(code) for code in known if code in asked)
    return chosen, len(chosen) < len(asked)


def _years() -> list[str]:
    newest = clock.now().year
    return [str(year) for year in range(newest, newest - YEARS, -1)]


def _is_period(code: str) -> bool:
    try:
        return periods.rung(code) in {"quarter", "half", "year"} and code[:4] in _years()
    except ValueError:
        return False


KNOWN: Final[Mapping[str, Callable[[str], bool]]] = {
    "indicator": is_indicator,
    "place": is_place,
    "sector": is_sector,
    "period": _is_period,
    "from": lambda value: value == "association",
}
MANY: Final[Mapping[str, Callable[[str], str]]] = {
    "kinds": lambda code: gettext(RELEASED[code].name),
    "tlps": lambda code: code,
    "statuses": lambda code: word("remediation", code),
}
