"""Released figures as files: the same bytes for every reader, whenever and in whatever language."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font

from portal.audit_lists.writing import lines, neutral
from portal.web.figure_rows import HEADER, MEDIAN_TIME, FigureRow
from portal.web.imprint import Imprint

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON: Final = "application/json"

_MODIFIED: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_TIMES: Final = "median times"
_WIDTHS: Final = (24, 14, 24, 40, 14, 24, 40, 28, 16)
_BOLD: Final = Font(bold=True)


def as_csv(imprint: Imprint, rows: Sequence[FigureRow]) -> bytes:
    """UTF-8 with a byte order mark, for Excel; what it is stands in front of the figures."""
    head = [*_about(imprint), (), HEADER]
    told = [tuple(str(cell) for cell in row.cells) for row in rows]
    return b"".join(lines([*head, *told]))


def as_json(imprint: Imprint, rows: Sequence[FigureRow]) -> bytes:
    """Tables with their dimensions and cells, and the medians of time."""
    told = {
        "title": imprint.title,
        "group": imprint.group,
        "association": imprint.association,
        "quarter": imprint.quarter,
        "released_on": imprint.released_on,
        "tlp": imprint.tlp.value,
        "k": imprint.k,
        "rule": imprint.rule,
        "citation": imprint.citation,
        "address": imprint.address,
        "tables": [
            {
                "table": table,
                "dimensions": list(cells[0].dimensions),
                "cells": [_cell(each) | {"reports": each.value} for each in cells],
            }
            for table, cells in _by_table(rows)
        ],
        "medians": [
            {"table": row.table, **_cell(row), "time": row.code, "label": row.value}
            for row in rows
            if row.measure == MEDIAN_TIME
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def as_workbook(imprint: Imprint, rows: Sequence[FigureRow]) -> bytes:
    """A sheet that says what it is, one for each table, and one for the medians of time."""
    book = Workbook(write_only=True)
    book.properties.creator = "Common Ground"
    book.properties.title = neutral(f"{imprint.group}: {imprint.title}")
    _sheet(book, "About", _about(imprint), (18, 100))
    for table, cells in _by_table(rows):
        _sheet(book, table.replace("*", " by "), _titled(cells), _WIDTHS)
    medians = [row for row in rows if row.measure == MEDIAN_TIME]
    if medians:
        _sheet(book, _TIMES, _titled(medians), _WIDTHS)
    file = io.BytesIO()
    book.save(file)
    return _timeless(file.getvalue(), date.fromisoformat(imprint.released_on))


def _about(imprint: Imprint) -> Iterator[tuple[str, ...]]:
    yield ("Common Ground", imprint.title)
    yield ("Group", imprint.group)
    yield ("Association", imprint.association)
    yield ("Quarter", imprint.quarter)
    yield ("Released on", imprint.released_on)
    yield ("Label", imprint.tlp.value)
    yield ("k", str(imprint.k))
    yield ("Rule", imprint.rule)
    yield ("Citation", imprint.citation)
    yield ("Address", imprint.address)


def _cell(row: FigureRow) -> dict[str, Any]:
    return {"codes": list(row.codes), "labels": list(row.labels)}


def _by_table(rows: Iterable[FigureRow]) -> Iterator[tuple[str, list[FigureRow]]]:
    counted = (row for row in rows if row.measure != MEDIAN_TIME)
    for table, cells in groupby(counted, key=lambda row: row.table):
        yield table, list(cells)


def _titled(rows: Iterable[FigureRow]) -> Iterator[tuple[int | str, ...]]:
    yield HEADER
    for row in rows:
        yield row.cells


def _sheet(
    book: Workbook, name: str, rows: Iterable[tuple[int | str, ...]], widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(name)
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHI"[number]].width = width
    for number, row in enumerate(rows):
        bold = number == 0
        sheet.append([_written(sheet, cell, bold=bold) for cell in row])


def _written(sheet: Any, value: int | str, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, neutral(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = _BOLD
    return cell


def _timeless(content: bytes, released_on: date) -> bytes:
    """The same workbook with the day of the release for every time: it tells of no request."""
    day = datetime.combine(released_on, time()).isoformat().encode() + b"Z"
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in sorted(made.namelist()):
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + day, part)
            entry = zipfile.ZipInfo(name)  # of 1980
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, part)
    return file.getvalue()
