"""A world published quarter by quarter: as the portal does, and in two ways broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, process_time
from typing import Final

from benchmarks.insight_worlds import World
from benchmarks.insights_truth import Published, Took
from portal.privacy.insights.releasing import History, Prepared, Rule, prepare

Publisher = Callable[[World, int], list[Published]]


def portal(world: World, k: int) -> list[Published]:
    """Each release remembers all earlier ones."""
    history, found = History.empty(), []
    for release, quarter in enumerate(world.quarters):
        began, at_work = perf_counter(), process_time()
        prepared = prepare(world.reports(release), quarter, history, Rule(k))
        took = Took(perf_counter() - began, process_time() - at_work)
        found.append(_published(prepared, took))
        history = prepared.history
    return found


def greedy_beside(world: World, releases: list[Published], k: int) -> list[Published]:
    """What the greedy rule would tell instead, each release after the same earlier ones."""
    history, found = History.empty(), []
    for release, (quarter, published) in enumerate(zip(world.quarters, releases, strict=True)):
        reports = world.reports(release)
        found.append(_published(prepare(reports, quarter, history, Rule(k), "greedy")))
        history = published.history
    return found


def primary_only(world: World, k: int) -> list[Published]:
    """Broken: k families and at most a half, and small changes carried, but nothing for margins."""
    history, found = History.empty(), []
    for release, quarter in enumerate(world.quarters):
        prepared = prepare(world.reports(release), quarter, history, Rule(k), "primary_only")
        history = prepared.history
        found.append(_published(prepared))
    return found


def forgetting(world: World, k: int) -> list[Published]:
    """Broken: each release is safe by itself, and was compared with no other."""
    return [
        _published(prepare(world.reports(release), quarter, History.empty(), Rule(k)))
        for release, quarter in enumerate(world.quarters)
    ]


def _published(prepared: Prepared, took: Took | None = None) -> Published:
    told = frozenset(prepared.history.releases[-1].told)
    withheld = frozenset(prepared.withheld)
    return Published(prepared.cells, told, withheld, prepared.history, took or Took())


BROKEN: Final[dict[str, Publisher]] = {"primary": primary_only, "forgetting": forgetting}
