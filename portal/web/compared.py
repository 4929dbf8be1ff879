"""Two editions of a practice beside each other: what each section and each fact became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from portal.core.diff import Change, Piece, words
from portal.web import sheets


@dataclass(frozen=True, slots=True)
class Part:
    """One section, in pieces that are in both editions or in one of them."""

    label: str
    pieces: Sequence[Piece]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind is not Change.SAME for piece in self.pieces)


def parts(before: Any, after: Any) -> list[Part]:
    """Title and sections, in the order in which they are read."""
    old, new = dict(sheets.sections(before)), dict(sheets.sections(after))
    labels = dict.fromkeys((*old, *new))
    return [
        Part(gettext("Title"), words(before.title, after.title)),
        *(
            Part(label or gettext("Text"), words(old.get(label, ""), new.get(label, "")))
            for label in labels
        ),
    ]


def facts(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Label, before and after of each fact that is not the same any more; empty is not told."""
    old, new = dict(sheets.told(before)), dict(sheets.told(after))
    return [
        (label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys((*old, *new))
        if old.get(label) != new.get(label)
    ]
