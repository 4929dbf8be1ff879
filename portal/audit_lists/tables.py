"""What a list is to its reader: a header, rows that come one by one, and where they must stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from portal.core.errors import Refused
from portal.facility_lists.tables import Row

MOST_ROWS: Final = 250_000
LONGEST_CELL: Final = 32_767
"""Characters: what a spreadsheet program can hold in one cell."""


class Remark(StrEnum):
    """How a file was read, where a person should know."""

    ENCODING = "encoding"
    UNREADABLE = "unreadable"
    TITLES = "titles"
    SHEET = "sheet"
    HIDDEN = "hidden"
    FORMULAS = "formulas"
    UNCOMPUTED = "uncomputed"


@dataclass(slots=True)
class Source:
    """Rows of a file, the empty ones too; `remarks` are complete when the rows are at their end.

    `share` says how much of the file has been read, from 0 to 1.
    """

    rows: Iterator[Row]
    share: Callable[[], float]
    remarks: dict[Remark, str] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """The header, and the rows below it that are not empty."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    source: Source


def too_many_rows() -> Refused:
    return Refused(
        "The list has more than %(most)s rows, which is the most that can be imported at once."
        " Split the file.",
        most=f"{MOST_ROWS:,}",
    )
