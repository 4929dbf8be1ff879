"""Readers who know every footprint guess the author of each release: how often are they right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from statistics import mean, quantiles
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.gate_rules import PRIORS, Guess, Rule, coverage, guesses, losses, naive, ours, rungs
from benchmarks.gate_worlds import World, worlds

THRESHOLDS: Final = (3, 5, 10)
SHOWN_AT: Final = ("country", "subregion", "region", "world", "held")
BUNDLES: Final = "benchmarks.bundles"


@dataclass
class Outcome:
    """What one rule did to all findings of all worlds."""

    guesses: list[Guess] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    rungs: Counter[str] = field(default_factory=Counter)

    @property
    def worst(self) -> float:
        """The best posterior of the reader over all releases, 0 if nothing was released."""
        return max((each.worst for each in self.guesses), default=0.0)

    @property
    def loss(self) -> float:
        return mean(self.losses)


def run(console: Console, *, quick: bool) -> dict[str, Any]:
    """For k of 3, 5 and 10; worst_posterior_times_k and loss_against_naive are the worst ones."""
    simulated = worlds(1 if quick else 12)
    figures: dict[str, Any] = {}
    times_k, against = [], []
    for k in THRESHOLDS:
        large = [world for world in simulated if world.families >= k]
        safe = _outcome(ours, large, k)
        rules = {
            "pools (ours)": safe,
            "coverage": _outcome(coverage, large, k),
            "naive: k posts": _outcome(naive, large, k),
        }
        tuned, equal = _tuned(large, safe.worst)
        rules[f"naive: {tuned} posts"] = equal
        times_k.append(safe.worst * k)
        against.append(safe.loss / equal.loss)
        console.print(*_tables(k, large, rules), sep="\n")
        figures[f"k{k}"] = {name: _figures(each, k) for name, each in rules.items()}
        figures[f"k{k}"]["naive_needs_posts"] = tuned
    figures["worst_posterior_times_k"] = round(max(times_k), 4)
    figures["loss_against_naive"] = round(max(against), 4)
    console.print(
        f"worst posterior x k {max(times_k):.2f} (aim: at most 2);"
        f" loss against the naive rule at the same safety {max(against):.2f} (aim: below 1)"
    )
    if find_spec(BUNDLES):
        figures["bundles"] = import_module(BUNDLES).run(console, quick=quick)
    return figures


def _outcome(rule: Rule, simulated: Iterable[World], k: int) -> Outcome:
    found = Outcome()
    for world in simulated:
        shown = rule(world, k)
        found.guesses += guesses(world, shown)
        found.losses += losses(world, shown)
        found.rungs += rungs(world, shown)
    return found


def _tuned(simulated: list[World], worst: float) -> tuple[int, Outcome]:
    """The naive rule with the fewest posts that is as safe as ours; at last it shows nothing."""
    posts = 1
    while True:
        found = _outcome(naive, simulated, posts)
        if found.worst <= worst:
            return posts, found
        posts += max(1, posts // 10)


def _figures(outcome: Outcome, k: int) -> dict[str, Any]:
    total = outcome.rungs.total()
    return {
        "worst_posterior_times_k": round(outcome.worst * k, 4),
        "worst_by_prior": {
            prior: round(max((g.best[at] for g in outcome.guesses), default=0.0) * k, 4)
            for at, prior in enumerate(PRIORS)
        },
        "median_posterior_times_k": round(_spread(outcome)[0] * k, 4),
        "p95_posterior_times_k": round(_spread(outcome)[1] * k, 4),
        "above_two_over_k": round(
            mean([g.worst > 2 / k + 1e-6 for g in outcome.guesses] or [0.0]), 4
        ),
        "loss": round(outcome.loss, 4),
        **{f"shown_at_{name}": round(outcome.rungs[name] / total, 4) for name in SHOWN_AT},
    }


def _spread(outcome: Outcome) -> tuple[float, float]:
    """Median and 95th percentile of the reader's best posterior."""
    found = [each.worst for each in outcome.guesses]
    if len(found) <= 1:
        return (outcome.worst, outcome.worst)
    cuts = quantiles(found, n=20)
    return cuts[9], cuts[18]


def _tables(k: int, simulated: list[World], rules: dict[str, Outcome]) -> tuple[Table, Table]:
    findings = sum(len(world.findings) for world in simulated)
    guessed = Table(title=f"k = {k}, {len(simulated)} worlds, {findings} findings: posterior x k")
    lost = Table(title="information lost, and where findings are shown")
    for table, columns in (
        (guessed, ("worst", "alike", "by sites", "by share", "median", "p95", "> 2/k")),
        (lost, ("loss", *SHOWN_AT)),
    ):
        table.add_column("rule")
        for column in columns:
            table.add_column(column, justify="right")
    for name, outcome in rules.items():
        said = _figures(outcome, k)
        guessed.add_row(
            name,
            f"{said['worst_posterior_times_k']:.2f}",
            *(f"{value:.2f}" for value in said["worst_by_prior"].values()),
            f"{said['median_posterior_times_k']:.2f}",
            f"{said['p95_posterior_times_k']:.2f}",
            f"{said['above_two_over_k']:.0%}",
        )
        shares = (said[f"shown_at_{rung}"] for rung in SHOWN_AT)
        lost.add_row(name, f"{said['loss']:.3f}", *(f"{share:.0%}" for share in shares))
    return guessed, lost
