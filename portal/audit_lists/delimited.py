"""Delimited text becomes rows that come one by one; its encoding is found in a first pass."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import IO, Final

from portal.audit_lists.tables import LONGEST_CELL, Remark, Source
from portal.core.errors import Refused
from portal.core.separators import SAMPLE_ROWS, separator
from portal.facility_lists.delimited import require_closed
from portal.facility_lists.tables import MOST_COLUMNS, Row, too_many_columns

PIECE: Final = 1 << 18
LONGEST_LINE: Final = 1 << 20
MOST_LINES_OF_A_ROW: Final = 2000
UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


def read(stream: IO[bytes]) -> Source:
    """Read a CSV file from a seekable stream; raise `Refused` with what to do when it is none."""
    size = stream.seek(0, io.SEEK_END)
    encoding, name = _encoding(stream)
    beginning = _text(stream, encoding)
    first = list(islice(_lines(beginning), SAMPLE_ROWS * 4))
    beginning.detach()
    rows = _rows(_lines(_text(stream, encoding)), separator(first))
    source = Source(rows, lambda: 1.0 if stream.closed or not size else stream.tell() / size)
    if name != "UTF-8":
        source.remarks[Remark.ENCODING] = name
    source.rows = _remarked(rows, source)
    return source


def _text(stream: IO[bytes], encoding: str) -> io.TextIOWrapper:
    stream.seek(0)
    return io.TextIOWrapper(stream, encoding, errors="replace", newline="")


def _encoding(stream: IO[bytes]) -> tuple[str, str]:
    """The codec and its name for people; the whole stream is read, a piece at a time."""
    stream.seek(0)
    beginning = stream.read(4000)
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    for half, codec in ((beginning[1::2], "utf-16-le"), (beginning[::2], "utf-16-be")):
        if len(half) > 1 and half.count(0) > 0.6 * len(half):
            return codec, "UTF-16"
    return _eight_bit(stream)


def _eight_bit(stream: IO[bytes]) -> tuple[str, str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    wrong = beyond = line_breaks = 0
    stream.seek(0)
    while piece := stream.read(PIECE):
        if 0 in piece:
            raise Refused(
                "Row %(row)s holds NUL bytes, so this is not a text file. Save the list again as"
                " CSV UTF-8.",
                row=line_breaks + piece[: piece.index(0)].count(b"\n") + 1,
            )
        line_breaks += piece.count(b"\n")
        if not piece.isascii():
            text = decoder.decode(piece)
            wrong += text.count(UNKNOWN)
            beyond += sum(character > "\x7f" for character in text)
        elif decoder.getstate()[0]:
            wrong += decoder.decode(piece).count(UNKNOWN)
    wrong += decoder.decode(b"", final=True).count(UNKNOWN)
    # A few wrong bytes between many right characters are damage; otherwise it is another encoding.
    if wrong and beyond - wrong < max(wrong, 1):
        return "cp1252", "Windows-1252"
    return "utf-8-sig", "UTF-8"


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise Refused(
                "Line %(line)s is longer than a row can be, so this is not a list. Save it again"
                " as CSV UTF-8.",
                line=number,
            )
        yield line


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    pending: list[str] = []
    last: list[str] = []
    number = 0

    def noted() -> Iterator[str]:
        for line in lines:
            pending.append(line)
            if len(pending) > MOST_LINES_OF_A_ROW:
                raise _too_long(number + 1)
            yield line

    try:
        for cells in csv.reader(noted(), delimiter=delimiter):
            number += 1
            last, pending[:] = pending[:], []
            if len(cells) > MOST_COLUMNS:
                raise too_many_columns(len(cells))
            if any(len(cell) > LONGEST_CELL for cell in cells):
                raise _too_long(number)
            yield Row(number, tuple(cells))
    except csv.Error as error:
        raise _too_long(number + 1) from error
    require_closed(last, delimiter, number)


def _too_long(row: int) -> Refused:
    return Refused(
        "Row %(row)s cannot be read: one of its cells is far too long. Often a quotation mark"
        " is missing there.",
        row=row,
    )


def _remarked(rows: Iterator[Row], source: Source) -> Iterator[Row]:
    unknown: list[int] = []
    for row in rows:
        if len(unknown) < 6 and any(UNKNOWN in cell for cell in row.cells):
            unknown.append(row.number)
        yield row
    if unknown:
        shown = ", ".join(str(number) for number in unknown[:5])
        source.remarks[Remark.UNREADABLE] = shown + (", …" if len(unknown) > 5 else "")
