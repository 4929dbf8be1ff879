"""CSV: its separator, its cells, and the same written so that no spreadsheet computes with it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from portal.core.separators import SAMPLE_ROWS, evenness, separator
from portal.privacy.files import plain, redacting
from portal.privacy.files.characters import clean
from portal.privacy.files.limits import MOST_CELLS
from portal.privacy.files.report import (
    Box,
    FileKind,
    LabelKind,
    Part,
    Redaction,
    Report,
    Unacceptable,
    Why,
    too_long,
)

_NUMBER: Final = re.compile(r"[+-]?\d[\d\s.,]*%?")
FORMULA_STARTS: Final = (
    *("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"),
    *("\uff1d", "\uff0b", "\uff0d", "\uff20"),  # the same, full width
)
_OTHER_CELL: Final = re.compile(
    rf"(?<=[;\n])(?= *[{re.escape(''.join(FORMULA_STARTS))}])(?! *{_NUMBER.pattern} *(?:[;\n]|$))"
)
"""Where a spreadsheet that separates by semicolons sees a formula begin inside a cell."""


def inspect(content: bytes, kind: FileKind) -> Report:
    text = plain.decode(content)
    parts = redacting.limited(_parts(_rows(text)))
    return Report(kind, parts, tuple(plain.unseen(text)), 1, needs_eyes=False)


def rebuild(
    content: bytes, kind: FileKind, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> tuple[bytes, FileKind]:
    redacting.refuse_boxes(boxes)
    rows = _rows(plain.decode(content))
    leaves = redacting.redacted(redacting.limited(_parts(rows)), redactions)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows, 1):
        cells = [leaves.get(_id(number, column), "") for column in range(1, len(row) + 1)]
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig"), kind


def harmless(cell: str) -> str:
    """The cell, marked as text if a spreadsheet would compute it; numbers stay numbers."""
    if cell.lstrip(" ").startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(cell):
        cell = f"'{cell}"
    return _OTHER_CELL.sub("'", cell)


def looks_delimited(text: str) -> bool:
    """Whether most of the first rows have the same number of cells, more than one."""
    lines = text.splitlines()[:SAMPLE_ROWS]
    return len(lines) > 1 and evenness(lines, separator(lines))[0] > 0.8


def column_letters(number: int) -> str:
    """The letters of a column counted from 1: 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _rows(text: str) -> list[list[str]]:
    lines = list(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(lines, delimiter=separator(lines)):
            rows.append([clean(cell) for cell in row])
            cells += max(1, len(row))
            if cells > MOST_CELLS:
                raise too_long()
    except csv.Error as error:
        raise Unacceptable(Why.DAMAGED) from error
    return rows


def _parts(rows: list[list[str]]) -> Iterator[Part]:
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            if cell.strip():
                label = _id(number, column)
                yield Part(label, LabelKind.CELL, label, cell)


def _id(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"
