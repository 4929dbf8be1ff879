"""Rows become facilities, and what is wrong with a row is said with its row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from portal.core.text import fold, tidy
from portal.facility_lists.countries import find_country
from portal.facility_lists.delimited import UNKNOWN
from portal.facility_lists.facility import LONGEST, Facility
from portal.facility_lists.mapping import Columns
from portal.facility_lists.tables import Row, letter
from portal.privacy.identifiers.numbers import os_id_is_valid
from portal.reference import places, sectors

MOST_LINE_BREAKS: Final = 5
STARTS_A_FORMULA: Final = ("=", "+", "-", "@")
LEAVES_OUT: Final = "-"
"""The choice "store these rows without it"."""


class Flaw(StrEnum):
    """What can be wrong with one cell."""

    NO_NAME = "no_name"
    NO_COUNTRY = "no_country"
    UNKNOWN_COUNTRY = "unknown_country"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    LINE_BREAKS = "line_breaks"
    UNKNOWN_SUBDIVISION = "unknown_subdivision"
    UNKNOWN_SECTOR = "unknown_sector"
    WRONG_OS_ID = "wrong_os_id"
    FORMULA = "formula"


LEAVE_OUT: Final = frozenset(
    {
        *(Flaw.NO_NAME, Flaw.NO_COUNTRY, Flaw.UNKNOWN_COUNTRY, Flaw.TOO_LONG),
        *(Flaw.UNREADABLE, Flaw.LINE_BREAKS),
    }
)
"""A row with one of these is not stored; the other flaws only leave their own cell out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`column` is the spreadsheet's letter, or "" where the list has no such column."""

    flaw: Flaw
    row: int
    field: str
    column: str
    text: str

    @property
    def leaves_out(self) -> bool:
        return self.flaw in LEAVE_OUT


@dataclass(frozen=True, slots=True)
class Fixes:
    """What a person chose for words that nobody knows: text of the cell to code."""

    countries: Mapping[str, str] = field(default_factory=dict)
    sectors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """Facilities by row number, and every problem in order of rows."""

    facilities: Mapping[int, Facility]
    problems: tuple[Problem, ...]

    @property
    def left_out(self) -> int:
        return len({each.row for each in self.problems if each.leaves_out})

    def unknown(self, *flaws: Flaw) -> dict[str, int]:
        """The distinct words behind these flaws, with how many rows each has."""
        found: dict[str, int] = {}
        for each in self.problems:
            if each.flaw in flaws:
                found[each.text] = found.get(each.text, 0) + 1
        return found


def check(rows: Iterable[Row], columns: Columns, fixes: Fixes) -> Checked:
    """Read every row as a facility."""
    facilities: dict[int, Facility] = {}
    problems: list[Problem] = []
    for row in rows:
        reading = _Reading(row, columns)
        facility = reading.facility(fixes)
        problems += reading.problems
        if not any(each.leaves_out for each in reading.problems):
            facilities[row.number] = facility
    return Checked(facilities, tuple(problems))


@dataclass(slots=True)
class _Reading:
    row: Row
    columns: Columns
    problems: list[Problem] = field(default_factory=list)

    def facility(self, fixes: Fixes) -> Facility:
        name, address = self._text("name"), self._text("address")
        if not name and not self.problems:
            self._note(Flaw.NO_NAME, "name", "")
        country = self._country(fixes)
        return Facility(
            name, address, country, self._subdivision(country), self._sector(fixes), self._os_id()
        )

    def _text(self, name: str) -> str:
        raw = tidy(self.row.cell(self.columns.get(name)))
        if UNKNOWN in raw:
            self._note(Flaw.UNREADABLE, name, raw)
        elif raw.count("\n") > MOST_LINE_BREAKS:
            self._note(Flaw.LINE_BREAKS, name, raw)
        elif len(raw) > LONGEST[name]:
            self._note(Flaw.TOO_LONG, name, raw)
        elif raw.startswith(STARTS_A_FORMULA) and len(raw) > 1:
            self._note(Flaw.FORMULA, name, raw)
        return " ".join(raw.split())

    def _country(self, fixes: Fixes) -> str:
        raw = _flat(self.row.cell(self.columns.get("country")))
        found = (find_country(raw) if raw else None) or fixes.countries.get(raw)
        if found is None:
            self._note(Flaw.UNKNOWN_COUNTRY if raw else Flaw.NO_COUNTRY, "country", raw)
        return found or ""

    def _subdivision(self, country: str) -> str:
        raw = _flat(self.row.cell(self.columns.get("subdivision")))
        found = find_subdivision(country, raw) if raw and country else None
        if raw and country and found is None:
            self._note(Flaw.UNKNOWN_SUBDIVISION, "subdivision", raw)
        return found or ""

    def _sector(self, fixes: Fixes) -> str:
        raw = _flat(self.row.cell(self.columns.get("sector")))
        found = (_sector(raw) or fixes.sectors.get(raw)) if raw else ""
        if found is None:
            self._note(Flaw.UNKNOWN_SECTOR, "sector", raw)
        return "" if found in {None, LEAVES_OUT, sectors.ANY} else str(found)

    def _os_id(self) -> str:
        raw = "".join(self.row.cell(self.columns.get("os_id")).split()).replace("-", "").upper()
        if raw and not os_id_is_valid(raw):
            self._note(Flaw.WRONG_OS_ID, "os_id", raw)
            return ""
        return raw

    def _note(self, flaw: Flaw, name: str, text: str) -> None:
        column = self.columns.get(name)
        shown = "" if column is None else letter(column)
        self.problems.append(Problem(flaw, self.row.number, name, shown, text[:200]))


def _flat(text: str) -> str:
    return " ".join(tidy(text).split())[:200]


@lru_cache(4096)
def _sector(text: str) -> str | None:
    return sectors.find_sector(text)


def find_subdivision(country: str, text: str) -> str | None:
    """The ISO 3166-2 code that a name or code means in this country, or None."""
    return _subdivisions(country).get(fold(text))


@cache
def _subdivisions(country: str) -> Mapping[str, str]:
    """Folded names and codes; where a district and its division share a name, the wider one."""
    found: dict[str, str] = {}
    for each in sorted(
        places.subdivisions(country), key=lambda place: (len(place.code), place.code)
    ):
        for written in (each.name, each.code, each.code.partition("-")[2]):
            found.setdefault(fold(written), each.code)
    return found


def first(checked: Checked, number: int) -> Iterator[tuple[int, Facility]]:
    """The first facilities as they will be stored."""
    for row in sorted(checked.facilities)[:number]:
        yield row, checked.facilities[row]
