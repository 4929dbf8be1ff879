"""What a dashboard of insights shows, out of published cells: signed-in and public pages alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import format_decimal, format_percent, gettext, ngettext

from portal.privacy.insights.calendar import quarters
from portal.reference import indicators
from portal.web import charts
from portal.web.charts import Class, Part, Plot, Series, TileMap
from portal.web.figures import NOTHING, REMEDIATED, TOTAL, Figures, label, order, span

Drill = Callable[[str, str, str], str]
"""The address of a table, narrowed to a code of a dimension, or "" where nothing can be opened."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` is None where no cell is published; `share` is a percentage or the dash."""

    label: str
    reports: int | None
    share: str
    part: Part | None
    href: str


@dataclass(frozen=True, slots=True)
class QuarterRow:
    label: str
    reports: int | None
    remediated: int | None


@dataclass(frozen=True, slots=True)
class Trend:
    plot: Plot
    rows: tuple[QuarterRow, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    code: str
    label: str
    reports: int


@dataclass(frozen=True, slots=True)
class CountryMap:
    """`rows` are the published countries, the most reports first; `beyond` have no tile."""

    tiles: TileMap
    classes: tuple[Class, ...]
    names: dict[str, str]
    rows: tuple[CountryRow, ...]
    beyond: tuple[CountryRow, ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    reports: int | None
    step: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    href: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """`columns` are pairs of label and address."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    classes: tuple[Class, ...]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Every part is empty or None where none of its cells is published."""

    key_figures: tuple[KeyFigure, ...]
    themes: tuple[Bar, ...]
    regions: tuple[Bar, ...]
    trend: Trend | None
    countries: CountryMap | None
    heat: Heat | None


def nowhere(table: str, dimension: str, code: str) -> str:  # noqa: ARG001  # as every Drill
    """For a page from which nothing can be opened."""
    return ""


def dashboard(figures: Figures, quarter: str, k: int, drill: Drill = nowhere) -> Dashboard:
    """All parts of one release; `quarter` and `k` are the release's own."""
    return Dashboard(
        key_figures=tuple(_key_figures(figures, quarter)),
        themes=bars(figures, "indicator", all_indicators(), drill, "indicator*sector"),
        regions=bars(figures, "region", figures.rows("region"), drill, "indicator*region"),
        trend=trend(figures, quarter),
        countries=countries(figures, k),
        heat=heat(figures, k, drill),
    )


def percent(share: float | None) -> str:
    """A share in the reader's way of writing; the dash where it is not known."""
    return NOTHING if share is None else format_percent(share, "#,##0%")


def all_indicators() -> tuple[str, ...]:
    return tuple(each.code for each in indicators.INDICATORS)


def bars(
    figures: Figures, dimension: str, codes: Iterable[str], drill: Drill, opens: str
) -> tuple[Bar, ...]:
    """The longest first, then what is not shown in the usual order; () if nothing is shown."""
    values = {code: figures.value(dimension, code) for code in codes}
    known = [value for value in values.values() if value is not None]
    if not known:
        return ()
    usual = order(dimension)
    return tuple(
        Bar(
            label=label(dimension, code),
            reports=value,
            share=percent(figures.share(dimension, code)),
            part=_part(figures, dimension, code, max(known)),
            href=drill(opens, dimension, code),
        )
        for code, value in sorted(
            values.items(), key=lambda each: (-(each[1] or 0), usual(each[0]))
        )
    )


def trend(figures: Figures, quarter: str) -> Trend | None:
    """From the first quarter of which anything is published to the release's own."""
    published = figures.rows("quarter")
    if not published:
        return None
    names = quarters(published[0], max(quarter, published[-1]))
    reports = tuple(figures.value("quarter", each) for each in names)
    remediated = tuple(figures.value("remediation*quarter", REMEDIATED, each) for each in names)
    labels = [label("quarter", each) for each in names]
    lines = [Series(gettext("Reported"), reports)]
    if any(each is not None for each in remediated):
        lines.append(Series(gettext("Remediated"), remediated))
    return Trend(
        charts.plot(lines, labels),
        tuple(QuarterRow(*each) for each in zip(labels, reports, remediated, strict=True)),
    )


def countries(figures: Figures, k: int) -> CountryMap | None:
    values = {code: figures.value("country", code) or 0 for code in figures.rows("country")}
    told = {code: value for code, value in values.items() if len(code) == COUNTRY_CODE}
    if not told:
        return None
    found = charts.classes(list(told.values()), k)
    made = charts.tile_map(told, found)
    on_map = {each.country for each in made.tiles}
    ranked = sorted(told.items(), key=lambda each: (-each[1], label("country", each[0])))
    rows = tuple(CountryRow(code, label("country", code), value) for code, value in ranked)
    return CountryMap(
        tiles=made,
        classes=found,
        names={each.country: label("country", each.country) for each in made.tiles},
        rows=rows,
        beyond=tuple(each for each in rows if each.code not in on_map),
    )


def heat(figures: Figures, k: int, drill: Drill) -> Heat | None:
    """Indicator by sector: every indicator, and the sectors of which a cell is published."""
    table = "indicator*sector"
    sectors = figures.columns(table)
    if not sectors:
        return None
    found = charts.classes([each.reports for each in figures.cells(table)], k)
    rows = []
    for code in all_indicators():
        values = [figures.value(table, code, each) for each in sectors]
        cells = tuple(HeatCell(each, charts.step(each, found)) for each in values)
        rows.append(HeatRow(label("indicator", code), drill(table, "indicator", code), cells))
    heads = tuple((label("sector", each), drill(table, "sector", each)) for each in sectors)
    return Heat(heads, tuple(rows), found)


COUNTRY_CODE: Final = 2


def _key_figures(figures: Figures, quarter: str) -> Iterable[KeyFigure]:
    total = figures.value(TOTAL)
    if total is not None:
        yield KeyFigure(
            gettext("Reports"),
            format_decimal(total),
            gettext("up to the end of %(quarter)s", quarter=label("quarter", quarter)),
        )
    remediated, share = figures.value("remediation", REMEDIATED), figures.share(TOTAL)
    if share is not None and remediated is not None and total is not None:
        yield KeyFigure(
            gettext("Remediated"),
            percent(share),
            gettext(
                "%(part)s of %(whole)s reports",
                part=format_decimal(remediated),
                whole=format_decimal(total),
            ),
        )
    median = figures.median()
    if median is not None:
        yield KeyFigure(
            gettext("Median time to remediation"),
            span(median),
            gettext("from the day it was known to remedy"),
        )
    latest = figures.value("quarter", quarter)
    if latest is not None:
        yield KeyFigure(
            gettext("Reports in %(quarter)s", quarter=label("quarter", quarter)),
            format_decimal(latest),
            _against_last(figures, quarter, latest),
        )


def _against_last(figures: Figures, quarter: str, latest: int) -> str:
    earlier = [each for each in figures.rows("quarter") if each < quarter]
    if not earlier:
        return gettext("the first quarter that is shown")
    last = figures.value("quarter", earlier[-1]) or 0
    name = label("quarter", earlier[-1])
    if latest == last:
        return gettext("as many as in %(quarter)s", quarter=name)
    number = abs(latest - last)
    if latest > last:
        return ngettext(
            "%(num)s more than in %(quarter)s",
            "%(num)s more than in %(quarter)s",
            number,
            quarter=name,
        )
    return ngettext(
        "%(num)s fewer than in %(quarter)s",
        "%(num)s fewer than in %(quarter)s",
        number,
        quarter=name,
    )


def _part(figures: Figures, dimension: str, code: str, longest: int) -> Part | None:
    value = figures.value(dimension, code)
    if value is None:
        return None
    shaded = figures.value(f"{dimension}*remediation", code, REMEDIATED)
    return charts.part(value, shaded, longest)
