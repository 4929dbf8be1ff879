"""Figures of the taggers, alone and with the rules: python -m training.measure --help."""

import argparse
import random
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from portal.privacy.identifiers.engine import detect
from portal.privacy.identifiers.hits import Span, Tier
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.page import Page
from portal.privacy.identifiers.tagger_scores import Network, Scores, SequenceModel
from portal.privacy.identifiers.tagger_words import Word, WordList
from portal.privacy.identifiers.tagging import Thresholds, spans
from training.made import made_texts
from training.texts import DATA, Text, rows, short_texts

TOKEN = re.compile(r"[^\W_]+")
Ranges = Sequence[tuple[int, int]]
Finder = Callable[[str], Ranges]


@dataclass
class Judgment:
    text: str
    entities: list[tuple[bool, list[tuple[int, int]]]]  # direct, its mentions
    name: str = ""


def court_entities(path: Path) -> list[Judgment]:
    found = []
    for row in rows(path):
        entities: dict[tuple[str, bool], list[tuple[int, int]]] = {}
        for mention in row["mentions"]:
            if mention["identifier"] != "NO_MASK":
                key = mention["entity"], mention["identifier"] == "DIRECT"
                entities.setdefault(key, []).append((mention["start"], mention["end"]))
        listed = [(direct, spans_) for (_, direct), spans_ in entities.items()]
        found.append(Judgment(row["text"], listed, row["id"]))
    return found


def plain_entities(texts: Iterable[Text]) -> list[Judgment]:
    return [
        Judgment(t.text, [(False, [(m.start, m.end)]) for m in t.mentions if m.masked])
        for t in texts
    ]


def tokens(text: str, ranges: Ranges) -> set[int]:
    where = sorted(ranges)
    found = set()
    for match in TOKEN.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in where):
            found.add(match.start())
    return found


def wholly(text: str, ranges: Ranges) -> set[int]:
    covered = bytearray(len(text))
    for start, end in ranges:
        covered[start:end] = b"\1" * (end - start)
    return {m.start() for m in TOKEN.finditer(text) if all(covered[m.start() : m.end()])}


def figures(judgments_: Sequence[Judgment], find: Finder) -> dict[str, float]:
    right = wanted = marked = 0
    direct, quasi, texts = [0, 0], [0, 0], [0, 0]
    for judgment in judgments_:
        found = find(judgment.text)
        masked = wholly(judgment.text, found)
        gold = tokens(judgment.text, [m for _, mentions in judgment.entities for m in mentions])
        right += len(gold & masked)
        wanted += len(gold)
        marked += len(masked)
        everything = True
        for is_direct, mentions in judgment.entities:
            whole = tokens(judgment.text, mentions) <= masked
            everything &= whole
            (direct if is_direct else quasi)[0] += whole
            (direct if is_direct else quasi)[1] += 1
        texts[0] += everything
        texts[1] += 1
    return {
        "token_recall": right / max(1, wanted),
        "entity_recall_direct": direct[0] / max(1, direct[1]),
        "entity_recall_quasi": quasi[0] / max(1, quasi[1]),
        "token_precision": right / max(1, marked),
        "texts_wholly": texts[0] / max(1, texts[1]),
    }


@dataclass(frozen=True, slots=True)
class Seen:
    page: Page
    words: list[Word]
    network: Scores | None
    sequence: Scores | None


class Scored:
    """Scores computed once a text, so that thresholds can be compared cheaply."""

    def __init__(
        self, words: WordList, network: Network | None, sequence: SequenceModel | None
    ) -> None:
        self.words, self.network, self.sequence = words, network, sequence
        self.known: dict[str, Seen] = {}

    def seen(self, text: str) -> Seen:
        if text not in self.known:
            page = Page(text)
            words = self.words.words(page.text)
            network = self.network.scores(words) if self.network and words else None
            sequence = self.sequence.scores(words) if self.sequence and words else None
            self.known[text] = Seen(page, words, network, sequence)
        return self.known[text]

    def find(self, text: str, thresholds: Thresholds) -> list[Span]:
        seen = self.seen(text)
        if not seen.words:
            return []
        share = thresholds.network
        if seen.network is not None and seen.sequence is not None:
            scores = share * seen.network + (1 - share) * seen.sequence
        else:
            scores = seen.network if seen.network is not None else seen.sequence
        return list(spans(seen.words, scores, thresholds))

    def masked(self, text: str, thresholds: Thresholds) -> Ranges:
        page = self.seen(text).page
        found = self.find(text, thresholds)
        return [page.origin(s.start, s.end) for s in found if s.tier is not Tier.ASKED]


class Fixed:
    """The scored taggers as a detector of the engine."""

    def __init__(self, scored: Scored, thresholds: Thresholds) -> None:
        self.scored, self.thresholds = scored, thresholds

    def find(self, page: Page) -> Iterable[Span]:
        return self.scored.find(page.given, self.thresholds)


def engine(detector: object | None) -> Finder:
    lexicon = Lexicon([])
    more = (detector,) if detector else ()

    def find(text: str) -> Ranges:
        hits = detect(text, lexicon, more)
        return [(hit.start, hit.end) for hit in hits if hit.tier is not Tier.ASKED]

    return find


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--network", type=Path)
    parser.add_argument("--tokenizer", type=Path)
    parser.add_argument("--sequence", type=Path)
    parser.add_argument("--engine", action="store_true")
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--sets", default="dev,short,made")
    parser.add_argument("--masked", default="0.1,0.065")
    parser.add_argument("--joining", type=float, default=0.6, help="as a part of the first")
    parser.add_argument("--share", default="0.6")
    chosen = parser.parse_args()
    sets = {
        "dev": lambda: court_entities(DATA / "tab_dev.jsonl"),
        "trial": lambda: court_entities(DATA / "tab_train.jsonl")[:12],
        "short": lambda: plain_entities(
            short_texts(DATA / "short_texts_train.jsonl", kept_out=True)
        ),
        "made": lambda: plain_entities(made_texts(random.Random(7), 300)),
    }
    network = (
        Network(chosen.network.read_bytes(), chosen.tokenizer.read_bytes())
        if chosen.network
        else None
    )
    sequence = SequenceModel(chosen.sequence.read_bytes()) if chosen.sequence else None
    scored = Scored(WordList(chosen.words.read_bytes()), network, sequence)
    for name in chosen.sets.split(","):
        texts = sets[name]()
        words = sum(len(t.text.split()) for t in texts)
        if chosen.rules:
            print(name, "rules", _shown(figures(texts, engine(None))))
        started = time.process_time()
        for text in texts:
            scored.find(text.text, Thresholds())
        print(f"{name}: {1e6 * (time.process_time() - started) / words:.0f} ms CPU / 1,000 words")
        for share in map(float, chosen.share.split(",")):
            for masked in map(float, chosen.masked.split(",")):
                thresholds = replace(
                    Thresholds(), masked=masked, joining=masked * chosen.joining, network=share
                )
                print(
                    name,
                    "tagger",
                    share,
                    masked,
                    _shown(figures(texts, lambda t, th=thresholds: scored.masked(t, th))),
                )
                if chosen.engine:
                    print(
                        name,
                        "engine",
                        share,
                        masked,
                        _shown(figures(texts, engine(Fixed(scored, thresholds)))),
                        flush=True,
                    )


def _shown(values: dict[str, float]) -> str:
    return " ".join(f"{key}={value:.3f}" for key, value in values.items())


if __name__ == "__main__":
    main()
