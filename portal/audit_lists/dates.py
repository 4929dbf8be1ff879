"""Days as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

FIRST: Final = date(1990, 1, 1)
LAST: Final = date(2099, 12, 31)

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{1,2}:\d{2}.*)?")
_PLAIN: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBERS: Final = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .\-/]+([a-z]{3,9})[ .,\-/]+(\d{4}|\d{2})")
_NAMED_FIRST: Final = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)


@lru_cache(4096)
def find_date(text: str, *, month_first: bool) -> date | None:
    """The day, or nothing if it cannot be read or lies outside FIRST to LAST.

    `month_first` decides for days like 03/04/2026; with points the day always stands first.
    """
    said = " ".join(text.casefold().split())
    found = _numbered(said, month_first=month_first) or _named(said)
    return found if found is not None and FIRST <= found <= LAST else None


def tells_month_first(texts: Iterable[str]) -> bool:
    """Is the month first in one of these days, and the day in none?"""
    month_first = False
    for text in texts:
        found = _NUMBERS.fullmatch(" ".join(text.split()))
        if found is None or found[2] == ".":
            continue
        if int(found[1]) > 12:
            return False
        month_first = month_first or int(found[3]) > 12
    return month_first


def _numbered(said: str, *, month_first: bool) -> date | None:
    if found := _ISO.fullmatch(said) or _PLAIN.fullmatch(said):
        return _made(found[1], int(found[2]), found[3])
    found = _NUMBERS.fullmatch(said)
    if found is None:
        return None
    first, separator, second, year = found.groups()
    if month_first and separator != ".":
        first, second = second, first
    return _made(year, int(second), first)


def _named(said: str) -> date | None:
    if found := _NAMED.fullmatch(said):
        day, name, year = found.groups()
    elif found := _NAMED_FIRST.fullmatch(said):
        name, day, year = found.groups()
    else:
        return None
    months = [number for number, each in enumerate(_MONTHS, 1) if each.startswith(name)]
    if name == "sept":
        months = [9]
    return _made(year, months[0], day) if len(months) == 1 else None


def _made(year: str, month: int, day: str) -> date | None:
    full = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(full, month, int(day))
    except ValueError:
        return None
