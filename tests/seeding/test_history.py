"""The history of the demonstration is what figures need, and no two items of it read the same."""

from __future__ import annotations

from collections import defaultdict

import pytest

from portal.airlock.kinds import KINDS
from portal.airlock.reports import ADVANCE, codes_of, remediation_of, time_of
from portal.privacy.insights.calendar import quarter_of
from portal.reference import audits, indicators, places, sectors, taxonomy
from portal.seeding import content, history

FAMILIES = {row["slug"]: row["family"]["slug"] for row in content.organizations()}
QUARTERS = content.read("history")["quarters"]
LONGEST_TITLE = 120


@pytest.fixture(scope="module", params=history.groups())
def told(request: pytest.FixtureRequest) -> list[history.Item]:
    return history.items(request.param)


def test_five_families_and_more_report_in_each_of_nine_quarters(told: list[history.Item]) -> None:
    families = defaultdict(set)
    for item in told:
        families[quarter_of(item.released_on)].add(FAMILIES[item.organization])

    assert sorted(families) == QUARTERS
    assert all(len(each) >= 5 for each in families.values())
    assert all(item.released_on.weekday() == 0 for item in told)
    assert [item.released_on for item in told] == sorted(item.released_on for item in told)


def test_no_two_items_have_a_title_or_a_text_in_common(told: list[history.Item]) -> None:
    assert len({item.title for item in told}) == len(told)
    assert len({item.narrative for item in told}) == len(told)
    for item in told:
        assert len(item.title) <= LONGEST_TITLE
        assert "{" not in item.title + item.narrative


def test_every_code_is_known_to_its_list(told: list[history.Item]) -> None:
    grades = {row.code for row in audits.SEVERITIES}
    listed = (*taxonomy.REMEDIATION_STATES, *taxonomy.REMEDIATION_SIDE_STATES)
    states = {row.code for row in listed}
    for item in told:
        facets = item.facets
        places.place(facets["place"])
        sectors.sector(facets["sector"])
        assert all(indicators.indicator(each["code"]) for each in facets["indicators"])
        assert set(KINDS[item.kind].facts) <= set(facets)
        if item.audited:
            taxonomy.choice("scheme", facets["scheme"])
            assert facets["grade"] in grades
        else:
            assert facets["remediation"] in states
        assert len(codes_of(facets, item.kind, item.released_on)) == len(item.indicators)


def test_what_was_remedied_says_how_long_it_took_and_its_share_rises(
    told: list[history.Item],
) -> None:
    done = defaultdict(list)
    for item in told:
        remedied = remediation_of(item.facets, item.kind) == ADVANCE[-1]
        assert remedied == item.remedied == bool(time_of(item.facets))
        done[item.quarter < len(QUARTERS) // 2].append(remedied)

    early, late = (sum(done[half]) / len(done[half]) for half in (True, False))
    assert early < late


def test_it_is_composed_alike_at_every_seeding() -> None:
    first, again = (history.items("apparel") for _ in range(2))

    assert [vars(item) for item in first] == [vars(item) for item in again]


def test_every_answer_is_given_by_somebody_who_observes_the_group() -> None:
    observers = {
        person["email"]: row["standings"]
        for row in content.organizations()
        for person in row["people"]
        if person["role"] != "reader"
    }
    for row in content.read("insights")["answers"]:
        assert observers[row["person"]][row["group"]] == "observer"
