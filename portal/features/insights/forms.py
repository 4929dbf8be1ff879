"""What an address asks of a table or a comparison, and the choices that published cells leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from portal.privacy.insights.declared import NOT_TOLD, TABLE_NAMES
from portal.web.dashboard import Drill, percent
from portal.web.figures import DIMENSIONS, TOTAL, Figure, Figures, dimensions_of, heading, label
from portal.web.options import Option, options

BY_CODE: Final = "usual"
BY_REPORTS: Final = "reports"
SORTS: Final[Mapping[str, LazyString]] = {
    BY_CODE: lazy_gettext("In their usual order"),
    BY_REPORTS: lazy_gettext("Most reports first"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """`codes` by dimension; `unknown` says that a part of the address was left out."""

    codes: Mapping[str, str]
    sort: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of the codes that have a published cell."""

    name: str
    label: LazyString
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """`labels` in the order of the table's dimensions; `deeper` are pairs of label and address."""

    figure: Figure
    labels: tuple[str, ...]
    share: str
    deeper: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Two regions by code, "" where none was chosen yet; `problem` says what is wrong."""

    left: str
    right: str
    problem: str

    @property
    def ready(self) -> bool:
        return bool(self.left and self.right and not self.problem)


def read_asked(given: MultiDict[str, str], figures: Figures, table: str) -> Asked:
    """Codes without a published cell are left out, whether they exist or not."""
    codes, unknown = {}, False
    for name in dimensions_of(table):
        code = given.get(name, "")
        if code in _codes(figures, table, name):
            codes[name] = code
        unknown = unknown or (bool(code) and name not in codes)
    sort = given.get("sort", BY_CODE) or BY_CODE
    return Asked(codes, sort if sort in SORTS else BY_CODE, unknown or sort not in SORTS)


def choices(figures: Figures, table: str, asked: Asked) -> tuple[Choice, ...]:
    """Nothing to choose in a table of one dimension: each row is a code."""
    names = dimensions_of(table)
    return tuple(
        Choice(
            name,
            DIMENSIONS[name],
            options(
                ((code, label(name, code)) for code in _codes(figures, table, name)),
                asked.codes.get(name, ""),
            ),
        )
        for name in names
        if len(names) > 1
    )


def sorts(asked: Asked) -> tuple[Option, ...]:
    return options(((code, str(words)) for code, words in SORTS.items()), asked.sort)


def table_rows(figures: Figures, table: str, asked: Asked, drill: Drill) -> tuple[TableRow, ...]:
    """The published cells of a table that fit what was asked, in the order that was asked for."""
    names = dimensions_of(table)
    found = [
        each
        for each in figures.cells(table)
        if all(
            asked.codes.get(name, code) == code
            for name, code in zip(names, (each.row, each.column), strict=False)
        )
    ]
    if asked.sort == BY_REPORTS:
        found.sort(key=lambda each: -each.reports)
    return tuple(_row(figures, table, each, drill) for each in found)


def other_tables(figures: Figures, table: str) -> tuple[tuple[str, str], ...]:
    """Names and headings of the other tables of which something is published."""
    return tuple(
        (name, heading(name)) for name in TABLE_NAMES if name != table and figures.has(name)
    )


def has_share(table: str) -> bool:
    """Whether a share that is remediated can stand beside the rows of this table."""
    return table in SHARED


def driller(figures: Figures, address: Callable[[str, Mapping[str, str]], str]) -> Drill:
    """A link only where the table that it leads to has a published cell of that code."""

    def drill(table: str, dimension: str, code: str) -> str:
        published = code in _codes(figures, table, dimension)
        return address(table, {dimension: code}) if published else ""

    return drill


def read_sides(given: MultiDict[str, str], figures: Figures) -> Sides:
    """What was chosen stays chosen, whatever is wrong with it."""
    known = region_codes(figures)
    left, right = (given.get(side, "") for side in ("left", "right"))
    problem = ""
    if any(code and code not in known for code in (left, right)):
        problem = gettext("Choose regions of the list: no figure of the other one is shown.")
    elif left and left == right:
        problem = gettext("Choose two different regions.")
    elif bool(left) != bool(right):
        problem = gettext("Choose the second region too.")
    return Sides(left, right, problem)


def region_codes(figures: Figures) -> Sequence[str]:
    """The regions with a published figure of their own."""
    return [code for code in figures.rows("region") if code != NOT_TOLD]


def region_options(figures: Figures, chosen: str) -> tuple[Option, ...]:
    named = sorted(((code, label("region", code)) for code in region_codes(figures)), key=_by_name)
    return options(named, chosen)


SHARED: Final = frozenset({TOTAL, "indicator", "region", "sector", "quarter"})


def _codes(figures: Figures, table: str, dimension: str) -> Sequence[str]:
    names = dimensions_of(table)
    if dimension not in names:
        return ()
    return figures.columns(table) if names.index(dimension) else figures.rows(table)


def _row(figures: Figures, table: str, figure: Figure, drill: Drill) -> TableRow:
    names = dimensions_of(table)
    codes = (figure.row, figure.column)[: len(names)]
    deeper = []
    for other in TABLE_NAMES if len(names) == 1 else ():
        beside = dimensions_of(other)
        href = drill(other, table, figure.row) if len(beside) > 1 and table in beside else ""
        if href:
            (way,) = (each for each in beside if each != table)
            deeper.append((str(DIMENSIONS[way]), href))
    return TableRow(
        figure=figure,
        labels=tuple(label(name, code) for name, code in zip(names, codes, strict=True)),
        share=percent(figures.share(table, figure.row)) if has_share(table) else "",
        deeper=tuple(deeper),
    )


def _by_name(each: tuple[str, str]) -> str:
    return each[1].casefold()
