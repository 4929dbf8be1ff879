"""What masking is worth: recall, precision and wholly masked mentions, on marked texts.

After the Text Anonymization Benchmark (Pilan et al. 2022, section 5): a token is a run of letters
and digits, so that signs and spaces around and inside a mention do not count; a token is masked
when each of its characters is; a mention is wholly masked when each of its tokens is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import Final

from benchmarks.marked_texts import MarkedText, Mention

TOKEN: Final = re.compile(r"[^\W_]+")
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; `value` is 1.0 where there is nothing to count."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        return self.part / self.whole if self.whole else 1.0


@dataclass(slots=True)
class Marks:
    """Counts over any number of texts; `add` one after another."""

    tokens: int = 0
    tokens_masked: int = 0
    masked: int = 0
    masked_rightly: int = 0
    masked_no_mask: int = 0
    texts: int = 0
    texts_whole: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    mentions_whole: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    entities_whole: Counter[str] = field(default_factory=Counter)

    def add(self, marked: MarkedText, spans: Spans) -> None:
        """Count one text; `spans` are what was masked in it, in any order, they may overlap."""
        hidden = _positions(spans)
        tokens = [found.span() for found in TOKEN.finditer(marked.text)]
        to_mask = _positions([(m.start, m.end) for m in marked.mentions if m.to_mask])
        may_stay = _positions([(m.start, m.end) for m in marked.mentions if not m.to_mask])
        for start, end in tokens:
            is_masked = _inside(start, end, hidden)
            is_right = not to_mask.isdisjoint(range(start, end))
            self.tokens += is_right
            self.tokens_masked += is_right and is_masked
            self.masked += is_masked
            self.masked_rightly += is_right and is_masked
            self.masked_no_mask += (
                is_masked and not is_right and not may_stay.isdisjoint(range(start, end))
            )
        self._add_mentions(marked, hidden)

    def _add_mentions(self, marked: MarkedText, hidden: set[int]) -> None:
        by_entity: dict[str, list[tuple[Mention, bool]]] = defaultdict(list)
        for mention in marked.mentions:
            if mention.to_mask:
                whole = is_whole(marked.text, mention, hidden)
                self.mentions[mention.kind] += 1
                self.mentions_whole[mention.kind] += whole
                by_entity[mention.entity].append((mention, whole))
        for found in by_entity.values():
            direct = any(mention.identifier == "DIRECT" for mention, _ in found)
            self.entities["DIRECT" if direct else "QUASI"] += 1
            self.entities_whole["DIRECT" if direct else "QUASI"] += all(w for _, w in found)
        if by_entity:
            self.texts += 1
            self.texts_whole += all(whole for found in by_entity.values() for _, whole in found)

    @property
    def token_recall(self) -> Share:
        """Of the tokens of DIRECT and QUASI mentions, those masked."""
        return Share(self.tokens_masked, self.tokens)

    @property
    def token_precision(self) -> Share:
        """Of the masked tokens, those in a DIRECT or QUASI mention: NO_MASK ones count against."""
        return Share(self.masked_rightly, self.masked)

    @property
    def precision_without_no_mask(self) -> Share:
        """The same with the tokens of NO_MASK mentions left out of the masked ones."""
        return Share(self.masked_rightly, self.masked - self.masked_no_mask)

    @property
    def full_mask(self) -> Share:
        """Of the mentions, those wholly masked."""
        return Share(self.mentions_whole.total(), self.mentions.total())

    @property
    def texts_full_mask(self) -> Share:
        """Of the texts with mentions, those in which every one is wholly masked."""
        return Share(self.texts_whole, self.texts)

    def entity_recall(self, identifier: str) -> Share:
        """Of the DIRECT or QUASI entities, those whose every mention is wholly masked."""
        return Share(self.entities_whole[identifier], self.entities[identifier])

    def of_kind(self, kind: str) -> Share:
        return Share(self.mentions_whole[kind], self.mentions[kind])


def mark(texts: Iterable[MarkedText], masks: Iterable[Spans]) -> Marks:
    marks = Marks()
    for text, spans in zip(texts, masks, strict=True):
        marks.add(text, spans)
    return marks


def is_whole(text: str, mention: Mention, hidden: set[int]) -> bool:
    """Whether every letter and digit of the mention is masked."""
    found = TOKEN.finditer(text, mention.start, mention.end)
    return all(_inside(*token.span(), hidden) for token in found)


def _positions(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {position for span in starmap(range, spans) for position in span}


def _inside(start: int, end: int, positions: set[int]) -> bool:
    return positions.issuperset(range(start, end))
