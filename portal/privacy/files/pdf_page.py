"""One page of a PDF as it is seen: its pixels, and the words that have ink, with their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from portal.privacy.files.characters import clean
from portal.privacy.files.limits import LONGEST_SIDE
from portal.privacy.files.report import Unacceptable, Why

_DPI: Final = 150
_POINTS: Final = 72  # in an inch
_CONTRAST: Final = 24  # between the darkest and the lightest pixel where something is seen
_TINT: Final = 12  # between two colors of a pixel that is not gray
_MARGIN: Final = 1  # pixels around a character, for what is smoothed
_MOST_OBJECTS: Final = 20_000
_MOST_CHARACTERS: Final = 100_000
_HYPHENS: Final = ("\x02", "\ufffe")

Pixels = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Glyph:
    """Some characters of the text and where they are on the picture, if they are anywhere."""

    text: str
    place: Pixels | None


@dataclass(frozen=True, slots=True)
class Seen:
    """A page: `glyphs` joined are its text; `unseen` is text without ink; size in points."""

    picture: Image.Image
    glyphs: tuple[Glyph, ...]
    unseen: str
    width: float
    height: float

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)


def see(page: pypdfium2.PdfPage) -> Seen:
    """Draw a page without annotations and form fields, and read its text."""
    width, height = page.get_size()
    if not (1 <= width < 1e5 and 1 <= height < 1e5):
        raise Unacceptable(Why.DAMAGED)
    scale = min(_DPI / _POINTS, LONGEST_SIDE / max(width, height))
    bitmap = page.render(
        scale=scale,
        may_draw_forms=False,
        draw_annots=False,
        rev_byteorder=True,
        limit_image_cache=True,
        force_bitmap_format=raw.FPDFBitmap_BGR,
    )
    picture = bitmap.to_pil().convert("RGB")
    gray = picture.convert("L")
    glyphs, unseen = _with_ink(list(_glyphs(page, bitmap)), gray)
    bitmap.close()
    return Seen(picture if _has_color(picture) else gray, tuple(glyphs), unseen, width, height)


def has_pictures(page: pypdfium2.PdfPage) -> bool:
    """Whether something but text and straight lines is drawn: only eyes can tell what it shows."""
    for number, each in enumerate(page.get_objects(max_depth=5)):
        if number > _MOST_OBJECTS:
            return True
        if each.type in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
            return True
        if each.type == raw.FPDF_PAGEOBJ_PATH and _is_curved(each):
            return True
    return False


def _is_curved(path: pypdfium2.PdfObject) -> bool:
    segments = raw.FPDFPath_CountSegments(path)
    return any(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, number))
        == raw.FPDF_SEGMENT_BEZIERTO
        for number in range(min(segments, _MOST_OBJECTS))
    )


def _glyphs(page: pypdfium2.PdfPage, bitmap: pypdfium2.PdfBitmap) -> Iterator[Glyph]:
    textpage = page.get_textpage()
    places = bitmap.get_posconv(page)
    count = textpage.count_chars()
    if count > _MOST_CHARACTERS:
        raise Unacceptable(Why.TOO_HEAVY)
    half = ""  # the first of two surrogates
    for index in range(count):
        character = half + _character(textpage, index)
        half = ""
        if len(character) == 1 and "\ud800" <= character <= "\udbff":
            half = character
            continue
        if len(character) == 2:
            character = character.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = "-" if character in _HYPHENS else clean(character)
        if character == "\r" or not text:
            continue
        if text.isspace():
            yield Glyph("\n" if text == "\n" else " ", None)
        else:
            yield Glyph(text, _place(textpage, places, index, bitmap))
    textpage.close()


def _character(textpage: pypdfium2.PdfTextPage, index: int) -> str:
    code = raw.FPDFText_GetUnicode(textpage, index)
    return chr(code) if 0 < code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"


def _place(
    textpage: pypdfium2.PdfTextPage,
    places: pypdfium2.PdfPosConv,
    index: int,
    bitmap: pypdfium2.PdfBitmap,
) -> Pixels | None:
    """What the character covers: its own outline and the height of its font; None if outside."""
    corners = []
    for loose in (False, True):
        left, bottom, right, top = textpage.get_charbox(index, loose=loose)
        if right > left or top > bottom:
            corners += [places.to_bitmap(left, bottom), places.to_bitmap(right, top)]
    if not corners:
        return None
    xs, ys = zip(*corners, strict=True)
    box = (
        max(0, min(xs) - _MARGIN),
        max(0, min(ys) - _MARGIN),
        min(bitmap.width, max(xs) + _MARGIN + 1),
        min(bitmap.height, max(ys) + _MARGIN + 1),
    )
    return box if box[0] < box[2] and box[1] < box[3] else None


def _with_ink(glyphs: list[Glyph], gray: Image.Image) -> tuple[list[Glyph], str]:
    """The glyphs of words that are seen, and the text of those that are not."""
    seen: list[Glyph] = []
    unseen: list[str] = []
    word: list[Glyph] = []
    for glyph in [*glyphs, Glyph("\n", None)]:
        if not glyph.text.isspace():
            word.append(glyph)
            continue
        if word and any(_has_ink(gray, each.place) for each in word):
            seen += word
        else:
            unseen.append("".join(each.text for each in word))
        word = []
        # One space or line break between words, none at the start.
        if seen and not seen[-1].text.isspace():
            seen.append(glyph)
        elif seen and glyph.text == "\n" and seen[-1].text == " ":
            seen[-1] = glyph
    while seen and seen[-1].text.isspace():
        seen.pop()
    return seen, " ".join(filter(None, unseen))


def _has_ink(gray: Image.Image, place: Pixels | None) -> bool:
    if place is None:
        return False
    darkest, lightest = gray.crop(place).getextrema()
    return bool(lightest - darkest >= _CONTRAST)  # type: ignore[operator]


def _has_color(picture: Image.Image) -> bool:
    red, green, blue = picture.reduce(4).split()
    for one, other in ((red, green), (green, blue)):
        if ImageChops.difference(one, other).getextrema()[1] > _TINT:  # type: ignore[operator]
            return True
    return False
