"""Which cells may say something new beside everything that was said before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from portal.privacy.insights.counting import OF_A_QUARTER, Rule, Tally, at, changed, of_release
from portal.privacy.insights.history import History, Place, State


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a release begins: what it may tell, and what stands already.

    `free`: cells that meet the primary rule and differ from every value of theirs that was ever
    told by no family or by k or more. `forced`: those that show what they showed before and would
    be free to: a reader takes them as told now, so there is no choice. `kept`: the value last told,
    of cells that were told before.
    """

    cells: Mapping[Place, Tally]
    free: tuple[Place, ...]
    forced: tuple[Place, ...]
    kept: Mapping[Place, int]

    @classmethod
    def of(cls, state: State, quarter: str, history: History, rule: Rule) -> Standing:
        """Compare what stands now with everything that was told."""
        if any(past.quarter >= quarter for past in history.releases):
            raise ValueError(f"the figures of {quarter} or of a later quarter are told already")
        cells = of_release(state, quarter)
        free = {place for place, tally in cells.items() if tally.meets(rule)}
        kept: dict[Place, int] = {}
        bound: set[Place] = set()
        for past, earlier in zip(history.releases, history.states(), strict=True):
            before = of_release(earlier, past.quarter)
            for place in past.told:
                kept[place] = before[place].reports
                if place[0] not in OF_A_QUARTER:
                    moved = changed(at(cells, place), before[place])
                    if 0 < moved < rule.k:
                        bound.add(place)
        same = {
            place
            for place, value in kept.items()
            if place[0] not in OF_A_QUARTER and at(cells, place).reports == value
        }
        return cls(cells, tuple(sorted(free - same - bound)), tuple(sorted(same - bound)), kept)

    def values(self, told: Iterable[Place]) -> dict[Place, int]:
        """Everything that the release shows if it tells these cells anew."""
        return dict(self.kept) | {place: self.cells[place].reports for place in told}

    def outdated(self, told: Collection[Place]) -> list[Place]:
        """The cells that show an earlier value than their own."""
        return [place for place in self.kept if place not in told and place[0] not in OF_A_QUARTER]
