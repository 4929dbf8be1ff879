"""The visible sheets, rows and columns of a workbook, as values."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import openpyxl
from lxml import etree

from portal.privacy.files import archives, packages
from portal.privacy.files.characters import clean, marks
from portal.privacy.files.delimited import column_letters
from portal.privacy.files.limits import MIB, MOST_CELLS
from portal.privacy.files.report import Hidden, HiddenKind, Unacceptable, Why, too_long

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_SHEET_BYTES: Final = 12 * MIB
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s>/]")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_KEPT_IN_SHEET: Final = frozenset(
    f"{_MAIN}{name}" for name in ("sheetFormatPr", "cols", "sheetData")
)
_KEPT_IN_BOOK: Final = frozenset(f"{_MAIN}{name}" for name in ("workbookPr", "sheets"))
_KEPT_KINDS: Final = frozenset(("worksheet", "sharedStrings", "styles"))
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """`row` and `column` in the new sheet, `label` in the old; `format` for dates and shares."""

    row: int
    column: int
    label: str
    value: Any
    text: str
    format: str = ""


@dataclass(slots=True)
class Sheet:
    title: str
    cells: list[Cell] = field(default_factory=list)


def read(parts: Mapping[str, bytes]) -> tuple[list[Sheet], list[Hidden]]:
    """What is seen, and what is not; raise `Unacceptable` if there is too much."""
    hidden: list[Hidden] = []
    sheets = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions that are left out anyway
        book = openpyxl.load_workbook(io.BytesIO(_bare(parts)), data_only=True, keep_links=False)
    for each in book.worksheets:
        if each.sheet_state != "visible":
            said = " ".join(_text(cell.value) for row in each.iter_rows() for cell in row)
            hidden.append(Hidden(HiddenKind.HIDDEN_SHEET, each.title, said.strip()[:_SAMPLE]))
            continue
        sheet = Sheet(clean(each.title).replace("\n", " "))
        sheet.cells = list(_cells(each, hidden))
        sheets.append(sheet)
    return sheets, hidden


def _cells(sheet: Any, hidden: list[Hidden]) -> Iterator[Cell]:
    no_rows, no_columns = _hidden_rows(sheet), _hidden_columns(sheet)
    columns: dict[int, int] = {}
    new_row = last = 0
    gone: dict[HiddenKind, list[str]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):  # noqa: SLF001  # only cells there are
        if cell.value is None:
            continue
        kind = HiddenKind.HIDDEN_ROWS if row in no_rows else None
        kind = HiddenKind.HIDDEN_COLUMNS if no_columns(column) else kind
        text = _text(cell.value)
        if kind:
            gone.setdefault(kind, []).append(text)
            continue
        if row != last:
            # Rows and columns move together where hidden ones were between them.
            new_row += sum(each not in no_rows for each in range(last + 1, row + 1))
            last = row
        if column not in columns:
            columns[column] = sum(not no_columns(each) for each in range(1, column + 1))
        if isinstance(cell.value, str) and (count := marks(cell.value)):
            gone.setdefault(HiddenKind.HIDDEN_TEXT, []).append(f"U+200B ... x {count}")
        label = f"{column_letters(column)}{row}"
        value = text if isinstance(cell.value, str) else cell.value
        yield Cell(new_row, columns[column], label, value, text, _format(cell))
    for kind, texts in gone.items():
        hidden.append(Hidden(kind, sheet.title, " ".join(texts)[:_SAMPLE]))


def _hidden_rows(sheet: Any) -> Any:
    named = {
        number
        for number, row in sheet.row_dimensions.items()
        if row.hidden or (row.height is not None and row.height <= 0)
    }
    if not sheet.sheet_format.zeroHeight:
        return named
    return _AllBut({number for number in sheet.row_dimensions if number not in named})


@dataclass(frozen=True, slots=True)
class _AllBut:
    """Rows of a sheet whose rows are hidden unless they say otherwise."""

    seen: set[int]

    def __contains__(self, number: int) -> bool:
        return number not in self.seen


def _hidden_columns(sheet: Any) -> Any:
    ranges = [
        (each.min, each.max)
        for each in sheet.column_dimensions.values()
        if each.hidden or each.width == 0
    ]
    return lambda column: any(first <= column <= last for first, last in ranges)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ") if value.time() != dt.time() else value.date().isoformat()
    return clean(str(value))


def _format(cell: Any) -> str:
    value = cell.value
    if isinstance(value, dt.datetime):
        return "yyyy-mm-dd" if value.time() == dt.time() else "yyyy-mm-dd hh:mm"
    if isinstance(value, dt.date):
        return "yyyy-mm-dd"
    if isinstance(value, dt.time):
        return "hh:mm"
    if isinstance(value, dt.timedelta):
        return "[h]:mm:ss"
    return "0.0%" if "%" in (cell.number_format or "") else ""


def _bare(parts: Mapping[str, bytes]) -> bytes:
    """A workbook of sheets, strings and styles alone: the library reads nothing else."""
    main = packages.main_part(parts)
    kept = {
        "[Content_Types].xml": parts["[Content_Types].xml"],
        "_rels/.rels": parts["_rels/.rels"],
    }
    kept[main] = _only(parts[main], _KEPT_IN_BOOK)
    cells = 0
    related = packages.relationships(parts, main)
    for each in related.values():
        if each.kind not in _KEPT_KINDS or each.target not in parts:
            continue
        data = parts[each.target]
        if each.kind == "worksheet":
            cells += len(_CELL.findall(data))
            if cells > MOST_CELLS or len(data) > _MOST_SHEET_BYTES:
                raise too_long()
            data = _only(data, _KEPT_IN_SHEET)
        kept[each.target] = data
    folder, _, name = main.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    if rels not in parts:
        raise Unacceptable(Why.DAMAGED)
    gone = {id_ for id_, each in related.items() if each.target not in kept}
    kept[rels] = _without(parts[rels], gone)
    return archives.packed(kept)


def _only(data: bytes, names: frozenset[str]) -> bytes:
    root = packages.parse(data)
    for each in list(root):
        if each.tag not in names:
            root.remove(each)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _without(data: bytes, ids: set[str]) -> bytes:
    root = packages.parse(data)
    for each in list(root):
        if each.get("Id") in ids:
            root.remove(each)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def formulas(parts: Mapping[str, bytes]) -> int:
    return sum(
        len(_FORMULA.findall(data))
        for name, data in parts.items()
        if name.startswith("xl/worksheets/") and name.endswith(".xml")
    )
