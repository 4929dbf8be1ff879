"""When the figures of a quarter are due: fixed for good, never because of what is in them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

PATTERN: Final = re.compile(r"(\d{4})-Q([1-4])")


def quarter_of(day: date) -> str:
    return _written(day.year * 4 + (day.month - 1) // 3)


def due_on(quarter: str) -> date:
    """The first Monday at least three months after the quarter ended."""
    year, place = divmod(_number(quarter) + 2, 4)
    first = date(year, 3 * place + 1, 1)
    return first + timedelta(days=-first.weekday() % 7)


def latest_due(day: date) -> str:
    """The newest quarter whose figures are due on that day or were before."""
    number = _number(quarter_of(day)) - 2
    return _written(number if due_on(_written(number)) <= day else number - 1)


def next_due(day: date) -> tuple[str, date]:
    """The quarter whose figures come next after that day, and when."""
    quarter = _written(_number(latest_due(day)) + 1)
    return quarter, due_on(quarter)


def quarters(first: str, last: str) -> list[str]:
    """Every quarter from the first to the last, both included; none if the last lies before."""
    return [_written(each) for each in range(_number(first), _number(last) + 1)]


def _number(quarter: str) -> int:
    found = PATTERN.fullmatch(quarter)
    if found is None:
        raise ValueError(f"not a quarter: {quarter!r}")
    return int(found[1]) * 4 + int(found[2]) - 1


def _written(number: int) -> str:
    return f"{number // 4:04d}-Q{number % 4 + 1}"
