"""What coordinators see of a release beside the one before: of published figures only."""

from __future__ import annotations

from types import SimpleNamespace

from portal.features.insight_releases.queries import tables
from portal.web.figures import Figures
from tests.conftest import Site


def figures(**regions: int) -> Figures:
    return Figures(
        SimpleNamespace(
            table_name="region", row_code=code.removeprefix("m"), column_code="", reports=reports
        )
        for code, reports in regions.items()
    )


def test_figures_are_new_changed_or_as_before_and_the_size_of_a_table_is_no_matter_of_data(
    site: Site,
) -> None:
    before, now = figures(m034=12, m035=6), figures(m034=12, m035=8, m015=5)
    with site.app.test_request_context():
        found = {each.name: each for each in tables(now, before, "2026-Q1", "2026-Q2")}
        empty = {each.name: each for each in tables(before, figures(), "2026-Q1", "2026-Q2")}

    region = found["region"]
    assert [region.count(step) for step in ("new", "changed", "same")] == [1, 1, 1]
    assert empty["region"].count("new") == 2
    assert {name: each.declared for name, each in found.items()} == {
        name: each.declared for name, each in empty.items()
    }
    assert found["quarter"].declared == 2
    assert found["region*quarter"].declared == 2 * region.declared
    assert found["total"].declared == 1
