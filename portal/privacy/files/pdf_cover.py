"""Redactions and boxes drawn into the picture of a page, and the words that its layer keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from portal.privacy.files import pictures, redacting
from portal.privacy.files.pdf_page import Glyph, Pixels, Seen
from portal.privacy.files.report import Box, Redaction

Placed = tuple[str, Pixels]


@dataclass(slots=True)
class _Cover:
    """The glyphs of one redaction, one place for each line that it touches."""

    replacement: str
    places: list[Pixels] = field(default_factory=list)

    def add(self, place: Pixels) -> None:
        if self.places and _same_line(self.places[-1], place):
            self.places[-1] = _union(self.places[-1], place)
        else:
            self.places.append(place)


def cover(seen: Seen, redactions: Sequence[Redaction], boxes: Sequence[Box]) -> list[Placed]:
    """Blacken the picture and answer the words that stay, with replacements in their places.

    Pixels under a box or a redaction are replaced before the picture is encoded; of the text
    under them nothing is answered.
    """
    covers = [_Cover(redacting.one_line(each.replacement)) for each in redactions]
    boxed = [pictures.pixels(seen.picture, box) for box in boxes]
    pieces = list(_kept(seen.glyphs, redactions, covers, boxed))
    pictures.burn(seen.picture, boxes)
    for each in covers:
        for place in each.places:
            ImageDraw.Draw(seen.picture).rectangle(place, fill=0)
        if each.places:
            _write(seen.picture, each.places[0], each.replacement)
    return [
        (piece.replacement, piece.places[0]) if isinstance(piece, _Cover) else piece
        for piece in pieces
    ]


def _kept(
    glyphs: Sequence[Glyph],
    redactions: Sequence[Redaction],
    covers: Sequence[_Cover],
    boxed: Sequence[Pixels],
) -> Iterator[Placed | _Cover]:
    offset = current = 0
    word: list[tuple[str, Pixels]] = []
    for glyph in glyphs:
        end = offset + len(glyph.text)
        while current < len(redactions) and redactions[current].end <= offset:
            current += 1
        redacted = current < len(redactions) and redactions[current].start < end
        gone = redacted or any(glyph.place and _meet(glyph.place, box) for box in boxed)
        if gone or glyph.text.isspace():
            yield from _joined(word)
            word = []
        elif glyph.place:
            word.append((glyph.text, glyph.place))
        if redacted and glyph.place:
            first = not covers[current].places
            covers[current].add(glyph.place)
            if first and covers[current].replacement:
                yield covers[current]
        offset = end
    yield from _joined(word)


def _joined(word: Sequence[Placed]) -> Iterator[Placed]:
    if word:
        place = word[0][1]
        for _, each in word[1:]:
            place = _union(place, each)
        yield "".join(text for text, _ in word), place


def _write(picture: Image.Image, place: Pixels, text: str) -> None:
    """The replacement in white on its black place, if it can be read there."""
    left, top, right, bottom = place
    if not text.isascii() or bottom - top < 8:
        return
    font = ImageFont.load_default((bottom - top) * 0.6)
    if font.getlength(text) <= right - left - 4:
        light = 255 if picture.mode == "L" else (255, 255, 255)
        middle = ((left + right) / 2, (top + bottom) / 2)
        ImageDraw.Draw(picture).text(middle, text, fill=light, font=font, anchor="mm")


def _same_line(one: Pixels, other: Pixels) -> bool:
    middle = (other[1] + other[3]) / 2
    return one[1] <= middle <= one[3]


def _union(one: Pixels, other: Pixels) -> Pixels:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _meet(one: Pixels, other: Pixels) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]
