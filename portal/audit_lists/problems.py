"""What can be wrong with a row, and what a person chose for words that nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from typing import Any, Final

WITHOUT: Final = "-"
"""The choice "import these rows without it"."""
MOST_UNKNOWN: Final = 200
"""Words that are asked about: a column that holds something else has thousands."""


class Flaw(StrEnum):
    """A row with any of these is left out; the other rows of its audit are not."""

    NO_SUPPLIER = "no_supplier"
    NO_SCHEME = "no_scheme"
    NO_ISSUE = "no_issue"
    UNIDENTIFIED = "unidentified"
    UNKNOWN_SCHEME = "unknown_scheme"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_VALUE = "unknown_value"
    UNKNOWN_WORD = "unknown_word"
    UNKNOWN_INDICATOR = "unknown_indicator"
    UNREADABLE_DATE = "unreadable_date"
    IN_FUTURE = "in_future"
    DUE_BEFORE_AUDIT = "due_before_audit"
    NO_RECORD = "no_record"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    ERROR = "error"
    CONTRADICTS = "contradicts"
    REPEATED = "repeated"
    TOO_MANY = "too_many"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Problem:
    """`column` is the spreadsheet's letter, "" where the list has no such column.

    `other` is the row that it contradicts or repeats, or 0.
    """

    flaw: Flaw
    row: int
    field: str
    column: str
    text: str = ""
    other: int = 0

    def to_json(self) -> list[Any]:
        return list(astuple(self))

    @classmethod
    def from_json(cls, content: list[Any]) -> Problem:
        flaw, *rest = content
        return cls(Flaw(flaw), *rest)


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A word that somebody can say the meaning of: `kind` is the list that it should be in.

    The meaning of a scheme's own words depends on the scheme.
    """

    kind: str
    scheme: str
    text: str


@dataclass(frozen=True, slots=True)
class Fixes:
    """What was chosen: a code, or WITHOUT; and whether 03/04/2026 is a day of March."""

    words: Mapping[Unknown, str] = field(default_factory=dict)
    month_first: bool = False

    def to_json(self) -> dict[str, Any]:
        words = [[*astuple(word), code] for word, code in self.words.items()]
        return {"words": words, "month_first": self.month_first}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Fixes:
        words = {Unknown(*word): code for *word, code in content["words"]}
        return cls(words, content["month_first"])


@dataclass(slots=True)
class Tally:
    """Words that need somebody's help, with how many rows each has."""

    counted: Counter[Unknown] = field(default_factory=Counter)

    def note(self, word: Unknown) -> None:
        if word in self.counted or len(self.counted) < MOST_UNKNOWN:
            self.counted[word] += 1
