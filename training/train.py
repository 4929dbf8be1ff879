"""Trains the network: python -m training.train --base W --tokenizer T --out DIR [--epochs N]."""

import argparse
import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from portal.privacy.identifiers.tagger_scores import LABELS
from portal.privacy.identifiers.tagger_windows import FIRST, LAST, LONGEST, pieces_of
from portal.privacy.identifiers.tagger_words import WordList
from training.augment import mistyped, other_case, other_names
from training.labels import NUMBER, labels_of
from training.made import made_texts, refilled
from training.network import Network, from_base
from training.texts import DATA, Text, judgments, short_texts

IGNORED = -100
AVERAGED_EACH = 4
HELD_OUT_JUDGMENTS = 12


@dataclass(frozen=True, slots=True)
class Sample:
    pieces: list[int]
    looks: list[int]
    labels: list[int]


class Encoder:
    """Texts to samples of at most `LONGEST` pieces, cut at another place in each epoch."""

    def __init__(self, words: WordList, tokenizer: Tokenizer) -> None:
        self.words = words
        self.tokenizer = tokenizer

    def samples(self, text: Text, rng: random.Random) -> Iterator[Sample]:
        words = self.words.words(text.text)
        labels = labels_of(words, text.mentions)
        limit = rng.randint(LONGEST // 3, LONGEST)
        sample = Sample([], [], [])
        for pieces, label in zip(pieces_of(words, self.tokenizer), labels, strict=True):
            if len(sample.pieces) + len(pieces) > limit and sample.pieces:
                yield sample
                sample, limit = Sample([], [], []), LONGEST
            inside = label.replace("B-", "I-", 1)
            for index, piece in enumerate(pieces):
                sample.pieces.append(piece.id)
                sample.looks.append(piece.look)
                sample.labels.append(NUMBER[label if index == 0 else inside])
        if sample.pieces:
            yield sample


def batches(
    samples: list[Sample], budget: int, rng: random.Random
) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    """Samples of like length together, about `budget` pieces a batch, in random order."""
    samples.sort(key=lambda sample: len(sample.pieces) + rng.random() * 12)
    groups: list[list[Sample]] = [[]]
    for sample in samples:
        if groups[-1] and (len(groups[-1]) + 1) * (len(sample.pieces) + 2) > budget:
            groups.append([])
        groups[-1].append(sample)
    rng.shuffle(groups)
    for group in groups:
        length = max(len(sample.pieces) for sample in group) + 2
        shape = (len(group), length)
        pieces, looks = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
        mask, labels = torch.zeros(shape), torch.full(shape, IGNORED)
        for row, sample in enumerate(group):
            size = len(sample.pieces)
            pieces[row, : size + 2] = torch.tensor([FIRST, *sample.pieces, LAST])
            looks[row, 1 : size + 1] = torch.tensor(sample.looks)
            labels[row, 1 : size + 1] = torch.tensor(sample.labels)
            mask[row, : size + 2] = 1
        yield pieces, looks, mask, labels


def varied(text: Text, rng: random.Random, *, names: float, case: float) -> Text:
    if rng.random() < names:
        text = other_names(text, rng)
    if rng.random() < case:
        text = other_case(text, rng)
    if rng.random() < 0.08:
        text = mistyped(text, rng)
    return text


def epoch_texts(
    court: Sequence[Text], short: Sequence[Text], made: int, rng: random.Random
) -> list[Text]:
    texts = [varied(text, rng, names=0.5, case=0.06) for text in court for _ in range(2)]
    for text in short:
        fresh = refilled(text, rng) if rng.random() < 0.5 else text
        texts.append(varied(fresh, rng, names=0.3, case=0.15))
    return [*texts, *made_texts(rng, made)]


@dataclass(frozen=True, slots=True)
class Recipe:
    epochs: int
    planned: int  # epochs that the falling rate is laid out for
    averaged_from: int  # the first epoch whose weights are in the released mean
    seed: int
    rate: float
    budget: int  # word pieces a batch
    decay: float = 0.98  # of the running mean of the weights, which is what is released


def learning_rate(recipe: Recipe, progress: float) -> float:
    """Up over the first sixteenth, then straight down to a fiftieth."""
    return recipe.rate * min(progress / 0.06, (1.0 - progress) / 0.94 + 0.02)


def train(
    network: Network,
    encoder: Encoder,
    texts_of: Callable[[random.Random], list[Text]],
    out: Path,
    recipe: Recipe,
) -> None:
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    network.words.weight.requires_grad_(False)
    trained = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01, fused=True)
    loss_of = nn.CrossEntropyLoss(ignore_index=IGNORED, label_smoothing=0.03)
    average = copy.deepcopy(network)
    step = 0
    steps = None
    for epoch in range(1, recipe.epochs + 1):
        started = time.monotonic()
        samples = [s for text in texts_of(rng) for s in encoder.samples(text, rng)]
        epoch_batches = list(batches(samples, recipe.budget, rng))
        steps = steps or len(epoch_batches) * recipe.planned
        total = 0.0
        network.train()
        for pieces, looks, mask, labels in epoch_batches:
            for group in optimizer.param_groups:
                group["lr"] = learning_rate(recipe, min(step / steps, 1.0))
            loss = loss_of(network(pieces, looks, mask).flatten(0, 1), labels.flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            step += 1
            total += loss.item()
            if step % AVERAGED_EACH == 0:
                done = step / AVERAGED_EACH
                _average(average, network, min(recipe.decay, (1 + done) / (10 + done)))
        torch.save(average.state_dict(), out / f"average-{epoch:02}.pt")
        seconds = time.monotonic() - started
        mean = total / len(epoch_batches)
        print(f"epoch {epoch} step {step}/{steps} loss {mean:.4f} {seconds:.0f} s", flush=True)

    epochs = range(recipe.averaged_from, recipe.epochs + 1)
    torch.save(mean_of([out / f"average-{epoch:02}.pt" for epoch in epochs]), out / "average.pt")


def mean_of(files: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of weights saved at several epochs: as good as the best of them, and no choice."""
    states = [torch.load(file, weights_only=True) for file in files]
    return {name: sum(state[name].float() for state in states) / len(states) for name in states[0]}


def _average(average: Network, network: Network, keep: float) -> None:
    with torch.no_grad():
        for mean, now in zip(average.parameters(), network.parameters(), strict=True):
            if now.requires_grad:
                mean.lerp_(now, 1 - keep)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--planned", type=int, default=11)
    parser.add_argument("--averaged-from", type=int, default=3)
    parser.add_argument("--made", type=int, default=1400)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--budget", type=int, default=1280)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--trial", action="store_true", help="keep some judgments out, to compare")
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    chosen.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(chosen.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    court = judgments(DATA / "tab_train.jsonl")
    if chosen.trial:
        court = court[HELD_OUT_JUDGMENTS:]
    short = short_texts(DATA / "short_texts_train.jsonl", kept_out=False)

    def texts_of(rng: random.Random) -> list[Text]:
        return epoch_texts(court, short, chosen.made, rng)

    train(
        from_base(chosen.base, len(LABELS)),
        Encoder(WordList(chosen.words.read_bytes()), tokenizer),
        texts_of,
        chosen.out,
        Recipe(
            chosen.epochs,
            chosen.planned,
            chosen.averaged_from,
            chosen.seed,
            chosen.rate,
            chosen.budget,
        ),
    )


if __name__ == "__main__":
    main()
