"""Characters that nobody sees: taken out of every part, since they can carry a mark."""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_FIRST_JOINED: Final = "\N{HEBREW ACCENT ETNAHTA}"  # scripts above it need joiners
_KEPT_CONTROLS: Final = "\n\t"
# Blank or filling characters that are letters or marks by their category.
_BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def clean(text: str) -> str:
    """The text without invisible characters; each sort of space is a plain one, NFC.

    Joiners stay between letters of scripts that need them (Arabic, Bengali and others).
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = []
    for place, each in enumerate(text):
        if each in _JOINERS:
            if _joined(text[place - 1 : place]) and _joined(text[place + 1 : place + 2]):
                kept.append(each)
        elif (shown := _shown(each)) is not None:
            kept.append(shown)
    return unicodedata.normalize("NFC", "".join(kept))


def _joined(neighbor: str) -> bool:
    """Whether a joiner beside it can matter: a letter, mark or emoji of a later script."""
    return neighbor >= _FIRST_JOINED and unicodedata.category(neighbor)[0] in "LMS"


def _shown(character: str) -> str | None:
    if character in _KEPT_CONTROLS:
        return character
    if character in "\v\f\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}":
        return "\n"
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category in {"Cc", "Cf", "Cs", "Co", "Cn"} or character in _BLANKS:
        return None
    if _is_selector(character):
        return None
    return character


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def marks(text: str) -> int:
    """How many characters nobody sees are in the text."""
    return sum(
        _shown(each) is None or each in _JOINERS for each in text if each not in "\r\ufeff"
    ) - sum(each in _JOINERS for each in clean(text))
