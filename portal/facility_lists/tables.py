"""A table as it stood in a file: numbered rows of text, with what to say about how it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from portal.core.errors import Refused

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 200


class Remark(StrEnum):
    """How a file was read, where a person should know."""

    ENCODING = "encoding"
    UNREADABLE = "unreadable"
    SHEET = "sheet"
    FORMULAS = "formulas"


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the row's in the spreadsheet, counted from 1."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """The text of a column; nothing if the row is shorter or no column is meant."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The header, the rows below it that are not empty, and remarks with what they name."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[tuple[Remark, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "header": self.header,
            "rows": [[row.number, *row.cells] for row in self.rows],
            "remarks": self.remarks,
        }

    @classmethod
    def from_json(cls, content: Any) -> Table:
        return cls(
            tuple(content["header"]),
            tuple(Row(number, tuple(cells)) for number, *cells in content["rows"]),
            tuple((Remark(remark), said) for remark, said in content["remarks"]),
        )


def build(rows: Sequence[Row], remarks: Sequence[tuple[Remark, str]]) -> Table:
    """The first row that is not empty is the header; raise `Refused` if nothing is below it."""
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise Refused("The file is empty. Export the list again and check that it has rows.")
    header, *below = filled
    if not below:
        raise Refused(
            "The file has only one row, which is taken for the header. Nothing stands below it."
        )
    if len(below) > MOST_ROWS:
        raise too_many_rows(len(below))
    widest = max(len(row.cells) for row in filled)
    if widest > MOST_COLUMNS:
        raise too_many_columns(widest)
    return Table(tuple(cell.strip() for cell in header.cells), tuple(below), tuple(remarks))


def too_many_rows(number: int) -> Refused:
    return Refused(
        "The list has %(number)s rows; at most %(most)s can be imported at once. Split the file.",
        number=f"{number:,}",
        most=f"{MOST_ROWS:,}",
    )


def too_many_columns(number: int) -> Refused:
    return Refused(
        "The list has %(number)s columns; at most %(most)s can be read. Delete those that are"
        " not needed.",
        number=f"{number:,}",
        most=MOST_COLUMNS,
    )


def damaged() -> Refused:
    return Refused(
        "The workbook cannot be opened: it is damaged or has a password. Save it again as .xlsx"
        " without a password, or as CSV."
    )


def letter(column: int) -> str:
    """The name that spreadsheets give a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
