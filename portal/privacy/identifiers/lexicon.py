"""Names that only this tenant knows, found in a text exactly, in part and misspelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace

from rapidfuzz.distance import OSA

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Case, Page, Token
from portal.privacy.identifiers.vocabulary import GENERIC, LEGAL_FORMS, is_everyday
from portal.privacy.identifiers.words import LONGEST, PREFIX_FORMS, Phrase, Word, phrases

# A word in more names than this tells none of them apart.
COMMON_POSTINGS = 60


def allowed_edits(length: int) -> int:
    """How many typing errors still mean the same name; short names differ by one letter."""
    return 0 if length < 6 else 1 if length < 11 else 2 if length < 18 else 3


def _deletes(token: str) -> set[str]:
    return {token, *(token[:i] + token[i + 1 :] for i in range(len(token)))}


class Lexicon:
    """Built once per tenant; every look-up is by token, so a text costs the same at any size."""

    spared: frozenset[str] = frozenset()

    def __init__(self, words: Iterable[Word]) -> None:
        self._exact: dict[str, Phrase] = {}
        self._postings: dict[str, list[tuple[int, Phrase]]] = defaultdict(list)
        self._near: dict[str, set[str]] = defaultdict(set)
        for word in words:
            for phrase in phrases(word):
                known = self._exact.get(phrase.joined)
                if known is None or phrase.tier > known.tier:
                    self._exact[phrase.joined] = phrase
        for phrase in self._exact.values():
            if (
                phrase.tier is Tier.MUST
                and phrase.exact_case is None
                and allowed_edits(len(phrase.joined))
            ):
                self._index(phrase)
        for token in [t for t, found in self._postings.items() if len(found) <= COMMON_POSTINGS]:
            for variant in _deletes(token) if len(token) > 3 else {token}:
                self._near[variant].add(token)

    def _index(self, phrase: Phrase) -> None:
        for position, token in enumerate(phrase.tokens):
            if token not in GENERIC and len(token) > 1:
                self._postings[token].append((position, phrase))

    def sparing(self, word: Word) -> Lexicon:
        """The same, but this one may stand as it is, whichever detector sees it."""
        found = copy(self)
        found.spared = frozenset(phrase.joined for phrase in phrases(word))
        return found

    def find(self, page: Page) -> Iterator[Span]:
        tokens = page.tokens
        taken: set[int] = set()
        for start in range(len(tokens)):
            if start not in taken and (found := self._exact_at(page, start)):
                phrase, end = found
                taken.update(range(start, end))
                score = 1.0 if phrase.tier is Tier.MUST else 0.7
                yield replace(self._span(page, start, end, phrase), score=score)
        for position in range(len(tokens)):
            if position not in taken:
                for phrase, start, end in self._misspelled_at(tokens, position):
                    if taken.isdisjoint(range(start, end)):
                        taken.update(range(start, end))
                        span = self._span(page, start, end, phrase)
                        yield replace(span, detector="words.fuzzy", score=0.85)

    def _exact_at(self, page: Page, start: int) -> tuple[Phrase, int] | None:
        tokens = page.tokens
        joined = ""
        best = None
        for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1):
            joined += tokens[end - 1].folded
            phrase = self._exact.get(joined)
            if phrase and _written_as_a_name(page, phrase, tokens[start:end]):
                best = phrase, end
        return best

    def _misspelled_at(
        self, tokens: tuple[Token, ...], position: int
    ) -> Iterator[tuple[Phrase, int, int]]:
        written = tokens[position].folded
        seen: set[tuple[str, int]] = set()
        near = {
            n
            for v in (_deletes(written) if len(written) > 3 else {written})
            for n in self._near.get(v, ())
        }
        for token in near:
            for offset, phrase in self._postings[token]:
                if (phrase.joined, offset) in seen:
                    continue
                seen.add((phrase.joined, offset))
                first = position - offset
                for size in (len(phrase.tokens), len(phrase.tokens) + 1, len(phrase.tokens) - 1):
                    window = tokens[max(first, 0) : first + size]
                    if window and position < first + size and _misspells(window, phrase):
                        yield phrase, max(first, 0), first + size
                        break

    @staticmethod
    def _span(page: Page, start: int, end: int, phrase: Phrase) -> Span:
        tokens = page.tokens
        if phrase.kind in {Kind.SUPPLIER, Kind.ORGANIZATION}:
            while (
                end < len(tokens)
                and tokens[end].folded in LEGAL_FORMS
                and _adjoins(page, tokens, end)
            ):
                end += 1
            if start and tokens[start - 1].folded in PREFIX_FORMS and _adjoins(page, tokens, start):
                start -= 1
        stop = tokens[end - 1].end
        if (
            tokens[end - 1].folded in LEGAL_FORMS
            and page.text[stop : stop + 1] == "."
            and stop + 1 < len(page.text)
        ):
            stop += (
                page.text[stop + 1 : stop + 2] not in {" ", "\n"}
                or page.text[stop + 2 : stop + 3].islower()
            )
        where = tokens[start].start, stop
        return Span(*where, phrase.kind, phrase.tier, "words.exact", entity=phrase.entity)


def _adjoins(page: Page, tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    between = page.text[tokens[position - 1].end : token.start]
    short = token.folded in {
        "a",
        "as",
        "co",
        "company",
        "private",
        "limited",
        "se",
        "sa",
        "ab",
        "dd",
        "ps",
    }
    return (
        len(between) <= 3
        and "\n\n" not in between
        and (not short or token.capitalized or "." in between)
    )


def _written_as_a_name(page: Page, phrase: Phrase, written: Sequence[Token]) -> bool:
    if "\n\n" in page.text[written[0].start : written[-1].end]:
        return False
    if phrase.exact_case is not None:
        shown = "".join(token.text for token in written)
        return shown == phrase.exact_case or (len(shown) > 3 and shown == phrase.exact_case.upper())
    if phrase.tier is Tier.DEFAULT:
        return written[0].capitalized or page.case_at(written[0].start) is not Case.MIXED
    return True


def _misspells(window: Sequence[Token], phrase: Phrase) -> bool:
    written = "".join(token.folded for token in window)
    edits = allowed_edits(min(len(written), len(phrase.joined)))
    if abs(len(written) - len(phrase.joined)) > edits:
        return False
    if len(window) == 1 and is_everyday(written):
        return False
    if [t for t in written if t.isdigit()] != [t for t in phrase.joined if t.isdigit()]:
        return False
    return OSA.distance(written, phrase.joined, score_cutoff=edits) <= edits
