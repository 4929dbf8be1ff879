"""Which column of a list holds what: remembered, or guessed from the words of its header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from rapidfuzz import fuzz

from portal.audit_lists.fields import FIELDS, WORDS
from portal.core.text import fold

Columns = Mapping[str, int | None]
"""A column (counted from 0) for each of FIELDS, or nothing."""

SHORTEST_WITHIN: Final = 4
LEAST_LIKENESS: Final = 88.0


def guess(header: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int | None]:
    """A column for each field that the header names.

    `remembered` maps a folded title to the field that somebody chose for it, or to "" for none.
    Then the likeliest pair of title and field goes first, and neither is used twice.
    """
    found: dict[str, int | None] = dict.fromkeys(FIELDS)
    folded = [fold(title) for title in header]
    pairs = sorted(_pairs(folded, remembered), key=lambda pair: (-pair[0], pair[1], pair[2]))
    taken: set[int] = set()
    for _, order, column in pairs:
        field = FIELDS[order]
        if found[field] is None and column not in taken:
            found[field] = column
            taken.add(column)
    return found


def recognized(cells: Iterable[str]) -> int:
    """How many of these cells are titles of columns that are known by name."""
    known = _known()
    return len({known[folded] for cell in cells if (folded := fold(cell[:100])) in known})


def _pairs(
    folded: Sequence[str], remembered: Mapping[str, str]
) -> Iterator[tuple[float, int, int]]:
    for column, title in enumerate(folded):
        if not title:
            continue
        if title in remembered:
            if remembered[title] in FIELDS:
                yield 200.0, FIELDS.index(remembered[title]), column
            continue
        for order, field in enumerate(FIELDS):
            likeness = _likeness(title, WORDS[field])
            if likeness:
                yield likeness, order, column


def _likeness(title: str, words: Sequence[str]) -> float:
    """100 in full; less where the words are part of a longer title, or are only like it."""
    if title in words:
        return 100.0
    within = [
        60.0 + 30.0 * len(word) / len(title)
        for word in words
        if len(word) >= SHORTEST_WITHIN and f" {word} " in f" {title} "
    ]
    like = [ratio - 12.0 for word in words if (ratio := _ratio(title, word)) >= LEAST_LIKENESS]
    return max([*within, *like], default=0.0)


def _ratio(title: str, word: str) -> float:
    # Short words are like many others: "site" is nearly "state".
    return fuzz.ratio(title, word) if len(word) > SHORTEST_WITHIN + 1 else 0.0


@cache
def _known() -> Mapping[str, str]:
    return {word: field for field in FIELDS for word in WORDS[field]}
