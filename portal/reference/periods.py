"""Periods of time as text, from day to year: "2026-09-14", "2026-09", "2026-Q3", "2026-H2"."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from babel.dates import format_date

RUNGS: Final = ("day", "month", "quarter", "half", "year")

_FORMS: Final = (
    ("day", re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    ("month", re.compile(r"(\d{4})-(\d\d)")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("year", re.compile(r"(\d{4})")),
)
_FORMATS: Final = {"day": "long", "month": "MMMM y", "quarter": "QQQ y", "year": "y"}


def rung(value: str) -> str:
    """One of RUNGS; ValueError if the value is no period."""
    return _read(value)[0]


def path(value: str) -> tuple[str, ...]:
    """The period and all that contain it, up to the year; ValueError if it is no period."""
    first = first_day(value)
    quarter, half = (first.month + 2) // 3, (first.month + 5) // 6
    all_rungs = (
        first.isoformat(),
        f"{first:%Y-%m}",
        f"{first:%Y}-Q{quarter}",
        f"{first:%Y}-H{half}",
        f"{first:%Y}",
    )
    return all_rungs[RUNGS.index(rung(value)) :]


def at(day: date, wanted: str) -> str:
    """The period of this rung that a day lies in; ValueError for an unknown rung."""
    return path(day.isoformat())[RUNGS.index(wanted)]


def label(value: str, locale: str = "en") -> str:
    """For people, in their language: "September 14, 2026", "Q3 2026", "H2 2026", "2026"."""
    kind, year, number = _read(value)
    if kind == "half":
        return f"H{number} {year}"
    return format_date(first_day(value), _FORMATS[kind], locale=locale)


def first_day(value: str) -> date:
    """ValueError if the value is no period."""
    return _span(value)[0]


def last_day(value: str) -> date:
    """ValueError if the value is no period."""
    return _span(value)[1]


def _read(value: str) -> tuple[str, int, int]:
    for kind, form in _FORMS:
        if match := form.fullmatch(value):
            numbers = [int(digits) for digits in match.groups()]
            return kind, numbers[0], numbers[1] if len(numbers) > 1 else 1
    raise ValueError(f"{value!r} is no period")


def _span(value: str) -> tuple[date, date]:
    kind, year, number = _read(value)
    if kind == "day":
        day = date.fromisoformat(value)
        return day, day
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    first = date(year, (number - 1) * months + 1, 1)
    last_month = first.month + months - 1
    return first, date(year, last_month, monthrange(year, last_month)[1])
