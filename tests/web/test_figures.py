from __future__ import annotations

from dataclasses import dataclass

from portal.privacy.insights.declared import DIMENSIONS, TABLE_NAMES
from portal.reference import indicators
from portal.web import figures
from portal.web.dashboard import dashboard
from portal.web.figures import Figures
from portal.web.insight_changes import changes
from tests.conftest import Site

CODES = {
    "indicator": [each.code for each in indicators.INDICATORS],
    "region": ["034", "-"],
    "country": ["BD", "-"],
    "sector": ["14", "-"],
    "quarter": ["2026-Q1"],
    "severity": ["1", "4"],
    "remediation": ["open", "under_way", "remediated"],
    "scheme": ["industry", "own", "audited", "-"],
}


@dataclass(frozen=True)
class Cell:
    table_name: str
    row_code: str
    column_code: str
    reports: int


def told(*cells: tuple[str, str, str, int]) -> Figures:
    return Figures(Cell(*each) for each in cells)


def test_a_share_needs_both_of_its_cells_and_parts_that_fit() -> None:
    whole = ("indicator", "deception", "", 20)
    part = ("indicator*remediation", "deception", "remediated", 5)
    older = ("indicator*remediation", "deception", "remediated", 25)

    assert told(whole, part).share("indicator", "deception") == 0.25
    assert told(whole).share("indicator", "deception") is None
    assert told(part).share("indicator", "deception") is None
    assert told(whole, older).share("indicator", "deception") is None
    assert told(("total", "", "", 20), ("remediation", "remediated", "", 10)).share("total") == 0.5
    quarter = ("quarter", "2026-Q1", "", 8), ("remediation*quarter", "remediated", "2026-Q1", 6)
    assert told(*quarter).share("quarter", "2026-Q1") == 0.75


def test_every_code_of_the_cube_has_words_and_every_table_a_heading(site: Site) -> None:
    assert set(CODES) == set(DIMENSIONS)
    with site.app.test_request_context():
        for dimension, codes in CODES.items():
            assert all(figures.label(dimension, code) for code in codes)
        assert len({figures.heading(table) for table in TABLE_NAMES}) == len(TABLE_NAMES)


def test_codes_stand_in_their_usual_order_and_what_was_not_told_last() -> None:
    read = told(
        ("indicator", "excessive_overtime", "", 9),
        ("indicator", "-", "", 9),
        ("indicator", "deception", "", 5),
    )
    assert read.rows("indicator") == ("deception", "excessive_overtime", "-")


def test_a_release_without_cells_has_no_part_of_a_dashboard(site: Site) -> None:
    with site.app.test_request_context():
        made = dashboard(told(), "2026-Q2", 5)

    assert not any((made.key_figures, made.themes, made.regions))
    assert (made.trend, made.countries, made.heat) == (None, None, None)


def test_what_changed_is_told_from_cells_that_both_releases_show(site: Site) -> None:
    before = told(("total", "", "", 40), ("indicator", "deception", "", 9))
    now = told(
        ("total", "", "", 44),
        ("indicator", "deception", "", 12),
        ("indicator", "isolation", "", 7),
        ("country", "BD", "", 6),
    )
    with site.app.test_request_context():
        assert changes(now, before) == (
            "44 reports in all, from 40.",
            "Deception: 12 reports, from 9.",
            "A theme is shown for the first time: Isolation.",
            "A country is shown for the first time: Bangladesh.",
        )
