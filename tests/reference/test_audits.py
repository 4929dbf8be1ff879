"""The crosswalk of severities, the steps of a corrective action, and how far a plan has come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit_records.progress import rung
from portal.reference import audits, taxonomy
from portal.reference.documents import document

STATES = [each.code for each in audits.CAP_STATES]
SEVERITIES = [each.code for each in audits.SEVERITIES]


def test_every_scheme_that_audits_is_in_the_crosswalk_and_no_other() -> None:
    listed = [each.code for each in taxonomy.AUDIT_SCHEMES if each.code != "not_audited"]
    assert sorted(each.code for each in audits.SCHEMES) == sorted(listed)


@pytest.mark.parametrize("scheme", audits.SCHEMES, ids=lambda each: each.code)
def test_every_value_has_a_known_severity_or_is_said_to_have_none(scheme: audits.Scheme) -> None:
    for value in scheme.values:
        assert value.severity in {*SEVERITIES, ""}
        for word in (value.value, value.value.upper(), *value.aliases):
            assert audits.severity_of(scheme.code, word) == value.severity
    assert audits.severity_of(scheme.code, "no such word") == ""
    assert scheme.check is not None or scheme.is_free
    assert scheme.source


def test_what_schemes_do_not_grade_is_not_graded_for_them() -> None:
    assert {each.severity for each in audits.scheme("slcp").values} == {""}
    assert audits.severity_of("smeta", "CAR") == ""
    assert audits.is_collaborative("smeta", "Collaborative action required")
    assert not audits.is_collaborative("smeta", "Major")
    assert audits.severity_of("better_work", "Non-compliance") == ""


@pytest.mark.parametrize(
    ("scheme", "word", "severity"),
    [
        ("smeta", "Business Critical", "zero_tolerance"),
        ("bsci", "zt", "zero_tolerance"),
        ("rba_vap", "Priority non-conformance", "zero_tolerance"),
        ("smeta", "MAJOR NC", "major"),
        ("sa8000", "Minor Non-Conformity", "minor"),
        ("fla", "Notable feature", "good_practice"),
        ("own_code", "critical", "critical"),
        ("no_such_scheme", "critical", ""),
    ],
)
def test_a_schemes_word_stands_beside_a_neutral_one(scheme: str, word: str, severity: str) -> None:
    assert audits.severity_of(scheme, word) == severity


def test_the_worst_severity_is_the_first_of_the_list() -> None:
    assert audits.worst(["minor", "critical", ""]) == "critical"
    assert audits.worst(["good_practice", "observation"]) == "observation"
    assert audits.worst([""]) == audits.worst([]) == ""


def test_an_action_reaches_every_state_from_its_first_and_none_is_a_dead_end() -> None:
    reached, waiting = {"open"}, ["open"]
    while waiting:
        for state in audits.next_states(waiting.pop()):
            if state not in reached:
                reached.add(state)
                waiting.append(state)
    assert reached == set(STATES)
    assert all(audits.next_states(state) for state in STATES)
    assert audits.next_states("no such state") == ()


def test_only_what_is_collaborative_is_closed_for_the_long_term() -> None:
    for state in STATES:
        assert "closed_long_term" not in audits.next_states(state, collaborative=False)
    assert "closed_long_term" in audits.next_states("in_progress")


def test_nothing_is_verified_before_there_is_evidence() -> None:
    before = [state for state in STATES if "verified_closed" in audits.next_states(state)]
    assert before == ["evidence_submitted"]


@given(st.lists(st.sampled_from(STATES)))
def test_a_plan_has_come_as_far_as_its_closed_part(states: list[str]) -> None:
    closed = states.count("verified_closed")
    expected = (
        ""
        if not states
        else "none"
        if not closed
        else "all"
        if closed == len(states)
        else "most"
        if 2 * closed > len(states)
        else "some"
    )
    assert rung(states) == expected
    assert expected in {"", *(each.code for each in audits.CAP_PROGRESS)}


def test_the_list_says_what_was_not_read_from_a_primary_source() -> None:
    assert "primary source" in document("audits")["check"]
    told = [each.code for each in audits.SCHEMES if each.check]
    assert {"smeta", "slcp", "bsci", "rba_vap", "sa8000"} <= set(told)
