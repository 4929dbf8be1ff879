"""What is replaced in a file, checked by the detectors until they find nothing more in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from portal.airlock.attachments import Kept
from portal.airlock.attachments_details import Inspected, judged
from portal.airlock.attachments_finding import Spotted, spotted
from portal.privacy.files.report import Part, Redaction
from portal.privacy.identifiers.hits import Tier
from portal.privacy.identifiers.lexicon import Lexicon

REMOVED: Final = "[…]"
ROUNDS: Final = 3


def redactions(
    inspected: Inspected, kept: Mapping[str, Kept], shown_place: str | None
) -> tuple[Redaction, ...]:
    """One for each mention of everything that does not stay, apart from each other."""
    wanted: dict[int, list[Redaction]] = defaultdict(list)
    for each in inspected.spotted:
        found = judged(each.hit, kept.get(each.hit.key), shown_place)
        if found.shown != each.hit.text:
            part = inspected.parts[each.part]
            wanted[each.part].append(Redaction(part.id, each.hit.start, each.hit.end, found.shown))
    return tuple(r for spans in wanted.values() for r in _apart(spans))


def _apart(spans: Iterable[Redaction]) -> Iterator[Redaction]:
    last: Redaction | None = None
    for each in sorted(spans, key=lambda r: (r.start, -r.end)):
        if last is None:
            last = each
        elif each.start < last.end:
            last = replace(last, end=max(last.end, each.end))
        else:
            yield last
            last = each
    if last is not None:
        yield last


def tightened(
    parts: Sequence[Part], wanted: Sequence[Redaction], lexicon: Lexicon
) -> tuple[Redaction, ...]:
    """The redactions, and whatever the detectors still refuse in the text that they leave."""
    by_part: dict[str, list[Redaction]] = defaultdict(list)
    for each in wanted:
        by_part[each.part_id].append(each)
    for _ in range(ROUNDS):
        leaves = [replace(part, text=applied(part.text, by_part[part.id])) for part in parts]
        more = list(_left(leaves, lexicon))
        if not more:
            break
        for spot in more:
            part = parts[spot.part]
            start, end = _before(by_part[part.id], spot.hit.start, spot.hit.end)
            spans = [r for r in by_part[part.id] if r.end <= start or end <= r.start]
            by_part[part.id] = sorted(
                [*spans, Redaction(part.id, start, end, REMOVED)], key=lambda r: r.start
            )
    return tuple(r for spans in by_part.values() for r in spans)


def left_over(parts: Sequence[Part], lexicon: Lexicon) -> tuple[str, ...]:
    """What a rebuilt file says although nobody may keep it."""
    return tuple(dict.fromkeys(each.hit.text for each in _left(parts, lexicon)))


def _left(parts: Sequence[Part], lexicon: Lexicon) -> Iterator[Spotted]:
    for each in spotted(parts, lexicon, lambda _: None):
        if each.hit.tier is Tier.MUST:
            yield each


def applied(text: str, spans: Sequence[Redaction]) -> str:
    """The text of one part with its redactions, which are in order."""
    done, position = [], 0
    for each in spans:
        done += [text[position : each.start], each.replacement]
        position = each.end
    return "".join([*done, text[position:]])


def _before(spans: Sequence[Redaction], start: int, end: int) -> tuple[int, int]:
    """Where a place of the redacted text was; one that touches a redaction takes it in whole."""
    moved, first, last = 0, start, end
    for each in spans:
        shown_start = each.start - moved
        shown_end = shown_start + len(each.replacement)
        moved += (each.end - each.start) - len(each.replacement)
        if shown_end <= start:
            first = start + moved
        elif shown_start < start:
            first = each.start
        if shown_end <= end:
            last = end + moved
        elif shown_start < end:
            last = each.end
    return first, last
