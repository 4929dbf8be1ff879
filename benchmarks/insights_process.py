"""One world in a process of its own: JSON on standard input, figures on standard output."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from math import fsum
from time import perf_counter
from typing import Any, Final

from benchmarks.imports_process import peak_mib
from benchmarks.insight_worlds import World, draw
from benchmarks.insights_attacker import Found, as_member, attack, known
from benchmarks.insights_publishers import BROKEN, greedy_beside, portal
from benchmarks.insights_truth import Published, Release, Truth, as_read
from portal.privacy.insights.weights import weight

SOME: Final = 4
"""What is broken needs no more rounds than this to be seen broken: only a part is settled."""


def main() -> None:
    asked = json.load(sys.stdin)
    k, most = asked["k"], asked["most"]
    world = draw(asked["families"], asked["quarters"], asked["seed"])
    least = portal(world, k)
    peak = peak_mib()
    truth = Truth(world)
    figures: dict[str, Any] = {
        "families": world.families,
        "reports": len(world.entries),
        "seconds": round(sum(each.took.seconds for each in least), 2),
        "cpu_s": round(sum(each.took.cpu for each in least), 2),
        "slowest_release_cpu_s": round(max(each.took.cpu for each in least), 2),
        "peak_mb": round(peak, 1),
        **_counts(truth, least),
    }
    greedy = greedy_beside(world, least, k)
    for way, releases in (("least", least), ("greedy", greedy)):
        figures |= {f"{name}_{way}": each for name, each in _lost(truth, releases).items()}
    read = as_read(truth, least)
    began = perf_counter()
    figures["attack"] = attack(truth, read, k, most=most).written()
    figures["attack"]["seconds"] = round(perf_counter() - began, 1)
    for way in asked["broken"]:
        broken = as_read(truth, BROKEN[way](world, k))
        figures[way] = attack(truth, broken, k, most=SOME, rounds=SOME).written()
    figures["member"] = _member(world, truth, read, k, most).written()
    figures["member_left_below_k"] = _left(world, truth, read, k)
    sys.stdout.write(json.dumps(figures) + "\n")


def _counts(truth: Truth, releases: list[Published]) -> dict[str, int]:
    """Over all releases: figures told anew, older ones that stand on, and cells without any."""
    told = sum(len(each.told) for each in releases)
    hidden = sum(
        len(cells.keys() - {(each.table, each.codes) for each in published.cells})
        for cells, published in zip(truth.cells, releases, strict=True)
    )
    carried = sum(len(each.cells) for each in releases) - told
    return {"cells_published": told, "cells_carried": carried, "cells_suppressed": hidden}


def _lost(truth: Truth, releases: list[Published]) -> dict[str, float]:
    """Cells that might be told by themselves and are not, and what they weigh."""
    lost = [(key, release) for release, each in enumerate(releases) for key in each.withheld]
    weights = (weight(key, truth.value(key, release)) for key, release in lost)
    told = sum(len(each.told) for each in releases)
    return {"told": told, "withheld": len(lost), "lost": round(fsum(weights), 2)}


def _largest(world: World) -> str:
    return Counter(each.family for each in world.entries).most_common(1)[0][0]


def _member(world: World, truth: Truth, read: Sequence[Release], k: int, most: int) -> Found:
    """The family with most reports: who knows more than any other."""
    others, figures = as_member(truth, read, _largest(world))
    return attack(others, figures, k, most=most)


def _left(world: World, truth: Truth, read: Sequence[Release], k: int) -> int:
    """Published figures of k families of which the member is one: it counts those of k-1 others."""
    others, figures = as_member(truth, read, _largest(world))
    return sum(0 < len(others.families(key, as_of)) < k for key, as_of in known(figures))


if __name__ == "__main__":
    main()
