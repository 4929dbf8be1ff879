"""How much of what identifies somebody the engine masks, beside rules alone and Presidio.

On court judgments (TAB, development part), on short texts of templates that no training saw and on
426 reports of findings. Masked is what the engine masks by itself: tiers MUST and DEFAULT.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from benchmarks.marked_texts import FINDINGS, JUDGMENTS, SHORT_TEXTS, MarkedText, read
from benchmarks.masking import Marks, Share, Spans, mark
from benchmarks.presidio_baseline import NotInstalled, ask
from portal.privacy.identifiers import engine
from portal.privacy.identifiers.hits import Hit, Kind, Tier
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.words import Word

MODELS: Final = Path(engine.__file__).parent / "models"
SETS: Final = ("judgments", "short texts", "findings")
QUICK: Final = {"judgments": 2, "short texts": 60, "findings": 60}
Detecting = Callable[[str], tuple[Hit, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One system on the three sets, and the CPU seconds it took on each."""

    name: str
    marks: dict[str, Marks]
    seconds: dict[str, float]


def run(console: Console, *, quick: bool) -> dict[str, float]:
    texts = {
        name: read(path)[: QUICK[name] if quick else None]
        for name, path in zip(SETS, (JUDGMENTS, SHORT_TEXTS, FINDINGS), strict=True)
    }
    empty = Lexicon([])
    engine.detect("Warm up on 1 May.", empty)  # loads the models
    rows = [
        *both_tiers("Common Ground", texts, lambda text: engine.detect(text, empty)),
        *both_tiers("rules only", texts, lambda text: engine.detect(text, empty, ())),
    ]
    try:
        rows.append(presidio(texts))
    except NotInstalled as error:
        console.print(f"Presidio is not installed: {error}")
    default = rows[0]
    own = [engine.detect(found.text, own_words(found)) for found in texts["findings"]]
    tenant = mark(texts["findings"], [masked(hits, Tier.DEFAULT) for hits in own])
    words = {name: sum(len(t.text.split()) for t in each) for name, each in texts.items()}
    per_thousand = {name: default.seconds[name] * 1e6 / words[name] for name in SETS}
    console.print(public_table(rows), short_table(rows, tenant))
    console.print(
        "CPU for 1,000 words: " + ", ".join(f"{per_thousand[n]:.0f} ms ({n})" for n in SETS)
    )
    for name in SETS:
        console.print(kinds_table(name, rows))
    judged = default.marks["judgments"]
    return {
        "token_recall": judged.token_recall.value,
        "entity_recall_direct": judged.entity_recall("DIRECT").value,
        "entity_recall_quasi": judged.entity_recall("QUASI").value,
        "token_precision": judged.token_precision.value,
        "short_full_mask": default.marks["short texts"].full_mask.value,
        "short_texts_full_mask": default.marks["short texts"].texts_full_mask.value,
        "domain_full_mask": default.marks["findings"].full_mask.value,
        "domain_texts_full_mask": default.marks["findings"].texts_full_mask.value,
        "domain_full_mask_with_own_words": tenant.full_mask.value,
        "domain_token_precision": default.marks["findings"].token_precision.value,
        "ms_per_1000_words": per_thousand["judgments"],
        "model_mb": model_bytes() / 1e6,
    }


def model_bytes() -> int:
    """Of every trained file that the package carries."""
    return sum(file.stat().st_size for file in MODELS.rglob("*") if file.is_file())


def masked(hits: Iterable[Hit], least: Tier) -> Spans:
    return [(hit.start, hit.end) for hit in hits if hit.tier >= least]


def own_words(found: MarkedText) -> Lexicon:
    """What the author's organization would have in its lists: the supplier and its own staff."""
    supplier = [Word(found.supplier, Kind.SUPPLIER)] if found.supplier else []
    return Lexicon([*supplier, *(Word(name, Kind.PERSON) for name in found.staff)])


def both_tiers(name: str, texts: dict[str, list[MarkedText]], detect: Detecting) -> list[Row]:
    """What is masked by default, then with everything masked that the author is asked about."""
    default, asked, seconds = {}, {}, {}
    for set_name, each in texts.items():
        began = time.process_time()
        hits = [detect(text.text) for text in each]
        seconds[set_name] = time.process_time() - began
        default[set_name] = mark(each, [masked(found, Tier.DEFAULT) for found in hits])
        asked[set_name] = mark(each, [masked(found, Tier.ASKED) for found in hits])
    return [Row(name, default, seconds), Row(f"{name}, asked too", asked, seconds)]


def presidio(texts: dict[str, list[MarkedText]]) -> Row:
    answers = {name: ask([text.text for text in each]) for name, each in texts.items()}
    marks = {name: mark(each, answers[name].spans) for name, each in texts.items()}
    version = answers["judgments"].version
    seconds = {name: answer.seconds for name, answer in answers.items()}
    return Row(f"Presidio {version}, no model", marks, seconds)


def public_table(rows: Sequence[Row]) -> Table:
    table = Table(
        title="Court judgments (TAB, development part)",
        caption="Precision: NO_MASK mentions count against it; in brackets without them.\n"
        "Presidio as PyPI has it: no spaCy model is there, so it finds no names.",
    )
    for head in ("", "token recall", "direct entities", "quasi entities", "precision"):
        table.add_column(head, justify="left" if not head else "right")
    for row in rows:
        judged = row.marks["judgments"]
        table.add_row(
            row.name,
            f"{judged.token_recall.value:.3f}",
            shown(judged.entity_recall("DIRECT"), 3),
            shown(judged.entity_recall("QUASI"), 3),
            f"{judged.token_precision.value:.3f} ({judged.precision_without_no_mask.value:.3f})",
        )
    return table


def short_table(rows: Sequence[Row], tenant: Marks) -> Table:
    table = Table(title="Wholly masked, %", caption="Precision: tokens, by what is marked.")
    heads = ("mentions", "texts", "precision")
    for head in ("", *(f"{name}: {head}" for name in SETS[1:] for head in heads)):
        table.add_column(head, justify="left" if not head else "right")

    def cells(marks: Marks) -> list[str]:
        shares = (marks.full_mask, marks.texts_full_mask)
        return [*(shown(each) for each in shares), f"{marks.token_precision.value:.3f}"]

    for row in rows:
        table.add_row(row.name, *(c for name in SETS[1:] for c in cells(row.marks[name])))
    table.add_row(f"{rows[0].name}, own words known", "", "", "", *cells(tenant))
    return table


def kinds_table(name: str, rows: Sequence[Row]) -> Table:
    table = Table(title=f"Mentions wholly masked by kind, %: {name}")
    for head in ("kind", "mentions", *(row.name for row in rows)):
        table.add_column(head, justify="left" if head == "kind" else "right")
    for kind, count in sorted(rows[0].marks[name].mentions.items()):
        shares = (row.marks[name].of_kind(kind).value for row in rows)
        table.add_row(kind, str(count), *(f"{100 * share:.1f}" for share in shares))
    return table


def shown(share: Share, digits: int = 0) -> str:
    """As a fraction with that many digits, or in percent with two."""
    value = f"{share.value:.{digits}f}" if digits else f"{100 * share.value:.2f}"
    return f"{value} of {share.whole}"
