"""The text as detectors read it: disguises undone, tokens folded, every position traceable."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Protocol

from anyascii import anyascii

from portal.privacy.identifiers.hits import Span

# Letters of other scripts that look like a Latin one, undone only inside words that mix scripts.
LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеіјорсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυı",  # noqa: RUF001
    "ABESIJKMHOPCTXYaeijopcyxshdqwABEZHIKMNOPTYXavopui",
)
SAME_MEANING = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),  # noqa: RUF001
        **dict.fromkeys("‘’ʼ′`´", "'"),  # noqa: RUF001
        **dict.fromkeys("“”„″", '"'),
        "\u2044": "/",
        "\u2215": "/",
        "\u30fb": ".",
        "\u3002": ".",
    }
)
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


class Case(Enum):
    MIXED = "mixed"
    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    text: str
    folded: str

    @property
    def capitalized(self) -> bool:
        first = self.text[0]
        return first.isupper() or (not first.isascii() and not first.islower())


def fold(text: str) -> str:
    """Lower case, no accents, no spaces or signs: what two spellings of one name share."""
    return "".join(token.folded for token in Page(text).tokens)


def _invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in "\u034f\u115f\u1160\u3164\ufe0e\ufe0f"


def _unspaced(char: str) -> bool:
    return char > "\u0dff" and unicodedata.name(char, "").startswith(UNSPACED)


@dataclass
class Page:
    """`text` is what to match on; `origin` gives the span of the given text behind a match."""

    given: str
    text: str = field(init=False)
    _starts: list[int] = field(init=False, default_factory=list)
    _ends: list[int] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        chars: list[str] = []
        for position, char in enumerate(self.given):
            if _invisible(char):
                continue
            if "\u0300" <= char <= "\u036f" and chars:
                whole = unicodedata.normalize("NFC", chars[-1] + char)
                if len(whole) == 1:
                    chars[-1] = whole
                self._ends[-1] = position + 1
                continue
            for piece in self._plain(char):
                chars.append(piece)
                self._starts.append(position)
                self._ends.append(position + 1)
        self.text = self._without_look_alikes("".join(chars))

    @staticmethod
    def _plain(char: str) -> str:
        if char.isascii():
            return char
        if char.isdecimal():
            return str(unicodedata.decimal(char))
        if char.isspace():
            return "\n" if char in "\u2028\u2029\x85" else " "
        # First the table: NFKC turns some of its signs into a space and a combining mark.
        return unicodedata.normalize("NFKC", char.translate(SAME_MEANING)).translate(SAME_MEANING)

    @staticmethod
    def _without_look_alikes(text: str) -> str:
        if text.isascii():
            return text
        words = []
        start = 0
        for position in range(len(text) + 1):
            if position == len(text) or text[position].isspace():
                word = text[start:position]
                latin = any(char.isascii() and char.isalpha() for char in word)
                words.append(word.translate(LOOK_ALIKES) if latin else word)
                words.append(text[position : position + 1])
                start = position + 1
        return "".join(words)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        return self._starts[start], self._ends[end - 1]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        found: list[Token] = []
        start: int | None = None
        for position, char in enumerate(f"{self.text} "):
            alone = _unspaced(char)
            inside = unicodedata.category(char)[0] in "LNM" and not alone
            if inside and start is None:
                start = position
            if not inside and start is not None:
                self._add(found, start, position)
                start = None
            if alone and unicodedata.category(char)[0] in "LNM":
                self._add(found, position, position + 1)
        return tuple(found)

    def _add(self, found: list[Token], start: int, end: int) -> None:
        text = self.text[start:end]
        folded = "".join(char for char in anyascii(text).lower() if char.isalnum())
        if folded:
            found.append(Token(start, end, text, folded))

    @cached_property
    def _lines(self) -> tuple[list[int], list[Case]]:
        starts, cases, position = [], [], 0
        for line in self.text.split("\n"):
            starts.append(position)
            upper = sum(char.isupper() for char in line)
            lower = sum(char.islower() for char in line)
            shouted = upper >= 6 and upper > 4 * lower
            cases.append(Case.UPPER if shouted else Case.MIXED if upper else Case.LOWER)
            position += len(line) + 1
        return starts, cases

    def case_at(self, position: int) -> Case:
        """How the line around a position is written: capitals mean nothing in a shouted one."""
        starts, cases = self._lines
        return cases[bisect_right(starts, position) - 1]


class Detector(Protocol):
    """Anything that finds spans on a page: rules, a tenant's lexicon, a trained tagger."""

    def find(self, page: Page) -> Iterable[Span]: ...
