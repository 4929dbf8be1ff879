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
from portal.privacy.identifiers.language import foreign
from portal.privacy.identifiers.lexicon import Lexicon

PIECE: Final = 4_000
"""Characters that the detectors read at once: their time grows faster than the text."""
ALONE: Final = frozenset({LabelKind.CELL, LabelKind.SHEET})
"""What says nothing about its neighbors."""
BETWEEN: Final = "\n\n"
SENTENCE: Final = 6
"""So many words make a sentence of a cell."""
LONGEST_HEAD: Final = 60
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

    Prose is read in pieces; cells each below the head of its column, by the rules alone unless they
    hold sentences: the tagger has learned from prose, and sees names in every number of a table.
    What is a name in one part is one in every part, and is replaced by the same words.
    """
    heads = _heads(parts)
    found: list[Spotted] = []
    done = 0
    slices = [each for index, part in enumerate(parts) for each in _cut(index, part.text)]
    for piece in _pieces(slices, parts):
        if parts[piece[0].part].label_kind in ALONE:
            found += _found_in_cell(piece[0], heads.get(piece[0].part, ""), lexicon)
        else:
            found += _found(piece, lexicon)
        done += sum(len(each.text) for each in piece)
        told(done)
    return _said_alike(sorted([*found, *_elsewhere(parts, found)], key=_place))


def speaks_otherwise(parts: Sequence[Part]) -> bool:
    """Whether a passage is in a language that the taggers do not know: people must read it."""
    slices = [each for index, part in enumerate(parts) for each in _cut(index, part.text)]
    return any(
        foreign(BETWEEN.join(each.text for each in piece)) for piece in _pieces(slices, parts)
    )


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


def _pieces(slices: Sequence[_Slice], parts: Sequence[Part]) -> Iterator[list[_Slice]]:
    """Neighbors that are read together."""
    piece: list[_Slice] = []
    for each in slices:
        alone = parts[each.part].label_kind in ALONE
        full = sum(len(s.text) for s in piece) + len(each.text) > PIECE
        if piece and (alone or full or parts[piece[0].part].label_kind in ALONE):
            yield piece
            piece = []
        piece.append(each)
    if piece:
        yield piece


def _heads(parts: Sequence[Part]) -> dict[int, str]:
    """The text of the uppermost cell of the same column, by the index of each cell below it."""
    first: dict[str, int] = {}
    found: dict[int, str] = {}
    for index, part in enumerate(parts):
        if part.label_kind is LabelKind.CELL:
            column = part.label.rstrip("0123456789")
            head = first.setdefault(column, index)
            if head != index and len(parts[head].text) <= LONGEST_HEAD:
                found[index] = parts[head].text
    return found


def _found_in_cell(cell: _Slice, head: str, lexicon: Lexicon) -> Iterator[Spotted]:
    before = f"{head}: " if head else ""
    more = None if len(_WORD.findall(cell.text)) >= SENTENCE else ()
    for hit in detect(before + cell.text, lexicon, more):
        yield from _inside(hit, cell, len(before), cell.text)


def _found(piece: Sequence[_Slice], lexicon: Lexicon) -> Iterator[Spotted]:
    text, starts = "", []
    for each in piece:
        text += BETWEEN if text else ""
        starts.append(len(text))
        text += each.text
    for hit in detect(text, lexicon):
        for each, start in zip(piece, starts, strict=True):
            yield from _inside(hit, each, start, text[start : start + len(each.text)])


def _inside(hit: Hit, one: _Slice, start: int, text: str) -> Iterator[Spotted]:
    """The part of a hit that lies in this slice, which begins at `start` of what was read."""
    first, last = max(hit.start - start, 0), min(hit.end - start, len(text))
    if first < last and text[first:last].strip():
        moved = {"start": first + one.offset, "end": last + one.offset, "text": text[first:last]}
        yield Spotted(one.part, replace(hit, **moved))  # type: ignore[arg-type]  # names and types are the hit's own


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
