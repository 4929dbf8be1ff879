"""A new PDF: each page a picture, with a layer of text that is found and read but not drawn."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

_PER_FONT: Final = 255  # code 0 is left out
_EM: Final = 1000
_ADVANCE: Final = 600
_ASCENT: Final = 0.78  # of the height of a line lies above its base line


@dataclass(frozen=True, slots=True)
class Word:
    """Text at a place on its page, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page to be written: a JPEG that fills `width` x `height` points."""

    jpeg: bytes
    pixels: tuple[int, int]
    gray: bool
    width: float
    height: float
    words: tuple[Word, ...]


class Writer:
    """Adds leaf after leaf; nothing of another document is ever copied."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()
        self._codes: dict[str, tuple[int, int]] = {}  # character -> font, code
        self._fonts: list[Dictionary] = []

    def add(self, leaf: Leaf) -> None:
        image = self._pdf.make_stream(
            leaf.jpeg,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=leaf.pixels[0],
            Height=leaf.pixels[1],
            ColorSpace=Name.DeviceGray if leaf.gray else Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        size = [round(leaf.width, 2), round(leaf.height, 2)]
        drawn = f"q {size[0]} 0 0 {size[1]} 0 0 cm /P Do Q\n"
        text = "".join(map(self._show, leaf.words))
        content = f"{drawn}BT 3 Tr\n{text}ET\n" if text else drawn
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, *size]),
            Resources=Dictionary(XObject=Dictionary(P=image)),
            Contents=self._pdf.make_stream(content.encode("ascii")),
        )
        self._pdf.pages.append(pikepdf.Page(self._pdf.make_indirect(page)))

    def finish(self) -> bytes:
        """The whole file: no information, no dates; its identifier comes from the content."""
        fonts = Dictionary()
        for number in range(self._count_of_fonts()):
            fonts[f"/F{number}"] = self._font(number)
        shared = self._pdf.make_indirect(fonts)
        for page in self._pdf.pages:
            page.obj.Resources.Font = shared
        out = io.BytesIO()
        self._pdf.save(
            out,
            deterministic_id=True,
            min_version="1.5",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
        )
        return out.getvalue()

    def _show(self, word: Word) -> str:
        """Operators that put a word over its place: as wide as it was seen."""
        size = max(word.height, 0.5)
        natural = len(word.text) * _ADVANCE / _EM * size
        stretch = 100 * max(word.width, 0.1) / natural
        base = word.bottom + size * (1 - _ASCENT)
        shown = [f"{stretch:.2f} Tz 1 0 0 1 {word.left:.2f} {base:.2f} Tm\n"]
        # The space after it lies beyond its place, so that readers keep words apart.
        for font, codes in _runs(map(self._code, f"{word.text} ")):
            shown.append(f"/F{font} {size:.2f} Tf <{codes}> Tj\n")
        return "".join(shown)

    def _code(self, character: str) -> tuple[int, int]:
        if character not in self._codes:
            font, code = divmod(len(self._codes), _PER_FONT)
            self._codes[character] = (font, code + 1)
        return self._codes[character]

    def _count_of_fonts(self) -> int:
        return -(-len(self._codes) // _PER_FONT)

    def _font(self, number: int) -> pikepdf.Object:
        """A font whose characters are all blank and that says which characters they stand for."""
        blank = self._pdf.make_stream(f"{_ADVANCE} 0 d0".encode("ascii"))
        return self._pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                FontBBox=Array([0, -220, _ADVANCE, 780]),
                FontMatrix=Array([1 / _EM, 0, 0, 1 / _EM, 0, 0]),
                FirstChar=1,
                LastChar=_PER_FONT,
                Widths=Array([_ADVANCE] * _PER_FONT),
                CharProcs=Dictionary(b=blank),
                Encoding=Dictionary(
                    Type=Name.Encoding, Differences=Array([1, *[Name.b] * _PER_FONT])
                ),
                Resources=Dictionary(),
                ToUnicode=self._pdf.make_stream(self._meanings(number).encode("ascii")),
            )
        )

    def _meanings(self, number: int) -> str:
        lines = [
            f"<{code:02X}> <{character.encode('utf-16-be').hex().upper()}>"
            for character, (font, code) in self._codes.items()
            if font == number
        ]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        mapped = "".join(
            f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
        )
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /T def /CMapType 2 def\n"
            "1 begincodespacerange <00> <FF> endcodespacerange\n"
            f"{mapped}endcmap CMapName currentdict /CMap defineresource pop end end\n"
        )


def _runs(codes: Iterable[tuple[int, int]]) -> list[tuple[int, str]]:
    """Codes in hexadecimal, together as long as they are of one font."""
    runs: list[tuple[int, str]] = []
    for font, code in codes:
        if runs and runs[-1][0] == font:
            runs[-1] = (font, f"{runs[-1][1]}{code:02X}")
        else:
            runs.append((font, f"{code:02X}"))
    return runs
