"""An uploaded list becomes a table: which row is the header, and where the rows must stop."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, Final

from portal.audit_lists import delimited, mapping, workbooks
from portal.audit_lists.spill import Spill
from portal.audit_lists.tables import MOST_ROWS, Remark, Table, too_many_rows
from portal.core.errors import Refused
from portal.facility_lists.tables import Row

LOOKED_AT: Final = 10
"""Rows among which the header is: many reports have a title and a date above it."""


def read(stream: IO[bytes], spill: Spill, *, workbook: bool) -> Table:
    """Read a workbook (XLSX) or delimited text; raise `Refused` with what to do.

    The stream stays open for as long as rows are taken.
    """
    source = workbooks.read(stream, spill) if workbook else delimited.read(stream)
    filled = (row for row in source.rows if any(cell.strip() for cell in row.cells))
    first = list(islice(filled, LOOKED_AT))
    if not first:
        raise Refused("The file is empty. Export the list again and check that it has rows.")
    place = max(range(len(first)), key=lambda at: (mapping.recognized(first[at].cells), -at))
    header = first[place]
    below = chain(first[place + 1 :], filled)
    following = next(below, None)
    if following is None:
        raise Refused(
            "The file has only one row, which is taken for the header. Nothing stands below it."
        )
    if place:
        source.remarks[Remark.TITLES] = str(header.number)
    titles = tuple(" ".join(cell.split())[:200] for cell in header.cells)
    return Table(titles, _bounded(chain([following], below)), source)


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise too_many_rows()
        yield row
