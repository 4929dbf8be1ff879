"""What the markup of a sheet and of the shared strings says: handlers for `markup.parse`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from portal.audit_lists.tables import LONGEST_CELL
from portal.facility_lists.tables import MOST_COLUMNS, Row, damaged, letter, too_many_columns

FURTHEST_ROW: Final = 1_048_576
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
Value = Callable[[str, str, str], str]
"""Makes text of a cell's type, style and content."""


class _Texts:
    """Gathers the text inside some elements, up to what a cell can hold."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._listening = False
        self._phonetic = False

    def text(self, text: str) -> None:
        if not self._listening or self._phonetic:
            return
        self._length += len(text)
        if self._length > 2 * LONGEST_CELL:
            raise damaged()
        self._pieces.append(text)

    def _said(self) -> str:
        said = "".join(self._pieces)
        self._pieces, self._length = [], 0
        return said


def plain(text: str) -> str:
    """With the characters that have no place in XML, which spreadsheet programs write by number."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class SharedStrings(_Texts):
    def __init__(self) -> None:
        super().__init__()
        self._ready: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  # a Handler's
        if name == "t":
            self._listening = True
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t":
            self._listening = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._ready.append(plain(self._said()))

    def taken(self) -> list[str]:
        ready, self._ready = self._ready, []
        return ready


class Rows(_Texts):
    """Rows with their numbers; cells may stand in any order or say nothing of their place."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.formulas = False
        self.uncomputed: list[str] = []
        self._value = value
        self._ready: list[Row] = []
        self._cells: list[str] = []
        self._number = 0
        self._column = -1
        self._kind = self._style = ""
        self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._listening = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            given = attributes.get("r", "")
            self._number = int(given) if given.isdecimal() else self._number + 1
            if self._number > FURTHEST_ROW:
                raise damaged()
            self._cells, self._column = [], -1
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._listening = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._ready.append(Row(self._number, tuple(self._cells)))
            self._cells = []
        elif name == "rPh":
            self._phonetic = False

    def taken(self) -> list[Row]:
        ready, self._ready = self._ready, []
        return ready

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        self._column = _column(place) if place else self._column + 1
        self._kind = attributes.get("t", "")
        self._style = attributes.get("s", "")
        self._has_formula = False

    def _end_cell(self) -> None:
        said = self._said()
        if self._has_formula:
            self.formulas = True
            # A computed text may be empty, and says so by its type.
            if not said and self._kind != "str" and len(self.uncomputed) < 6:
                self.uncomputed.append(f"{letter(self._column)}{self._number}")
        if not said:
            return
        text = self._value(self._kind, self._style, said)
        if not text:
            return
        if not 0 <= self._column < MOST_COLUMNS:
            raise too_many_columns(self._column + 1)
        self._cells += [""] * (self._column + 1 - len(self._cells))
        self._cells[self._column] = text


def _column(place: str) -> int:
    number = 0
    for each in place:
        if not ("A" <= each <= "Z" or "a" <= each <= "z"):
            break
        number = number * 26 + ord(each.upper()) - 64
        if number > 20_000:
            break
    return number - 1
