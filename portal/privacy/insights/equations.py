"""All that was ever told as linear equations over what nobody tells: the attacker's notebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import Final

from portal.privacy.insights.classes import STATES
from portal.privacy.insights.counting import OF_A_QUARTER
from portal.privacy.insights.declared import Report
from portal.privacy.insights.history import Place, State, key_of
from portal.privacy.insights.margins import MOVING, Margins, Part

STEPS: Final = tuple(combinations_with_replacement(STATES, 2))
"""From which state to which a report goes between two releases: it stays, or it moves forward."""
FIXED: Final = ("indicator", "region", "country", "sector", "quarter", "severity", "scheme")
Sum = Mapping[int, float]
"""Columns with their factors."""


class Equations:
    """Columns, with what they truly are and may be at most, and rows: sums that are known.

    For each release: who came with its own quarter (`new`) or another one (`late`), who went
    (`gone`), and how the others stepped through the states of remediation (`step`), each held as
    the margins of declared.py, with rows that make them fit together. The attacker is taken to know
    the codes and how many families ever spoke; as of which release each figure is true; that a
    report changes in nothing but its remediation, and there only forward, except for exactly those
    margins in which reports truly were withdrawn, changed or came late (how many they do not know).
    Whatever changed otherwise goes and comes late in these equations, so that they hold.
    """

    def __init__(self, margins: Margins, quarters: Sequence[str], states: Sequence[State]) -> None:
        self.margins = margins
        self.quarters = quarters
        self.true: list[int] = []
        self.most: list[float] = []
        self.release: list[int] = []
        self.rows: list[Sum] = []
        self._of: dict[tuple[str, int, Part], int] = {}
        self._limits = self._largest(states)
        self._stay: list[Counter[Part]] = []
        before: State = {}
        for release, (quarter, state) in enumerate(zip(quarters, states, strict=True)):
            self._release(release, quarter, before, state)
            came = _moves(quarter, before, state)[0]
            stayed = (each for each in came if _stays(each, states[release + 1 :]))
            self._stay.append(margins.count(stayed))
            before = state

    def standing(self, place: Place, release: int) -> Sum:
        """What a cell of classes is as of a release; of a table by quarter, what is read in it."""
        found: dict[int, float] = {}
        for part in self.margins.cell(place):
            if place[0] in OF_A_QUARTER:
                found[self._of["new", release, part]] = 1.0
            else:
                found |= self._standing(part, release)
        return found

    def coming(self, place: Place, release: int) -> Sum:
        """What comes into a cell of classes between the release before and this one."""
        kinds = ["new", "late"]
        found: dict[int, float] = {}
        for margin, codes in self.margins.cell(place):
            wanted = [(kind, (margin, codes)) for kind in kinds]
            if "remediation" in place[0]:
                wanted += [
                    ("step", (margin, (*codes[:2], f"{start}>{end}")))
                    for start, end in STEPS
                    if start != end == codes[2]
                ]
            columns = (self._of.get((kind, release, part)) for kind, part in wanted)
            found |= {column: 1.0 for column in columns if column is not None}
        return found

    def stayed(self, part: Part, release: int) -> int:
        """How many truly came into a part with a release and are there ever since."""
        return self._stay[release][part]

    def staying(self, part: Part, release: int) -> list[int]:
        """The columns of what comes into a part with a release and stays there from then on."""
        margin, codes = part
        later = range(release + 1, len(self.quarters))
        if margin in MOVING:
            stays = margin, (*codes[:2], f"{codes[2]}>{codes[2]}")
            found = [self._of["step", each, stays] for each in later]
        else:
            found = [self._of["stand", each, part] for each in (release, *later)]
        return [self._of["new", release, part], *found]

    def truth(self, sum_: Sum) -> int:
        return round(sum(factor * self.true[column] for column, factor in sum_.items()))

    def _release(self, release: int, quarter: str, before: State, state: State) -> None:
        came, late, gone, stepped = _moves(quarter, before, state)
        parts = self.margins.parts
        self._block("new", release, parts, self.margins.count(came))
        counted = self.margins.count(late)
        self._block("late", release, parts if late and not release else sorted(counted), counted)
        counted = self.margins.count(gone)
        self._block("gone", release, sorted(counted), counted)
        if release:
            self._steps(release, stepped)
        for part in parts:
            if part[0] not in MOVING:
                self._stand(part, release)

    def _block(
        self, kind: str, release: int, parts: Sequence[Part], counted: Mapping[Part, int]
    ) -> None:
        for part in parts:
            self._column(kind, release, part, counted.get(part, 0), self._limits[part[0]])
        for one, other in self.margins.agreeing(parts):
            row = {self._of[kind, release, part]: 1.0 for part in one}
            self.rows.append(row | {self._of[kind, release, part]: -1.0 for part in other})

    def _steps(self, release: int, stepped: Iterable[tuple[Report, Report]]) -> None:
        """Who stood in a state stays in it, moves forward or goes."""
        counted: Counter[Part] = Counter()
        for one, other in stepped:
            step = f"{one.codes['remediation']}>{other.codes['remediation']}"
            for margin, codes in self.margins.parts_of(one):
                if margin in MOVING:
                    counted[margin, (*codes[:2], step)] += 1
        sums: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
        for margin, codes in self.margins.parts:
            if margin not in MOVING:
                continue
            state = codes[2]
            leaving: dict[int, float] = {}
            for start, end in STEPS:
                if start == state:
                    part = margin, (*codes[:2], f"{start}>{end}")
                    column = self._column("step", release, part, counted[part], float("inf"))
                    leaving[column] = 1.0
                    sides = sums.setdefault((codes[0], part[1][2]), ([], []))
                    sides[MOVING.index(margin)].append(column)
            gone = self._of.get(("gone", release, (margin, codes)))
            if gone is not None:
                leaving[gone] = 1.0
            stood = self._standing((margin, codes), release - 1)
            self.rows.append(leaving | dict.fromkeys(stood, -1.0))
        for first, second in sums.values():
            self.rows.append(dict.fromkeys(first, 1.0) | dict.fromkeys(second, -1.0))

    def _stand(self, part: Part, release: int) -> None:
        """A part that does not move: what stood, with what came and without what went."""
        row: dict[int, float] = {}
        for kind, factor, when in (
            ("stand", 1, -1),
            ("new", 1, 0),
            ("late", 1, 0),
            ("gone", -1, 0),
        ):
            column = self._of.get((kind, release + when, part))
            if column is not None:
                row[column] = factor
        column = self._column("stand", release, part, self.truth(row), float("inf"))
        self.rows.append({column: -1.0} | row)

    def _standing(self, part: Part, release: int) -> Sum:
        margin, codes = part
        if margin not in MOVING:
            return {self._of["stand", release, part]: 1.0}
        found = [self._of.get((kind, release, part)) for kind in ("new", "late")]
        for one, other in STEPS:
            if other == codes[2]:
                step = margin, (*codes[:2], f"{one}>{other}")
                found.append(self._of.get(("step", release, step)))
        return {column: 1.0 for column in found if column is not None}

    def _column(self, kind: str, release: int, part: Part, true: int, most: float) -> int:
        column = self._of[kind, release, part] = len(self.true)
        self.true.append(true)
        self.most.append(max(most, true))
        self.release.append(release)
        return column

    def _largest(self, states: Sequence[State]) -> dict[str, float]:
        """A family has one report for an indicator, region, sector and quarter: so many at most."""
        families = len({key[0] for state in states for key in state})
        seen = {name: len(self.margins.classes.of[name]) for name in ("region", "sector")}
        indicators = len(self.margins.classes.of["indicator"])
        places = seen["region"] * seen["sector"]
        return {
            "regions": families * seen["sector"],
            "sectors": families * seen["region"],
            "severities": families * places,
            "schemes": families * places,
            "countries": families * indicators * seen["sector"],
        }


def _moves(
    quarter: str, before: State, state: State
) -> tuple[list[Report], list[Report], list[Report], list[tuple[Report, Report]]]:
    """The reports that came with the quarter, came late, went, and those that stayed or moved."""
    came, late, gone, stepped = [], [], [], []
    for key, report in state.items():
        earlier = before.get(key)
        if earlier is not None and _is_step(earlier, report):
            stepped.append((earlier, report))
        elif earlier is None and report.codes["quarter"] == quarter:
            came.append(report)
        else:
            late.append(report)
    for key, earlier in before.items():
        if key not in state or not _is_step(earlier, state[key]):
            gone.append(earlier)
    return came, late, gone, stepped


def _stays(report: Report, later: Sequence[State]) -> bool:
    key = key_of(report)
    return all(key in state and state[key].codes == report.codes for state in later)


def _is_step(one: Report, other: Report) -> bool:
    step = (one.codes["remediation"], other.codes["remediation"])
    return step in STEPS and all(one.codes[each] == other.codes[each] for each in FIXED)
