"""Identifiers in the text of a file: looked for piece by piece, and each in all of the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from portal.privacy.files.report import LabelKind, Part
from portal.privacy.identifiers.engine import NAMES, detect
from portal.privacy.identifiers.hits import Hit, Tier
from portal.privacy.identifiers.lexicon import Lexicon

PIECE: Final = 4_000
"""Characters that the detectors read at once: their time grows faster than the text."""
SHORTEST_NAME: Final = 4
_WORD: Final = re.compile(r"\w+")
_NUMBERED: Final = re.compile(r"(.*\D) \d+")


@dataclass(frozen=True, slots=True)
class Spotted:
    """A hit whose offsets count in the text of the part of this index."""

    part: int
    hit: Hit


@dataclass(frozen=True, slots=True)
class _Slice:
    part: int
    offset: int
    text: str


def spotted(
    parts: Sequence[Part], lexicon: Lexicon, told: Callable[[int], None]
) -> tuple[Spotted, ...]:
    """Everything that could identify someone, in order; `told` learns how many characters are done.

    What is a name in one part is one in every part, and is replaced by the same words.
    """
    slices = [each for index, part in enumerate(parts) for each in _cut(index, part.text)]
    found: list[Spotted] = []
    done = 0
    for piece in _pieces(slices):
        found += _found(piece, parts, lexicon)
        done += sum(len(each.text) for each in piece)
        told(done)
    return _said_alike(sorted([*found, *_elsewhere(parts, found)], key=_place))


def _place(each: Spotted) -> tuple[int, int]:
    return each.part, each.hit.start


def _cut(part: int, text: str) -> Iterator[_Slice]:
    """The part in slices that end at white space, where there is any."""
    offset = 0
    while len(text) - offset > PIECE:
        end = text.rfind(" ", offset + PIECE // 2, offset + PIECE) + 1 or offset + PIECE
        yield _Slice(part, offset, text[offset:end])
        offset = end
    if offset < len(text):
        yield _Slice(part, offset, text[offset:])


def _pieces(slices: Sequence[_Slice]) -> Iterator[list[_Slice]]:
    """Neighbors that are read together: cells alone say too little."""
    piece: list[_Slice] = []
    for each in slices:
        if piece and sum(len(s.text) for s in piece) + len(each.text) > PIECE:
            yield piece
            piece = []
        piece.append(each)
    if piece:
        yield piece


def _between(before: Part, after: Part) -> str:
    """Cells of one row are read as one line."""
    cells = before.label_kind == after.label_kind == LabelKind.CELL
    return "\t" if cells and _row(before) == _row(after) else "\n\n"


def _row(part: Part) -> str:
    sheet = part.label.rpartition("!")[0]
    return sheet + part.label[len(part.label.rstrip("0123456789")) :]


def _found(piece: Sequence[_Slice], parts: Sequence[Part], lexicon: Lexicon) -> Iterator[Spotted]:
    text, starts = "", []
    for number, each in enumerate(piece):
        if number:
            text += _between(parts[piece[number - 1].part], parts[each.part])
        starts.append(len(text))
        text += each.text
    for hit in detect(text, lexicon):
        for each, start in zip(piece, starts, strict=True):
            first, last = max(hit.start, start), min(hit.end, start + len(each.text))
            if first < last and text[first:last].strip():
                moved = each.offset - start
                inside = replace(hit, start=first + moved, end=last + moved, text=text[first:last])
                yield Spotted(each.part, inside)


def _elsewhere(parts: Sequence[Part], found: Sequence[Spotted]) -> Iterator[Spotted]:
    """The same names where the detectors did not see them for lack of other words."""
    names: dict[str, dict[str, Hit]] = defaultdict(dict)
    for each in found:
        hit, surface = each.hit, each.hit.text.casefold()
        named = hit.kind in NAMES and hit.tier > Tier.ASKED and len(surface) >= SHORTEST_NAME
        if named and (word := _WORD.search(surface)) and word.start() == 0:
            names[word.group()].setdefault(surface, hit)
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for each in found:
        taken[each.part].append((each.hit.start, each.hit.end))
    for index, part in enumerate(parts):
        yield from _in_part(index, part.text, names, taken[index])


def _in_part(
    index: int, text: str, names: dict[str, dict[str, Hit]], taken: list[tuple[int, int]]
) -> Iterator[Spotted]:
    folded = text.casefold()
    if len(folded) != len(text):
        return  # positions would not be the same
    reached = 0
    for word in _WORD.finditer(folded):
        start = word.start()
        if start < reached:
            continue
        for surface in sorted(names.get(word.group(), ()), key=len, reverse=True):
            end = start + len(surface)
            whole = folded.startswith(surface, start) and not folded[end : end + 1].isalnum()
            if whole and not any(start < b and a < end for a, b in taken):
                known = names[word.group()][surface]
                yield Spotted(index, replace(known, start=start, end=end, text=text[start:end]))
                reached = end
                break


def _said_alike(found: Sequence[Spotted]) -> tuple[Spotted, ...]:
    """One name is called the same in all pieces, and two names are not."""
    words: dict[str, str] = {}
    counted: dict[str, int] = defaultdict(int)
    for each in found:
        if each.hit.key not in words:
            numbered = _NUMBERED.fullmatch(each.hit.suggestion)
            base = numbered.group(1) if numbered else each.hit.suggestion
            counted[base] += 1
            words[each.hit.key] = f"{base} {counted[base]}" if numbered else base
    return tuple(
        replace(each, hit=replace(each.hit, suggestion=words[each.hit.key])) for each in found
    )
