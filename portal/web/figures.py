"""The published cells of a release, typed and in words, for pages, downloads and briefings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from flask_babel import LazyString, get_locale, gettext, lazy_gettext

from portal.privacy.insights.declared import NOT_TOLD, TIMES
from portal.reference import indicators, periods, places, sectors, taxonomy

TOTAL: Final = "total"
REMEDIATED: Final = "remediated"
NOTHING: Final = "\u2013"
"""What stands where no cell is: nothing tells what is empty from what is hidden."""

LEGEND: Final = lazy_gettext("None, or too few to show")

DIMENSIONS: Final[Mapping[str, LazyString]] = {
    "indicator": lazy_gettext("Indicator"),
    "region": lazy_gettext("Region"),
    "country": lazy_gettext("Country"),
    "sector": lazy_gettext("Sector"),
    "quarter": lazy_gettext("Quarter"),
    "severity": lazy_gettext("Severity"),
    "remediation": lazy_gettext("Remediation"),
    "scheme": lazy_gettext("Audit scheme"),
}
SEVERITIES: Final[Mapping[str, LazyString]] = {
    "1": lazy_gettext("1 of 4, least grave"),
    "2": lazy_gettext("2 of 4"),
    "3": lazy_gettext("3 of 4"),
    "4": lazy_gettext("4 of 4, gravest"),
}
REMEDIATION: Final[Mapping[str, LazyString]] = {
    "open": lazy_gettext("Open"),
    "under_way": lazy_gettext("Under way"),
    REMEDIATED: lazy_gettext("Remediated"),
}
SPANS: Final[Mapping[str, LazyString]] = dict(
    zip(
        TIMES,
        (
            lazy_gettext("under 1 month"),
            lazy_gettext("1 to 3 months"),
            lazy_gettext("3 to 6 months"),
            lazy_gettext("6 to 12 months"),
            lazy_gettext("over 12 months"),
        ),
        strict=True,
    )
)
_SCHEMES: Final = tuple(
    dict.fromkeys(each.wider or each.code for each in taxonomy.AUDIT_SCHEMES if each.code)
)


class CellRow(Protocol):
    """As a row of `insight_cells`: a one-way cell has no column, the total neither."""

    @property
    def table_name(self) -> str: ...
    @property
    def row_code(self) -> str: ...
    @property
    def column_code(self) -> str: ...
    @property
    def reports(self) -> int: ...


class MedianRow(Protocol):
    """As a row of `insight_medians`."""

    @property
    def table_name(self) -> str: ...
    @property
    def row_code(self) -> str: ...
    @property
    def time_code(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """One published cell."""

    row: str
    column: str
    reports: int


class Figures:
    """All published cells of one release; what is not in it is not known, whatever the reason."""

    def __init__(self, rows: Iterable[CellRow], medians: Iterable[MedianRow] = ()) -> None:
        self._values: dict[str, dict[tuple[str, str], int]] = {}
        for each in rows:
            cells = self._values.setdefault(each.table_name, {})
            cells[each.row_code, each.column_code] = each.reports
        self._medians = {(each.table_name, each.row_code): each.time_code for each in medians}

    def value(self, table: str, row: str = "", column: str = "") -> int | None:
        """How many reports; None where no cell is published."""
        return self._values.get(table, {}).get((row, column))

    def has(self, table: str) -> bool:
        return bool(self._values.get(table))

    def tables(self) -> tuple[str, ...]:
        """The tables of which a cell is published."""
        return tuple(sorted(self._values))

    def rows(self, table: str) -> tuple[str, ...]:
        """The codes of the first dimension that have a published cell, in their usual order."""
        return self._codes(table, 0)

    def columns(self, table: str) -> tuple[str, ...]:
        """The same of the second dimension; of a one-way table the empty code alone."""
        return self._codes(table, 1)

    def cells(self, table: str) -> tuple[Figure, ...]:
        """Every published cell of a table by row, then by column."""
        values = self._values.get(table, {})
        return tuple(
            Figure(row, column, values[row, column])
            for row in self.rows(table)
            for column in self.columns(table)
            if (row, column) in values
        )

    def share(self, dimension: str, code: str = "") -> float | None:
        """The part that is remediated, from two published cells; None where one is missing.

        `dimension` is one that has a table by remediation, or "total". Where a value was carried
        from an earlier release the parts may not fit together: then there is no share either.
        """
        if dimension == TOTAL:
            whole, part = self.value(TOTAL), self.value("remediation", REMEDIATED)
        elif dimension == "quarter":
            whole = self.value("quarter", code)
            part = self.value("remediation*quarter", REMEDIATED, code)
        else:
            whole = self.value(dimension, code)
            part = self.value(f"{dimension}*remediation", code, REMEDIATED)
        if not whole or part is None or part > whole:
            return None
        return part / whole

    def median(self, table: str = TOTAL, row: str = "") -> str | None:
        """A code of `declared.TIMES`, or None."""
        return self._medians.get((table, row))

    def _codes(self, table: str, place: int) -> tuple[str, ...]:
        names = dimensions_of(table)
        codes = {codes[place] for codes in self._values.get(table, {})}
        if place >= len(names):
            return tuple(codes)
        return tuple(sorted(codes, key=order(names[place])))


def dimensions_of(table: str) -> tuple[str, ...]:
    """The parts of "indicator*sector"; the total has none."""
    return () if table == TOTAL else tuple(table.split("*"))


def order(dimension: str) -> Callable[[str], tuple[int, int, str]]:
    """The usual order of a dimension's codes; what was not told comes last."""
    ranks = {code: rank for rank, code in enumerate(_listed(dimension))}
    return lambda code: (code == NOT_TOLD, ranks.get(code, len(ranks)), code)


def label(dimension: str, code: str) -> str:
    """A code in the reader's language; KeyError for one that the dimension does not have."""
    if code in {NOT_TOLD, ""}:
        return gettext("Not told")
    if dimension == "quarter":
        return periods.label(code, str(get_locale() or "en"))
    if dimension == "severity":
        return str(SEVERITIES[code])
    if dimension == "remediation":
        return str(REMEDIATION[code])
    names: Mapping[str, Callable[[str], str]] = {
        "indicator": lambda known: indicators.indicator(known).name,
        "region": lambda known: places.place(known).name,
        "country": lambda known: places.place(known).name,
        "sector": lambda known: sectors.sector(known).name,
        "scheme": lambda known: taxonomy.choice("scheme", known).label,
    }
    return gettext(names[dimension](code))


def span(code: str | None) -> str:
    """A band of time to remediation in words; the dash where there is none."""
    return str(SPANS[code]) if code else NOTHING


def heading(table: str) -> str:
    """How a table is called on pages and in downloads: "Indicator by sector"."""
    names = [str(DIMENSIONS[each]) for each in dimensions_of(table)]
    if not names:
        return gettext("All reports")
    if len(names) == 1:
        return gettext("Reports by %(dimension)s", dimension=names[0].lower())
    return gettext("%(first)s by %(second)s", first=names[0], second=names[1].lower())


def _listed(dimension: str) -> tuple[str, ...]:
    if dimension == "indicator":
        return tuple(each.code for each in indicators.INDICATORS)
    if dimension == "region":
        return tuple(dict.fromkeys(each.parent or "" for each in _by_subregion()))
    if dimension == "country":
        return tuple(each.code for each in places.countries())
    if dimension == "remediation":
        return tuple(REMEDIATION)
    return _SCHEMES if dimension == "scheme" else ()


def _by_subregion() -> list[places.Place]:
    return sorted(places.countries(), key=lambda each: places.place(each.parent or "").name)
