"""Plain text: its encoding, its blocks of lines, and the same written as UTF-8."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Final

from portal.privacy.files import redacting
from portal.privacy.files.characters import clean, marks
from portal.privacy.files.report import (
    Box,
    FileKind,
    Hidden,
    HiddenKind,
    LabelKind,
    Part,
    Redaction,
    Report,
    Unacceptable,
    Why,
)

_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZEROS: Final = 0.4  # share of zero bytes at every second place, in UTF-16 of Latin text
_SAMPLE: Final = 4096
_CONTROLS: Final = frozenset(map(chr, (*range(9), *range(14, 32)))) - {"\x1b"}


def inspect(content: bytes, kind: FileKind) -> Report:
    text = decode(content)
    return Report(kind, redacting.limited(_parts(text)), tuple(unseen(text)), 1, needs_eyes=False)


def rebuild(
    content: bytes, kind: FileKind, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> tuple[bytes, FileKind]:
    redacting.refuse_boxes(boxes)
    leaves = redacting.redacted(redacting.limited(_parts(decode(content))), redactions)
    return ("\n\n".join(leaves.values()) + "\n").encode("utf-8"), kind


def decode(content: bytes) -> str:
    """The text of a file without its mark of byte order; raise `Unacceptable` for what is none."""
    text = _decode(content)
    if _CONTROLS & set(text):
        raise Unacceptable(Why.NOT_TEXT)
    return text.removeprefix("\ufeff")


def unseen(text: str) -> list[Hidden]:
    """Characters in the text that nobody sees."""
    count = marks(text)
    return [Hidden(HiddenKind.HIDDEN_TEXT, "", f"U+200B ... x {count}")] if count else []


def _decode(content: bytes) -> str:
    try:
        for mark, encoding in _WIDE:
            if content.startswith(mark):
                return content.decode(encoding)
        sample = content[:_SAMPLE]
        for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            half = sample[first::2]
            if len(half) > 1 and half.count(0) > _ZEROS * len(half):
                return content.decode(encoding)
        if 0 in content:
            raise Unacceptable(Why.UNKNOWN_KIND)
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _one_byte(content, error)


def _one_byte(content: bytes, error: UnicodeDecodeError) -> str:
    # Windows-1252 leaves five bytes without a meaning: pictures and programs have them.
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise Unacceptable(Why.UNKNOWN_KIND) from error
    if error.encoding != "utf-8":
        raise Unacceptable(Why.DAMAGED) from error
    return text


def _parts(text: str) -> list[Part]:
    """One part for each block of lines between empty ones."""
    parts: list[Part] = []
    block: list[str] = []
    begins = 1
    for number, line in enumerate([*clean(text).split("\n"), ""], 1):
        if line.strip():
            if not block:
                begins = number
            block.append(line.rstrip())
        elif block:
            parts.append(Part(f"line:{begins}", LabelKind.LINE, str(begins), "\n".join(block)))
            block = []
    return parts
