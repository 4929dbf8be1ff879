"""The trained taggers as one detector: two models, one mean, two thresholds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np

from portal.privacy.identifiers.hits import Kind, Span, Tier
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.tagger_files import weights
from portal.privacy.identifiers.tagger_scores import (
    TYPES,
    Network,
    Progress,
    Scores,
    SequenceModel,
)
from portal.privacy.identifiers.tagger_words import Case, Word, WordList

KINDS = {
    "PERSON": Kind.PERSON_NAME,
    "CODE": Kind.DOCUMENT_NUMBER,
    "LOC": Kind.PLACE,
    "ORG": Kind.COMPANY,
    "DEM": Kind.TRAIT,
    "DATETIME": Kind.DATE,
    "QUANTITY": Kind.QUANTITY,
    "MISC": Kind.OTHER,
}
DETECTOR = "tagger"
LOOSE_ENDS = frozenset(",;:|\n\t\"')-/*>")
LOOSE_STARTS = LOOSE_ENDS | {".", "(", "<"} - {")"}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Chances from which a word is masked, joins a masked neighbor, or is asked about."""

    masked: float = 0.065
    joining: float = 0.04
    asked: float = 0.02
    network: float = 0.6  # the network's weight in the mean; the sequence model has the rest


@dataclass(frozen=True, slots=True)
class Run:
    first: int
    last: int  # one past the end
    tier: Tier


class Tagger:
    """A detector of pages; safe to share between threads."""

    def __init__(
        self,
        words: WordList,
        network: Network | None,
        sequence: SequenceModel | None,
        thresholds: Thresholds = Thresholds(),
    ) -> None:
        self._words = words
        self._network = network
        self._sequence = sequence
        self._thresholds = thresholds

    def find(self, page: Page, progress: Progress | None = None) -> Iterator[Span]:
        """Spans of the page's text; `progress` is told windows done and windows in all."""
        words = self._words.words(page.text)
        if not words:
            return
        yield from spans(words, self.scores(words, progress), self._thresholds)

    def scores(self, words: Sequence[Word], progress: Progress | None = None) -> Scores:
        if self._network is None or self._sequence is None:
            if self._network is not None:
                return self._network.scores(words, progress)
            assert self._sequence is not None
            return self._sequence.scores(words)
        share = np.float32(self._thresholds.network)
        return share * self._network.scores(words, progress) + (1 - share) * self._sequence.scores(
            words
        )


def spans(words: Sequence[Word], scores: Scores, thresholds: Thresholds) -> Iterator[Span]:
    """The words that reach a threshold, as spans of the text that they were taken from."""
    chances = scores[:, :-1].sum(axis=1)
    for run in _runs(chances, thresholds):
        for whole in _split(scores, run):
            inside = _without_loose_ends(words, whole)
            if any(words[index].case is not Case.SIGN for index in inside):
                type_ = TYPES[int(scores[inside.start : inside.stop, :-1].sum(axis=0).argmax())]
                yield Span(
                    words[inside.start].start,
                    words[inside.stop - 1].end,
                    KINDS[type_],
                    run.tier,
                    DETECTOR,
                    float(min(1.0, chances[inside.start : inside.stop].mean())),
                )


def _without_loose_ends(words: Sequence[Word], run: range) -> range:
    first, last = run.start, run.stop
    while last > first and words[last - 1].text[0] in LOOSE_ENDS:
        last -= 1
    while first < last and words[first].text[0] in LOOSE_STARTS:
        first += 1
    return range(first, last)


def _runs(chances: Scores, thresholds: Thresholds) -> Iterator[Run]:
    """Stretches above a threshold; a masked one takes in neighbors that are nearly so."""
    count = len(chances)
    masked = chances >= thresholds.masked
    joining = chances >= thresholds.joining
    for index in range(1, count):
        masked[index] |= masked[index - 1] and joining[index]
    for index in range(count - 2, -1, -1):
        masked[index] |= masked[index + 1] and joining[index]
    asked = (chances >= thresholds.asked) & ~masked
    for tier, chosen in ((Tier.DEFAULT, masked), (Tier.ASKED, asked)):
        first = None
        for index in range(count + 1):
            inside = index < count and chosen[index]
            if inside and first is None:
                first = index
            elif not inside and first is not None:
                yield Run(first, index, tier)
                first = None


def _split(scores: Scores, run: Run) -> Iterator[range]:
    """Two mentions side by side are two spans where the second one clearly begins."""
    first = run.first
    for index in range(run.first + 1, run.last):
        whole = scores[index, :-1].sum()
        if scores[index, -1] > 0.5 * whole and (
            scores[index, :-1].argmax() != scores[index - 1, :-1].argmax() or whole > 0.5
        ):
            yield range(first, index)
            first = index
    yield range(first, run.last)


_loading = Lock()


@cache
def _loaded() -> Tagger:
    return Tagger(
        WordList(weights("words.bin")),
        Network(weights("network.onnx"), weights("tokenizer.json")),
        SequenceModel(weights("sequence.crfsuite")),
    )


def tagger() -> Tagger:
    """The one tagger of this process, loaded at its first use."""
    with _loading:
        return _loaded()
