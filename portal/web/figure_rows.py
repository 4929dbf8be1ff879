"""The published figures of a release as rows: what every download holds, in one order for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from portal.privacy.insights.declared import TABLE_NAMES
from portal.web.figures import TOTAL, Figures, dimensions_of, label, span

REPORTS: Final = "reports"
MEDIAN_TIME: Final = "median_time_to_remediation"
HEADER: Final = (
    *("table", "dimension_1", "code_1", "label_1", "dimension_2", "code_2", "label_2"),
    *("measure", "value"),
)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One published figure. Of a one-way table the second half is empty, of the total both are.

    `value` is a number of reports, or of a median the band of months in words, and `code` its code.
    """

    table: str
    dimensions: tuple[str, ...]
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    measure: str
    value: int | str
    code: str = ""

    @property
    def cells(self) -> tuple[int | str, ...]:
        """In the order of `HEADER`."""
        ways = list(zip(self.dimensions, self.codes, self.labels, strict=True))
        padded = [*ways, *[("", "", "")] * (2 - len(ways))]
        return (self.table, *padded[0], *padded[1], self.measure, self.value)


def figure_rows(figures: Figures) -> tuple[FigureRow, ...]:
    """Every published cell, table by table as declared, and after them the medians.

    What is hidden and what is empty have no row. Nothing depends on who reads.
    """
    return (*_reports(figures), *_medians(figures))


def _reports(figures: Figures) -> Iterable[FigureRow]:
    for table in TABLE_NAMES:
        names = dimensions_of(table)
        for cell in figures.cells(table):
            codes = (cell.row, cell.column)[: len(names)]
            yield _row(table, codes, REPORTS, cell.reports)


def _medians(figures: Figures) -> Iterable[FigureRow]:
    for table in TABLE_NAMES:
        for row in figures.rows(table) if len(dimensions_of(table)) < 2 else ():
            time = figures.median(table, row)
            if time is not None:
                codes = () if table == TOTAL else (row,)
                yield _row(table, codes, MEDIAN_TIME, span(time), time)


def _row(
    table: str, codes: tuple[str, ...], measure: str, value: int | str, code: str = ""
) -> FigureRow:
    names = dimensions_of(table)
    labels = tuple(label(name, each) for name, each in zip(names, codes, strict=True))
    return FigureRow(table, names, codes, labels, measure, value, code)
