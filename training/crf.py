"""Trains the sequence model without readable names: python -m training.crf --words W --out FILE."""

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import pycrfsuite

from portal.privacy.identifiers.crf_features import features
from portal.privacy.identifiers.tagger_words import WordList
from training.labels import labels_of
from training.made import made_texts, refilled
from training.texts import DATA, Text, judgments, short_texts
from training.train import HELD_OUT_JUDGMENTS, varied

SEED = 20261124
LEAST_TEXTS_WITH_A_WORD = 3


def texts_of(*, trial: bool, made: int) -> list[Text]:
    rng = random.Random(SEED)
    court = judgments(DATA / "tab_train.jsonl")[HELD_OUT_JUDGMENTS if trial else 0 :]
    short = short_texts(DATA / "short_texts_train.jsonl", kept_out=False)
    texts = [*court, *(varied(text, rng, names=1.0, case=0.0) for text in court)]
    texts += [refilled(text, rng) if rng.random() < 0.5 else text for text in short]
    return texts + made_texts(rng, made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--made", type=int, default=3000)
    parser.add_argument("--iterations", type=int, default=80)
    parser.add_argument("--trial", action="store_true")
    chosen = parser.parse_args()
    words = WordList(chosen.words.read_bytes())
    started = time.monotonic()
    rows = []
    for text in texts_of(trial=chosen.trial, made=chosen.made):
        found = words.words(text.text)
        if found:
            labels = [
                "O" if "kept" in label else label for label in labels_of(found, text.mentions)
            ]
            rows.append((features(found), labels))
    # A spelling is learned only if several texts have it: rare words say who wrote, not what.
    seen = Counter(
        feature
        for told, _ in rows
        for feature in {f for one in told for f in one if "w=" in f or "reads=" in f}
    )
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for told, labels in rows:
        kept = [
            [f for f in one if f not in seen or seen[f] >= LEAST_TEXTS_WITH_A_WORD] for one in told
        ]
        trainer.append(kept, labels)
    trainer.set_params(
        {
            "c1": 0.05,
            "c2": 0.05,
            "max_iterations": chosen.iterations,
            "feature.possible_transitions": False,
        }
    )
    trainer.train(str(chosen.out))
    seconds = time.monotonic() - started
    print(f"{len(rows)} texts, {chosen.out.stat().st_size:,} bytes, {seconds:.0f} s")


if __name__ == "__main__":
    main()
