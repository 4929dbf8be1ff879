"""What one text changes in another, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_WORD: Final = re.compile(r"\s+|\w+(?:['\u2019-]\w+)*|[^\w\s]")
LONGEST: Final = 6_000
"""Words that are compared one by one; longer texts are compared line by line, which is linear
enough."""


class Change(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both, only in the earlier, or only in the later one."""

    kind: Change
    text: str


def words(before: str, after: str) -> Sequence[Piece]:
    """Pieces in reading order: what is not NEW makes `before`, what is not GONE makes `after`."""
    old, new = _parts(before), _parts(after)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            _add(found, Change.SAME, old[a:b])
        else:
            _add(found, Change.GONE, old[a:b])
            _add(found, Change.NEW, new[c:d])
    return tuple(_joined(found))


def _parts(text: str) -> list[str]:
    found = _WORD.findall(text)
    return found if len(found) <= LONGEST else text.splitlines(keepends=True)


def _add(found: list[Piece], kind: Change, parts: Sequence[str]) -> None:
    if parts:
        found.append(Piece(kind, "".join(parts)))


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """A lone space between two changes belongs to both: whole phrases are read, not crumbs."""
    result: list[Piece] = []
    gone = new = ""
    for at, piece in enumerate(found):
        between = piece.kind is Change.SAME and piece.text.isspace() and "\n" not in piece.text
        if piece.kind is Change.GONE:
            gone += piece.text
        elif piece.kind is Change.NEW:
            new += piece.text
        elif between and (gone or new) and at + 1 < len(found):
            gone, new = gone + piece.text, new + piece.text
        else:
            result += _changed(gone, new)
            result.append(piece)
            gone = new = ""
    return result + _changed(gone, new)


def _changed(gone: str, new: str) -> list[Piece]:
    pair = (Piece(Change.GONE, gone), Piece(Change.NEW, new))
    return [each for each in pair if each.text]
