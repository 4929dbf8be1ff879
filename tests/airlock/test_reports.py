"""What a group's releases count for: each family's word once, in codes of the declared cube."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest

from portal.airlock.reports import codes_of, reports
from portal.models import Release
from portal.privacy.insights.declared import DIMENSIONS, Report
from tests.candidates import FACETS

READ = date(2026, 5, 4)


def release(**given: Any) -> Release:
    facets = FACETS | {"indicators": [{"code": "debt_bondage", "strength": "strong"}]}
    usual = {
        "kind": "finding",
        "batch_id": uuid4(),
        "bundle_id": None,
        "released_on": READ,
        "byline": "",
        "tlp": "TLP:AMBER",
        "withdrawn": False,
        "facets": facets | given.pop("facets", {}),
    }
    return Release(**(usual | given))


def counted(*rows: tuple[str, Release]) -> list[Report]:
    return list(reports(rows))


def test_every_dimension_has_a_code_as_coarse_as_the_cube() -> None:
    [codes] = codes_of(release().facets, "finding", READ)

    assert codes == {
        "indicator": "debt_bondage",
        "region": "034",
        "country": "BD",
        "sector": "14",
        "quarter": "2026-Q2",
        "severity": "3",
        "remediation": "under_way",
        "scheme": "-",
    }
    assert tuple(codes) == DIMENSIONS


@pytest.mark.parametrize(
    ("facets", "name", "code"),
    [
        ({"place": "034"}, "country", "-"),
        ({"place": "142"}, "region", "-"),
        ({"sector": "C"}, "sector", "-"),
        ({"severity": None}, "severity", "-"),
        ({"scheme": "sa8000"}, "scheme", "multi_stakeholder"),
        ({"scheme": "audited"}, "scheme", "audited"),
        ({"remediation": "verified_with_workers"}, "remediation", "remediated"),
        ({"remediation": "stalled"}, "remediation", "open"),
    ],
)
def test_what_was_made_coarser_is_not_told(facets: dict[str, Any], name: str, code: str) -> None:
    [codes] = codes_of(release(facets=facets).facets, "finding", READ)
    assert codes[name] == code


def test_an_audit_outcome_counts_by_its_grade_and_its_corrective_actions() -> None:
    said = {"grade": "zero_tolerance", "cap_progress": "most", "severity": None}
    [codes] = codes_of(release(facets=said).facets, "audit", READ)
    assert (codes["severity"], codes["remediation"]) == ("4", "under_way")


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "practice"},
        {"byline": "Alfa"},
        {"tlp": "TLP:RED"},
        {"withdrawn": True},
        {"batch_id": None, "bundle_id": uuid4()},
        {"facets": {"indicators": []}},
    ],
)
def test_what_is_signed_red_withdrawn_or_for_outsiders_does_not_count(
    given: dict[str, Any],
) -> None:
    assert counted(("alfa", release(**given))) == []


def test_several_items_of_a_family_are_one_report_in_whatever_order_they_come() -> None:
    grave = release(facets={"severity": {"scale": 4}, "remediation": "closed"})
    slow = {"severity": {"scale": 1}, "remediation": "closed", "remedied_in": "over_12"}
    rows = [
        ("alfa", grave),
        ("alfa", release(facets=slow | {"place": "IN"})),
        ("alfa", release(facets=slow | {"remedied_in": "1_3"})),
    ]
    found = [counted(*order) for order in permutations(rows)]

    assert all(each == found[0] for each in found)
    [report] = found[0]
    assert (report.codes["severity"], report.codes["country"]) == ("4", "BD")
    assert (report.codes["remediation"], report.time) == ("remediated", "over_12")
    [unfinished] = counted(*rows, ("alfa", release(facets={"remediation": "stalled"})))
    assert (unfinished.codes["remediation"], unfinished.time) == ("open", "")
    assert len(counted(*rows, ("bravo", grave))) == 2
    assert len(counted(*rows, ("alfa", release(released_on=date(2026, 7, 1))))) == 2
