"""A new workbook of values, written in memory: no part of it touches a disk."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final

import openpyxl
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from portal.privacy.files import packages
from portal.privacy.files.workbook_reading import Cell, Sheet

_LONGEST_TITLE: Final = 31
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]")
_WIDEST: Final = 60
_SIGNS: Final = str.maketrans("[]", "()")


def write(sheets: Sequence[Sheet], leaves: Mapping[str, str], touched: set[str]) -> bytes:
    """The sheets with the text that `leaves` has for each part; `touched` parts became text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    titles: set[str] = set()
    for number, sheet in enumerate(sheets, 1):
        written = book.create_sheet(_title(leaves[sheet_id(number)], number, titles))
        widths: dict[int, int] = {}
        for cell in sheet.cells:
            id_ = cell_id(number, cell)
            text = leaves.get(id_, "")
            if text:
                _set(written.cell(cell.row, cell.column), cell, text, changed=id_ in touched)
                longest = max(map(len, text.split("\n")))
                widths[cell.column] = max(widths.get(cell.column, 0), min(longest + 2, _WIDEST))
        for column, width in widths.items():
            written.column_dimensions[get_column_letter(column)].width = width
    if not sheets:
        book.create_sheet("1")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return packages.anonymous(out.getvalue())


def sheet_id(number: int) -> str:
    return f"sheet:{number}"


def cell_id(number: int, cell: Cell) -> str:
    return f"{sheet_id(number)}!{cell.label}"


class _InMemory(ExcelWriter):  # type: ignore[misc]  # the library is untyped
    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001  # as the library does, but not to a file
        writer = WorksheetWriter(ws, io.BytesIO())
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self._archive.writestr(ws.path[1:], writer.out.getvalue())
        self.manifest.append(ws)


def _set(written: Any, cell: Cell, text: str, *, changed: bool) -> None:
    if changed or isinstance(cell.value, str):
        written.value = text
        written.data_type = "s"  # "=1+1" stays text
    else:
        written.value = cell.value
        if cell.format:
            written.number_format = cell.format


def _title(wanted: str, number: int, titles: set[str]) -> str:
    """A name that Excel accepts and that no other sheet has."""
    title = _NOT_IN_TITLES.sub("-", wanted.translate(_SIGNS)).strip("' ")[:_LONGEST_TITLE]
    title = title or str(number)
    if title.casefold() in titles:
        title = f"{title[: _LONGEST_TITLE - 5]} ({number})"
    titles.add(title.casefold())
    return title
