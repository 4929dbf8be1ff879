"""Redactions laid on the parts that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from portal.privacy.files.characters import clean
from portal.privacy.files.limits import MOST_CHARACTERS
from portal.privacy.files.report import Box, Part, Redaction, Unacceptable, Why, too_long

_LONGEST_REPLACEMENT: Final = 200


def by_part(parts: Iterable[Part], redactions: Sequence[Redaction]) -> dict[str, list[Redaction]]:
    """The redactions of each part in order; raise `Unacceptable` if one does not fit its part."""
    lengths = {part.id: len(part.text) for part in parts}
    found: dict[str, list[Redaction]] = {}
    for each in sorted(redactions, key=lambda r: (r.part_id, r.start)):
        earlier = found.setdefault(each.part_id, [])
        if (
            not 0 <= each.start < each.end <= lengths.get(each.part_id, 0)
            or (earlier and earlier[-1].end > each.start)
            or len(each.replacement) > _LONGEST_REPLACEMENT
        ):
            raise Unacceptable(Why.STALE)
        earlier.append(each)
    return found


def apply(text: str, redactions: Sequence[Redaction]) -> str:
    """The text with each redaction replaced; they are in order and do not overlap."""
    pieces, place = [], 0
    for each in redactions:
        pieces += [text[place : each.start], one_line(each.replacement)]
        place = each.end
    return "".join((*pieces, text[place:]))


def one_line(replacement: str) -> str:
    return " ".join(clean(replacement).split())


def redacted(parts: Sequence[Part], redactions: Sequence[Redaction]) -> Mapping[str, str]:
    """The text of each part as it leaves, by the part's id; raise `Unacceptable`."""
    plan = by_part(parts, redactions)
    return {part.id: apply(part.text, plan.get(part.id, ())) for part in parts}


def refuse_boxes(boxes: Sequence[Box]) -> None:
    """Raise `Unacceptable` if there are boxes: this kind of file has no pages to draw them on."""
    if boxes:
        raise Unacceptable(Why.STALE)


def limited(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts; raise `Unacceptable` if they have more characters than a file may have."""
    kept = tuple(parts)
    if sum(len(part.text) for part in kept) > MOST_CHARACTERS:
        raise too_long()
    return kept
