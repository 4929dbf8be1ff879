"""Rows become audits: together or apart, one a finding or one an audit; what is wrong is named."""

from __future__ import annotations

from datetime import date

import pytest

from portal.audit_lists.dates import find_date, tells_month_first
from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_lists.problems import WITHOUT, Fixes, Flaw, Unknown
from tests.audit_lists.lists import Understood, csv_of, understood

TITLES = (
    "Audit reference,Supplier,Country,Scheme,Audit date,Finding reference,Issue,Finding grade,"
    "Severity,ILO indicators,Corrective action,Action status,Due date"
)


def flaws(read: Understood) -> list[tuple[int, str, Flaw]]:
    return [(each.row, each.column, each.flaw) for each in read.problems]


def test_rows_of_one_audit_are_one_audit_together_or_apart() -> None:
    read = understood(
        csv_of(
            TITLES,
            "A-1,Mill,BD,SMETA,2026-01-05,NC-1,Fees,Business critical,,9,Repay,Open,2026-04-05",
            ",Other,BD,BSCI,2026-01-06,,Doors,Partially,,,,,",
            "a 1,MILL,,SMETA,,NC-2,Doors locked,CAR,,3;restriction of movement,,,",
            "A-1,Mill,BD,SMETA,2026-01-05,NC-1,Fees,Business critical,,9,Tell workers,Closed,",
            ",Other,BD,amfori BSCI,06/01/2026,,Exits,Zero tolerance,,,,,",
        )
    )

    assert read.problems == []
    first, second = read.outcomes
    repay = Action(text="Repay", due_on=date(2026, 4, 5))
    told = Action(text="Tell workers", state="verified_closed")
    assert first == Outcome(
        supplier="Mill",
        scheme="smeta",
        reference="A-1",
        country="BD",
        severity="zero_tolerance",
        audited_on=date(2026, 1, 5),
        findings=(
            AuditFinding(
                issue="Fees",
                reference="NC-1",
                indicators=("debt_bondage",),
                value="Business critical",
                severity="zero_tolerance",
                actions=(repay, told),
            ),
            AuditFinding(
                issue="Doors locked",
                reference="NC-2",
                indicators=("restriction_of_movement",),
                value="CAR",
                collaborative=True,
            ),
        ),
    )
    assert [each.issue for each in second.findings] == ["Doors", "Exits"]
    assert second.severity == "zero_tolerance"


def test_a_list_with_one_row_an_audit_keeps_the_schemes_own_result() -> None:
    read = understood(
        csv_of(
            "Producer;Standard;Audit Date;Rating",
            "Mill;BSCI;05.03.2026;D",
            "Works;SA8000;5 March 2026;x",
        )
    )

    assert [(each.value, each.severity, each.findings) for each in read.outcomes] == [
        ("D", "major", ()),
        ("x", "", ()),
    ]


def test_every_bad_row_is_named_by_row_and_column_and_leaves_the_others_alone() -> None:
    read = understood(
        csv_of(
            TITLES,
            "A-1,Mill,BD,SMETA,2026-01-05,,Good one,Major,,,,,",
            "A-2,,BD,SMETA,2026-01-05,,x,Major,,,,,",
            "A-3,Mill,Atlantis,SMETA,2026-01-05,,x,Major,,,,,",
            "A-4,Mill,BD,,2026-01-05,,x,Major,,,,,",
            "A-5,Mill,BD,Nonesuch,2026-01-05,,x,Major,,,,,",
            "A-6,Mill,BD,SMETA,31.02.2026,,x,Major,,,,,",
            "A-7,Mill,BD,SMETA,2027-01-05,,x,Major,,,,,",
            "A-8,Mill,BD,SMETA,2026-01-05,,x,Purple,,,,,",
            "A-9,Mill,BD,SMETA,2026-01-05,,x,Major,Purple,,,,",
            "B-1,Mill,BD,SMETA,2026-01-05,,x,Major,,Bad luck,,,",
            "B-2,Mill,BD,SMETA,2026-01-05,,x,Major,,,Do,Half,",
            "B-3,Mill,BD,SMETA,2026-01-05,,x,Major,,,Do,Open,2026-01-04",
            "B-4,Mill,BD,SMETA,2026-01-05,,,Major,,,,,",
            ",Mill,BD,SMETA,,,x,Major,,,,,",
            "A-1,Other mill,BD,SMETA,2026-01-05,,x,Major,,,,,",
            "A-1,Mill,BD,SMETA,2026-01-05,,Good one,Major,,,,,",
            "A-1,Mill,BD,SMETA,2026-01-05,,#N/A,Major,,,,,",
            "A-1,Mill,BD,SMETA,2026-01-05,,Good two,Major,,,,,",
        )
    )

    assert flaws(read) == [
        (3, "B", Flaw.NO_SUPPLIER),
        (4, "C", Flaw.UNKNOWN_COUNTRY),
        (5, "D", Flaw.NO_SCHEME),
        (6, "D", Flaw.UNKNOWN_SCHEME),
        (7, "E", Flaw.UNREADABLE_DATE),
        (8, "E", Flaw.IN_FUTURE),
        (9, "H", Flaw.UNKNOWN_VALUE),
        (10, "I", Flaw.UNKNOWN_WORD),
        (11, "J", Flaw.UNKNOWN_INDICATOR),
        (12, "L", Flaw.UNKNOWN_WORD),
        (13, "M", Flaw.DUE_BEFORE_AUDIT),
        (14, "G", Flaw.NO_ISSUE),
        (15, "A", Flaw.UNIDENTIFIED),
        (16, "B", Flaw.CONTRADICTS),
        (17, "A", Flaw.REPEATED),
        (18, "G", Flaw.ERROR),
    ]
    (outcome,) = read.outcomes
    assert [each.issue for each in outcome.findings] == ["Good one", "Good two"]


def test_what_somebody_chose_for_a_word_holds_for_every_row_that_says_it() -> None:
    content = csv_of(
        TITLES,
        "A-1,Mill,BD,Hausaudit,2026-01-05,,x,Rot,,Pech,,,",
        "A-2,Mill,BD,,2026-01-05,,x,Rot,,,,,",
    )
    asked = understood(content).asked
    assert asked[Unknown("scheme", "", "Hausaudit")] == asked[Unknown("scheme", "", "")] == 1

    fixes = {
        Unknown("scheme", "", "Hausaudit"): "own_code",
        Unknown("scheme", "", ""): "smeta",
        Unknown("grade", "own_code", "Rot"): "critical",
        Unknown("grade", "smeta", "Rot"): WITHOUT,
        Unknown("indicator", "", "Pech"): WITHOUT,
    }
    read = understood(content, fixes=Fixes(fixes))

    assert read.problems == []
    assert [(each.scheme, each.severity) for each in read.outcomes] == [
        ("own_code", "critical"),
        ("smeta", ""),
    ]
    assert {each.findings[0].value for each in read.outcomes} == {"Rot"}


def test_an_audit_that_is_recorded_is_told_and_not_given_again() -> None:
    content = csv_of(TITLES, "A-1,Mill,BD,SMETA,2026-01-05,,x,Major,,,,,")

    read = understood(content, recorded=understood(content).outcomes)

    assert read.outcomes == []
    assert flaws(read) == [(2, "A", Flaw.RECORDED)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026-03-05T14:00:00", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("05.03.2026", date(2026, 3, 5)),
        ("5/3/26", date(2026, 3, 5)),
        ("5-Mar-2026", date(2026, 3, 5)),
        ("5th Sept. 2026", date(2026, 9, 5)),
        ("March 5, 2026", date(2026, 3, 5)),
        ("31.02.2026", None),
        ("1/13/2026", None),
        ("46000", None),
        ("1066-10-14", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert find_date(text, month_first=False) == day


def test_the_month_is_first_where_a_day_shows_it() -> None:
    assert tells_month_first(["03/04/2026", "03/14/2026"])
    assert not tells_month_first(["03/04/2026", "14/03/2026", "03/14/2026"])
    assert find_date("03/04/2026", month_first=True) == date(2026, 3, 4)
    assert find_date("03.04.2026", month_first=True) == date(2026, 4, 3)
