"""A spreadsheet file becomes a table, after its size is known to be harmless."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from portal.core.errors import Refused
from portal.facility_lists.tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    Remark,
    Row,
    Table,
    build,
    damaged,
    too_many_columns,
    too_many_rows,
)

MOST_UNZIPPED: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 10 * 1024 * 1024
CHUNK: Final = 1 << 20
OVERLAP: Final = 64
# Some writers leave thousands of empty formatted rows below the list.
SLACK_ROWS: Final = MOST_ROWS * 4
_PLACE: Final = re.compile(rb"""\br=["']([A-Za-z]{0,3})(\d{1,9})["']""")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")


@dataclass(slots=True)
class _Extent:
    """How far the cells of the sheets reach, read without building them."""

    row: int = 0
    column: int = 0
    formulas: bool = False

    def look(self, chunk: bytes) -> None:
        for letters, number in _PLACE.findall(chunk):
            self.row = max(self.row, int(number))
            self.column = max(self.column, _column(letters))
        self.formulas = self.formulas or _FORMULA.search(chunk) is not None


def read(content: bytes) -> Table:
    """Read the first visible sheet that holds something; raise `Refused` with what to do."""
    extent = _measure(content)
    if extent.column > MOST_COLUMNS:
        raise too_many_columns(extent.column)
    if extent.row > SLACK_ROWS:
        raise too_many_rows(extent.row)
    remarks = [(Remark.FORMULAS, "")] if extent.formulas else []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _first_filled(book, remarks)
    except CalamineError as error:
        raise damaged() from error


def _first_filled(book: CalamineWorkbook, remarks: list[tuple[Remark, str]]) -> Table:
    visible = [
        each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible
    ]
    for name in visible:
        values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        rows = [Row(number, tuple(map(_text, row))) for number, row in enumerate(values, 1)]
        if any(any(row.cells) for row in rows):
            named = [(Remark.SHEET, name)] if len(visible) > 1 else []
            return build(rows, [*remarks, *named])
    return build([], remarks)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # calamine answers 51310 as 51310.0
    return str(value)


def _measure(content: bytes) -> _Extent:
    """Unzip everything once, in pieces: sizes that an archive states of itself may be lies."""
    extent = _Extent()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            stated = sum(entry.file_size for entry in archive.infolist())
            if stated > MOST_UNZIPPED or (
                stated > RATIO_COUNTS_FROM and stated > MOST_RATIO * len(content)
            ):
                raise Refused(
                    "The file unpacks to %(size)s MB, far more than a facility list needs. Copy the"
                    " rows into a new workbook and upload that.",
                    size=f"{stated // (1024 * 1024):,}",
                )
            for entry in archive.infolist():
                _scan(archive, entry, extent if "/worksheets/" in entry.filename else None)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise damaged() from error
    return extent


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, extent: _Extent | None) -> None:
    # Reading to the end checks the CRC, so a member that is longer than it says is refused.
    tail = b""
    with archive.open(entry) as member:
        while chunk := member.read(CHUNK):
            if extent is not None:
                extent.look(tail + chunk)
                tail = chunk[-OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for each in letters.upper():
        number = number * 26 + each - ord("A") + 1
    return number
