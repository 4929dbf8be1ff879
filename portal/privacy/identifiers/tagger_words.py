"""Words as the taggers see them: where they are, how they are written, what lists say of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

WORD = re.compile(r"[^\W_]+|\n\s*|[^\w\s]|_")
INFLECTIONS = (
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
)


class Case(IntEnum):
    SIGN = 0
    LOWER = 1
    TITLE = 2
    UPPER = 3
    INITIAL = 4
    MIXED = 5
    DIGITS = 6
    CODE = 7


class Known(IntFlag):
    """Lists that a word is on; most words are on none or on one."""

    EVERYDAY = 1
    TRADE = 2
    COUNTRY = 4
    PLACE = 8
    GIVEN_NAME = 16
    SURNAME = 32


NAME = Known.GIVEN_NAME | Known.SURNAME
LOOKS = len(Case) * 8


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    folded: str
    case: Case
    known: Known

    @property
    def look(self) -> int:
        """Case and lists as one number below `LOOKS`: the token type of the network."""
        return self.case * 8 + _summary(self.known)


def _summary(known: Known) -> int:
    if known & Known.TRADE:
        return 2
    if known & Known.COUNTRY:
        return 3
    named, placed = bool(known & NAME), bool(known & Known.PLACE)
    if known & Known.EVERYDAY:
        return 7 if named or placed else 1
    if named:
        return 6 if placed else 5
    return 4 if placed else 0


def case_of(text: str) -> Case:
    if text.isdigit():
        return Case.DIGITS
    if any(char.isdigit() for char in text):
        return Case.CODE
    if not text[0].isalpha():
        return Case.SIGN  # line ends too: they part names in lists
    if text.isupper():
        return Case.INITIAL if len(text) == 1 else Case.UPPER
    if text.islower() or not any(char.isupper() for char in text):
        return Case.LOWER
    return Case.TITLE if text[0].isupper() and text[1:].islower() else Case.MIXED


def hashed(folded: str) -> int:
    return int.from_bytes(blake2b(folded.encode(), digest_size=4).digest(), "little")


def fold_word(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(char for char in anyascii(text).lower() if char.isalnum())


class WordList:
    """Lists of words as sorted 32-bit hashes with a byte of flags each, five bytes a word."""

    def __init__(self, content: bytes) -> None:
        count = len(content) // 5
        keys = np.frombuffer(content, dtype="<u4", count=count)
        flags = np.frombuffer(content, dtype=np.uint8, offset=4 * count)
        self._flags: dict[int, int] = dict(zip(keys.tolist(), flags.tolist(), strict=True))

    @staticmethod
    def content(flags: dict[str, Known]) -> bytes:
        hashes = np.array([hashed(word) for word in flags], dtype="<u4")
        order: npt.NDArray[np.intp] = np.argsort(hashes, kind="stable")
        values = np.array([int(value) for value in flags.values()], dtype=np.uint8)
        return hashes[order].tobytes() + values[order].tobytes()

    def known(self, folded: str) -> Known:
        flags = self._flags.get(hashed(folded), 0)
        if not flags & Known.EVERYDAY and len(folded) > 4:
            for ending, stem in INFLECTIONS:
                if folded.endswith(ending):
                    base = folded.removesuffix(ending) + stem
                    if self._flags.get(hashed(base), 0) & Known.EVERYDAY:
                        return Known(flags | Known.EVERYDAY)
        return Known(flags)

    def words(self, text: str) -> list[Word]:
        seen: dict[str, tuple[str, Case, Known]] = {}
        found = []
        for match in WORD.finditer(text):
            written = match.group()
            if written not in seen:
                folded = fold_word(written)
                case = case_of(written)
                lists = Known(0) if case in {Case.SIGN, Case.DIGITS} else self.known(folded)
                seen[written] = (folded, case, lists)
            found.append(Word(match.start(), match.end(), written, *seen[written]))
        return found


def parts(words: Sequence[Word], size: int) -> Iterable[Sequence[Word]]:
    """Runs of at most `size` words, cut at a line or sentence end where there is one."""
    first = 0
    while first < len(words):
        last = min(first + size, len(words))
        if last < len(words):
            for cut in range(last, first + size // 2, -1):
                if words[cut - 1].text in ".!?" or words[cut].start - words[cut - 1].end > 1:
                    last = cut
                    break
        yield words[first:last]
        first = last
