"""One release of a group's figures: what is told anew, what is carried, what stays unsaid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.privacy.insights import medians
from portal.privacy.insights.attack import Attack
from portal.privacy.insights.carrying import Standing
from portal.privacy.insights.choosing import Method, choose
from portal.privacy.insights.classes import Classes
from portal.privacy.insights.counting import DIMENSIONS_OF, Rule, Tally, of_release
from portal.privacy.insights.declared import Cell, Median, Report
from portal.privacy.insights.equations import Equations, Sum
from portal.privacy.insights.goals import Goal, changes, untold
from portal.privacy.insights.history import History, Place, State, state_of
from portal.privacy.insights.margins import Margins

__all__ = ["History", "Method", "Prepared", "Rule", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Cells and medians in the order of their names; `history` is for the next call only.

    `withheld`: cells that meet the primary rule, might be told anew and are not, to protect others.
    `carried`: cells that show an earlier value because too few families changed it, or because the
    new one would not be safe. `searched`: how many linear programs it took. `unproven`: goals that
    no choice of this release could have widened; 0 unless something is wrong.
    """

    cells: tuple[Cell, ...]
    medians: tuple[Median, ...]
    history: History
    withheld: tuple[Place, ...] = ()
    carried: tuple[Place, ...] = ()
    searched: int = 0
    unproven: int = 0


def prepare(
    reports: Collection[Report],
    quarter: str,
    history: History,
    rule: Rule | None = None,
    method: Method = "least_loss",
) -> Prepared:
    """The release of a quarter, from all reports up to it as they stand now.

    Only benchmarks and tests pass a `method`.
    """
    rule = rule or Rule()
    state = state_of(reports)
    standing = Standing.of(state, quarter, history, rule)
    attack = _attack(state, quarter, history, standing, rule)
    chosen = choose(attack, method, _likely(attack, history))
    told = tuple(sorted((*(attack.choices[each][0] for each in chosen), *standing.forced)))
    values = standing.values(told)
    bands = medians.told_now(state, history, set(told), rule)
    return Prepared(
        cells=tuple(Cell(table, codes, values[table, codes]) for table, codes in sorted(values)),
        medians=tuple(
            Median(table, codes, band)
            for (table, codes), band in sorted(medians.carried(history, bands).items())
        ),
        history=history.extended(quarter, state, told, bands),
        withheld=tuple(sorted(set(standing.free) - set(told))),
        carried=tuple(sorted(standing.outdated(told))),
        searched=attack.space.solved,
        unproven=len(attack.hopeless),
    )


def _attack(state: State, quarter: str, history: History, standing: Standing, rule: Rule) -> Attack:
    """What an attacker has when this release is added to all earlier ones."""
    states = [*history.states(), state]
    quarters = [*(past.quarter for past in history.releases), quarter]
    told = [*(past.told for past in history.releases), standing.forced]
    reports = [report for each in states for report in each.values()]
    classes = Classes.of_all(reports, {place for each in (*told, standing.free) for place in each})
    equations = Equations(Margins(classes), quarters, states)
    choices = [(place, standing.cells[place].reports) for place in standing.free]
    return Attack(
        equations,
        _goals(equations, states, told, standing, rule),
        _known(equations, told),
        choices,
        rule.k,
    )


def _likely(attack: Attack, history: History) -> frozenset[int]:
    """The choices whose cells, in whatever quarter, were told before."""
    before = {_like(place) for past in history.releases for place in past.told}
    return frozenset(n for n, (place, _) in enumerate(attack.choices) if _like(place) in before)


def _like(place: Place) -> Place:
    table, codes = place
    named = zip(DIMENSIONS_OF[table], codes, strict=True)
    return table, tuple(code for name, code in named if name != "quarter")


def _known(equations: Equations, told: Sequence[Collection[Place]]) -> list[Sum]:
    return [
        equations.standing(equations.margins.classes.place(place), release)
        for release in range(len(told))
        for place in told[release]
    ]


def _goals(
    equations: Equations,
    states: Sequence[State],
    told: Sequence[Collection[Place]],
    standing: Standing,
    rule: Rule,
) -> list[Goal]:
    found: list[Goal] = []
    before: Mapping[Place, Tally] = {}
    choices = {place: number for number, place in enumerate(standing.free)}
    for release, quarter in enumerate(equations.quarters):
        cells = of_release(states[release], quarter)
        is_last = release + 1 == len(states)
        found += untold(equations, release, told[release], choices if is_last else {})
        if release:
            found += changes(equations, release, (before, cells), rule)
        before = cells
    return found
