"""Figures of synthetic worlds: how much is told, what it costs, and what a reader can subtract."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.processes import measured

THRESHOLD: Final = 5
SIZES: Final = (12, 40, 400)
QUARTERS: Final = 8
QUICK_SIZES: Final = (6, 12)
QUICK_QUARTERS: Final = 3
SEED: Final = 1
MOST_SINGLE: Final = 40
"""Cells that are asked about one by one where stretching many at once left them in doubt."""
BROKEN: Final = ("primary", "forgetting")
FORGETS: Final = 40
"""In larger worlds only the first is tried: the second takes as long as all that is measured."""
COLUMNS: Final = {
    "families": "families",
    "reports": "reports",
    "told": "cells_published",
    "carried": "cells_carried",
    "suppressed": "cells_suppressed",
    "withheld (greedy)": "withheld",
    "lost (greedy)": "lost",
    "s": "seconds",
    "CPU s": "cpu_s",
    "most CPU s": "slowest_release_cpu_s",
    "MiB": "peak_mb",
}
ATTACKS: Final = {
    "attack": "portal",
    "member": "by member",
    "primary": "no margins",
    "forgetting": "no memory",
}
"""The portal's releases; the same, read by the family with most reports; the two broken ones."""


def run(console: Console, *, quick: bool) -> dict[str, Any]:
    """`derived_below_k` and its siblings are sums over the worlds."""
    worlds = []
    for families in QUICK_SIZES if quick else SIZES:
        told: dict[str, Any] = {
            "families": families,
            "quarters": QUICK_QUARTERS if quick else QUARTERS,
            "seed": SEED,
            "k": THRESHOLD,
            "most": MOST_SINGLE,
            "broken": list(BROKEN if families <= FORGETS else BROKEN[:1]),
        }
        worlds.append(measured("benchmarks.insights_process", told))
        console.print(f"{families} families: {worlds[-1]}")
    console.print(_costs(worlds), _attacks(worlds), sep="\n")

    def derived(name: str) -> int:
        return sum(int(each[name]["derived"]) for each in worlds if name in each)

    return {
        "derived_below_k": derived("attack"),
        "targets": sum(each["attack"]["targets"] for each in worlds),
        "settled": sum(each["attack"]["settled"] for each in worlds),
        "derived_when_broken": derived("primary"),
        "derived_when_forgetting": derived("forgetting"),
        "derived_by_member": derived("member"),
        "worlds": {str(each["families"]): each for each in worlds},
    }


def _costs(worlds: list[dict[str, Any]]) -> Table:
    drawn = Table(title=f"Figures told over all releases, k = {THRESHOLD}; lost as weights.py says")
    for column in COLUMNS:
        drawn.add_column(column, justify="right")
    for each in worlds:
        drawn.add_row(*(_shown(each, key) for key in COLUMNS.values()))
    return drawn


def _shown(world: dict[str, Any], key: str) -> str:
    if key in world:
        return f"{world[key]:,}"
    return f"{world[f'{key}_least']:,} ({world[f'{key}_greedy']:,})"


def _attacks(worlds: list[dict[str, Any]]) -> Table:
    title = "What a reader of all releases derives of 1 to k-1 families, closer than k"
    drawn = Table(title=title)
    drawn.add_column("families", justify="right")
    drawn.add_column("releases")
    names = ("targets", "settled", "by_margins", "by_releases", "derived", "programs")
    for name in names:
        drawn.add_column(name.replace("_", " "), justify="right")
    for each in worlds:
        for attack, label in ATTACKS.items():
            if attack not in each:
                continue
            found = (f"{each[attack][name]:,}" for name in names)
            drawn.add_row(str(each["families"]), label, *found)
    return drawn
