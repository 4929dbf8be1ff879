"""One release of a group's figures: what is told anew, what is carried, what stays unsaid."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.privacy.insights import medians
from portal.privacy.insights.carrying import Standing
from portal.privacy.insights.counting import Rule
from portal.privacy.insights.declared import Cell, Median, Report
from portal.privacy.insights.history import History, state_of

__all__ = ["History", "Prepared", "Rule", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Cells and medians in the order of their names; `history` is for the next call only."""

    cells: tuple[Cell, ...]
    medians: tuple[Median, ...]
    history: History


def prepare(
    reports: Collection[Report], quarter: str, history: History, rule: Rule | None = None
) -> Prepared:
    """The release of a quarter, from all reports up to it as they stand now."""
    rule = rule or Rule()
    state = state_of(reports)
    standing = Standing.of(state, quarter, history, rule)
    told = tuple(place for place in standing.free if "*" not in place[0])
    values = standing.values(told)
    bands = medians.told_now(state, history, set(told), rule)
    return Prepared(
        tuple(Cell(table, codes, values[table, codes]) for table, codes in sorted(values)),
        tuple(
            Median(table, codes, band)
            for (table, codes), band in sorted(medians.carried(history, bands).items())
        ),
        history.extended(quarter, state, told, bands),
    )
