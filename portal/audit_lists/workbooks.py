"""A workbook's first filled sheet becomes rows that come one by one, whatever its size."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import IO, Final

from portal.audit_lists.markup import parse
from portal.audit_lists.packages import ERRORS, Package, Sheet, opened
from portal.audit_lists.sheets import Rows, SharedStrings, plain
from portal.audit_lists.spill import Spill
from portal.audit_lists.tables import Remark, Source
from portal.facility_lists.tables import Row, damaged

KEPT_STRINGS: Final = 4096
_LAST_SERIAL: Final = 2_958_466
"""The day after 9999-12-31, counted from 1900."""


def read(stream: IO[bytes], spill: Spill) -> Source:
    """Read an XLSX file from a seekable stream; raise `Refused` with what to do if it cannot be."""
    package = opened(stream)
    visible = [sheet for sheet in package.sheets if not sheet.hidden]
    hidden = [sheet.name for sheet in package.sheets if sheet.hidden]
    source = Source(iter(()), lambda: 1.0)
    if hidden:
        source.remarks[Remark.HIDDEN] = ", ".join(hidden[:5]) + (", …" if len(hidden) > 5 else "")
    reader = _Reader(package, spill, source)
    for sheet in visible:
        rows = reader.rows(sheet)
        first = next((row for row in rows if any(cell.strip() for cell in row.cells)), None)
        if first is not None:
            if len(visible) > 1:
                source.remarks[Remark.SHEET] = sheet.name
            source.rows = chain([first], rows)
            break
    return source


class _Reader:
    def __init__(self, package: Package, spill: Spill, source: Source) -> None:
        self._package = package
        self._spill = spill
        self._source = source
        self._known = False
        self._shared = lru_cache(KEPT_STRINGS)(self._string)

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        self._learn_strings()
        size = max(1, self._package.size(sheet.member))
        done = 0
        self._source.share = lambda: min(1.0, done / size)
        handler = Rows(self._value)
        try:
            with self._package.archive.open(sheet.member) as stream:
                for reached in parse(stream, handler):
                    done = reached
                    yield from handler.taken()
        except ERRORS as error:
            raise damaged() from error
        if handler.formulas:
            self._source.remarks[Remark.FORMULAS] = ""
        if handler.uncomputed:
            shown = ", ".join(handler.uncomputed[:5])
            more = ", …" if len(handler.uncomputed) > 5 else ""
            self._source.remarks[Remark.UNCOMPUTED] = shown + more

    def _learn_strings(self) -> None:
        if self._known or not self._package.strings:
            return
        self._known = True
        handler = SharedStrings()
        try:
            with self._package.archive.open(self._package.strings) as stream:
                for _ in parse(stream, handler):
                    for text in handler.taken():
                        self._spill.keep_string(text)
        except ERRORS as error:
            raise damaged() from error

    def _value(self, kind: str, style: str, text: str) -> str:
        """A cell's text as a person sees it, but dates as ISO 8601 and without rounding."""
        if kind == "s":
            return self._string_at(text)
        if kind == "b":
            return "true" if text.strip() == "1" else "false"
        if kind in {"n", ""}:
            return number(text, self._is_date(style), since_1904=self._package.since_1904)
        if kind == "d":
            return text.removesuffix("T00:00:00").replace("T", " ")
        return plain(text)

    def _string_at(self, text: str) -> str:
        if not text.strip().isdecimal():
            raise damaged()
        place = int(text)
        return self._shared(place)

    def _string(self, place: int) -> str:
        found = self._spill.string(place)
        if found is None:
            raise damaged()
        return found

    def _is_date(self, style: str) -> bool:
        place = int(style) if style.isdecimal() else 0
        return place < len(self._package.dates) and self._package.dates[place]


def number(text: str, is_date: bool, *, since_1904: bool) -> str:  # noqa: FBT001
    """A number without needless digits, or the day (and time, if there is one) that it counts."""
    text = text.strip()
    if text.isdecimal() and not is_date:
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if is_date and 0 <= value < _LAST_SERIAL:
        return _moment(value, since_1904=since_1904)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _moment(value: float, *, since_1904: bool) -> str:
    # Lotus took 1900 for a leap year, and every spreadsheet program does so since.
    first = date(1904, 1, 1) if since_1904 else date(1899, 12, 30 if value >= 60 else 31)
    moment = datetime.combine(first, time()) + timedelta(seconds=round(value * 86_400))
    if moment.hour or moment.minute or moment.second:
        return moment.strftime("%Y-%m-%d %H:%M")
    return moment.strftime("%Y-%m-%d")
