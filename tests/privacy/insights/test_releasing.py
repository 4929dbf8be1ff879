"""What holds of a group's figures whatever its families report, and in whatever order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.privacy.insights.counting import of_release
from portal.privacy.insights.declared import DIMENSIONS, Report, table_name
from portal.privacy.insights.declared import TABLES as DECLARED
from portal.privacy.insights.history import state_of
from portal.privacy.insights.medians import told_now
from portal.privacy.insights.releasing import History, Method, Prepared, Rule, prepare
from tests.privacy.insights.cube import Cube

QUARTERS = ("2025-Q1", "2025-Q2")
RULE = Rule(k=3)
STATES = ("open", "under_way", "remediated")
DIMENSIONS_OF = {table_name(each): each for each in DECLARED}
few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def report(family: int | str, codes: Sequence[str], quarter: str) -> Report:
    indicator, region, sector, severity, state, scheme = codes
    said = {
        "indicator": indicator,
        "region": region,
        "country": f"{region}1",
        "sector": sector,
        "quarter": quarter,
        "severity": severity,
        "remediation": state,
        "scheme": scheme,
    }
    return Report(f"family{family}", {each: said[each] for each in DIMENSIONS}, "")


@st.composite
def worlds(draw: st.DrawFn) -> list[list[Report]]:
    """Two quarters of six families; reports of the first may move forward in the second."""
    codes = st.tuples(
        st.sampled_from(["deception", "isolation"]),
        st.sampled_from(["034", "035"]),
        st.sampled_from(["13", "14"]),
        st.sampled_from(["1", "2"]),
        st.sampled_from(STATES),
        st.sampled_from(["own", "-"]),
    )
    releases: list[list[Report]] = []
    stood: dict[Any, Report] = {}
    for quarter in QUARTERS:
        moved = {}
        for key, each in stood.items():
            at = STATES.index(each.codes["remediation"])
            state = STATES[draw(st.integers(at, 2))]
            moved[key] = replace(each, codes={**each.codes, "remediation": state})
        stood = moved
        for family in range(6):
            for said in draw(st.lists(codes, min_size=1, max_size=7)):
                stood.setdefault((family, *said[:3], quarter), report(family, said, quarter))
        releases.append(list(stood.values()))
    return releases


def released(world: list[list[Report]], method: Method = "least_loss") -> list[Prepared]:
    history, made = History.empty(), []
    for quarter, reports in zip(QUARTERS, world, strict=True):
        made.append(prepare(reports, quarter, history, RULE, method))
        history = History.read(json.loads(json.dumps(made[-1].history.written())))
    return made


def too_close(world: list[list[Report]], made: list[Prepared]) -> int:
    """How many cells that are not told the attacker of the tests bounds closer than k."""
    releases = []
    for quarter, reports, prepared in zip(QUARTERS, world, made, strict=True):
        past = made[-1].history.releases[QUARTERS.index(quarter)]
        values = {(each.table, each.codes): each.reports for each in prepared.cells}
        releases.append((quarter, reports, {place: values[place] for place in past.told}))
    cube = Cube(releases)
    return sum(
        cube.width(*place, number) < RULE.k
        for number, (_quarter, _reports, told) in enumerate(releases)
        for place in cube.cells(number)
        if place not in told
    )


@few
@given(worlds())
def test_no_cell_that_is_not_told_can_be_bounded_closer_than_k(world: list[list[Report]]) -> None:
    made = released(world)
    assert too_close(world, made) == 0
    assert all(each.unproven == 0 for each in made)


def test_the_same_attack_succeeds_where_nothing_is_hidden_to_protect_others() -> None:
    """The check above can fail: here one cell of a row is hidden alone."""
    said = [("034", "13")] * 5 + [("035", "14")]
    world = [
        [
            report(f, (indicator, region, sector, "1", "open", "own"), quarter)
            for indicator in ("deception", "isolation")
            for f, (region, sector) in enumerate(said)
            for quarter in QUARTERS[: number + 1]
        ]
        for number in range(2)
    ]
    assert too_close(world, released(world, "primary_only")) > 0
    assert too_close(world, released(world, "greedy")) == 0


@few
@given(worlds())
def test_every_figure_has_k_families_none_of_them_more_than_half(world: list[list[Report]]) -> None:
    for number, prepared in enumerate(released(world)):
        for cell in prepared.cells:
            now = [
                Counter(
                    each.family
                    for each in reports
                    if tuple(each.codes[d] for d in DIMENSIONS_OF[cell.table]) == cell.codes
                )
                for reports in world[: number + 1]
            ]
            # As of this release, or carried from an earlier one where it held.
            assert any(
                families.total() == cell.reports
                and len(families) >= RULE.k
                and 2 * max(families.values()) <= cell.reports
                for families in now
            )


@few
@given(worlds(), st.permutations(range(6)))
def test_the_names_of_families_change_nothing(world: list[list[Report]], names: list[int]) -> None:
    renamed = [
        [
            replace(each, family=f"other{names[int(str(each.family)[-1])]}")
            for each in reversed(reports)
        ]
        for reports in world
    ]
    for one, other in zip(released(world), released(renamed), strict=True):
        assert (one.cells, one.medians) == (other.cells, other.medians)


def rows(families: Sequence[int], quarter: str, sector: str = "13") -> list[Report]:
    return [
        report(f, (indicator, region, sector, "1", "open", "own"), quarter)
        for f in families
        for indicator in ("deception", "isolation", "debt_bondage")
        for region in ("034", "035", "030")
    ]


def test_a_report_of_another_family_changes_nothing_where_all_are_alike() -> None:
    base = rows(range(8), QUARTERS[0])
    extra = report(0, ("deception", "034", "14", "2", "open", "-"), QUARTERS[0])
    figures = [
        prepare([*base, replace(extra, family=f"family{f}")], QUARTERS[0], History.empty(), RULE)
        for f in range(3)
    ]
    assert figures[0].cells
    assert all(each.cells == figures[0].cells for each in figures)


def values(prepared: Prepared) -> dict[tuple[str, tuple[str, ...]], int]:
    return {(each.table, each.codes): each.reports for each in prepared.cells}


def test_a_figure_that_too_few_families_changed_is_carried_until_enough_did() -> None:
    first = prepare(rows(range(8), QUARTERS[0]), QUARTERS[0], History.empty(), RULE)
    total = values(first)["total", ()]
    one_more = [*rows(range(8), QUARTERS[0]), *rows([0, 1], QUARTERS[1])]
    second = prepare(one_more, QUARTERS[1], first.history, RULE)
    assert values(second)["total", ()] == total
    third = prepare([*one_more, *rows(range(5), "2025-Q3")], "2025-Q3", second.history, RULE)
    assert values(third)["total", ()] in {total, total + len(rows(range(7), ""))}


def test_what_a_quarter_said_is_never_revised_even_if_reports_are_withdrawn() -> None:
    first = prepare(rows(range(8), QUARTERS[0]), QUARTERS[0], History.empty(), RULE)
    told = {place: value for place, value in values(first).items() if "quarter" in place[0]}
    assert told
    second = prepare(rows(range(4), QUARTERS[0]), QUARTERS[1], first.history, RULE)
    assert told.items() <= values(second).items()


def test_empty_and_hidden_are_the_same_absence() -> None:
    """Two families in a region or nobody: nothing of it stands anywhere."""
    for lonely in ([], [report(0, ("deception", "145", "14", "2", "open", "-"), QUARTERS[0])]):
        prepared = prepare(
            [*rows(range(8), QUARTERS[0]), *lonely], QUARTERS[0], History.empty(), RULE
        )
        assert not any("145" in each.codes for each in prepared.cells)


def test_a_median_waits_for_twice_as_many_families() -> None:
    def timed(families: int) -> list[Report]:
        remedied = [
            replace(each, codes={**each.codes, "remediation": "remediated"}, time=time)
            for each, time in zip(
                rows(range(families), QUARTERS[0]), ["3_6", "under_1", "over_12"] * 99, strict=False
            )
        ]
        return [*remedied, *rows(range(10, 18), QUARTERS[0])]

    def figures(families: int) -> set[str]:
        state = state_of(timed(families))
        told = of_release(state, QUARTERS[0])
        found = told_now(state, History.empty(), told, RULE)
        return {time for (table, _codes), time in found if table in {"total", "indicator"}}

    assert figures(5) == set()
    assert figures(6) == {"3_6"}
