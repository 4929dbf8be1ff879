"""Two regions of one release side by side, out of published cells."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import format_decimal

from portal.privacy.insights.calendar import quarters
from portal.web import charts
from portal.web.charts import Part, Series
from portal.web.dashboard import QuarterRow, Trend, all_indicators, percent
from portal.web.figures import NOTHING, Figures, label, span


@dataclass(frozen=True, slots=True)
class Side:
    label: str
    reports: str
    share: str
    median: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One indicator in both regions; both bars are drawn to the same scale."""

    label: str
    left: int | None
    right: int | None
    left_part: Part | None
    right_part: Part | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`profile` and `trend` are empty where no cell of either region is published.

    In `trend` the first line is the left region, the second the right one.
    """

    left: Side
    right: Side
    profile: tuple[ProfileRow, ...]
    trend: Trend | None


def comparison(figures: Figures, quarter: str, left: str, right: str) -> Comparison:
    return Comparison(
        _side(figures, left),
        _side(figures, right),
        _profile(figures, left, right),
        _trend(figures, quarter, left, right),
    )


def _side(figures: Figures, code: str) -> Side:
    reports = figures.value("region", code)
    return Side(
        label=label("region", code),
        reports=NOTHING if reports is None else format_decimal(reports),
        share=percent(figures.share("region", code)),
        median=span(figures.median("region", code)),
    )


def _profile(figures: Figures, left: str, right: str) -> tuple[ProfileRow, ...]:
    table = "indicator*region"
    pairs = [
        (code, figures.value(table, code, left), figures.value(table, code, right))
        for code in all_indicators()
    ]
    longest = max((value or 0 for pair in pairs for value in pair[1:]), default=0)
    if not longest:
        return ()
    return tuple(
        ProfileRow(
            label("indicator", code),
            ours,
            theirs,
            None if ours is None else charts.part(ours, ours, longest),
            None if theirs is None else charts.part(theirs, None, longest),
        )
        for code, ours, theirs in pairs
    )


def _trend(figures: Figures, quarter: str, left: str, right: str) -> Trend | None:
    table = "region*quarter"
    published = sorted({each.column for each in figures.cells(table) if each.row in {left, right}})
    if not published:
        return None
    names = quarters(published[0], max(quarter, published[-1]))
    ours = tuple(figures.value(table, left, each) for each in names)
    theirs = tuple(figures.value(table, right, each) for each in names)
    labels = [label("quarter", each) for each in names]
    lines = [Series(label("region", left), ours), Series(label("region", right), theirs)]
    rows = (QuarterRow(*each) for each in zip(labels, ours, theirs, strict=True))
    return Trend(charts.plot(lines, labels), tuple(rows))
