"""Delimited text becomes a table: which encoding, which separator, and where it is broken."""

from __future__ import annotations

import codecs
import csv
import io
from typing import Final

from portal.core.errors import Refused
from portal.core.separators import separator
from portal.facility_lists.tables import (
    MOST_COLUMNS,
    Remark,
    Row,
    Table,
    build,
    too_many_columns,
)

UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


def read(content: bytes) -> Table:
    """Read a CSV file; raise `Refused` with what to do when it is none."""
    text, encoding = decode(content)
    remarks = [] if encoding.startswith("UTF-8") else [(Remark.ENCODING, encoding)]
    rows = parse(text)
    unknown = [row.number for row in rows if any(UNKNOWN in cell for cell in row.cells)]
    if unknown:
        shown = ", ".join(str(number) for number in unknown[:5])
        remarks.append((Remark.UNREADABLE, shown + (", …" if len(unknown) > 5 else "")))
    return build(rows, remarks)


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding's name; bytes that mean nothing become U+FFFD."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace"), "UTF-16"
    even, odd = content[0:4000:2], content[1:4000:2]
    for half, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if len(half) > 1 and half.count(0) > 0.6 * len(half):
            return content.decode(name, "replace"), "UTF-16"
    if 0 in content:
        raise Refused(
            "Row %(row)s holds NUL bytes, so this is not a text file. Save the list again as"
            " CSV UTF-8.",
            row=content[: content.index(0)].count(b"\n") + 1,
        )
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _broken(content)


def _broken(content: bytes) -> tuple[str, str]:
    # A few wrong bytes between many right characters are damage; otherwise it is another encoding.
    text = content.decode("utf-8-sig", "replace")
    wrong = text.count(UNKNOWN)
    if sum(character > "\x7f" for character in text) - wrong >= max(wrong, 1):
        return text, "UTF-8"
    return content.decode("cp1252", "replace"), "Windows-1252"


def parse(text: str) -> list[Row]:
    """Every row with the number that a spreadsheet would show; raise `Refused` if it cannot be."""
    lines = list(io.StringIO(text, newline=""))
    delimiter = separator(lines)
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[Row] = []
    begins = 0
    try:
        while True:
            line = reader.line_num
            cells = next(reader, None)
            if cells is None:
                break
            begins = line
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns(len(cells))
            rows.append(Row(len(rows) + 1, tuple(cells)))
    except csv.Error as error:
        raise Refused(
            "Row %(row)s cannot be read: one of its cells is far too long. Often a quotation mark"
            " is missing there.",
            row=len(rows) + 1,
        ) from error
    require_closed(lines[begins:], delimiter, len(rows))
    return rows


def require_closed(lines: list[str], delimiter: str, number: int) -> None:
    """Raise `Refused` if the last row, of these lines, opens a quotation mark for good."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            raise Refused(
                "A quotation mark that opens in row %(row)s is never closed. Close it or delete it,"
                " then upload the file again.",
                row=number,
            ) from error
