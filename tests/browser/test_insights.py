"""The pages of released figures in the demonstration: accessible, narrow, and usable without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Reader
from tests.browser.test_pages import OBSERVER

pytestmark = pytest.mark.xdist_group("browser")


def test_an_observer_reads_the_figures_of_a_group_and_compares_two_regions(
    reader: Callable[..., Reader],
) -> None:
    window = reader(OBSERVER)
    window.page.get_by_role("link", name="Insights", exact=True).first.click()
    window.check("/insights")
    window.page.locator("main a[href^='/insights/']").first.click()
    window.check("a dashboard")
    window.picture("insights")
    dashboard = window.page.url
    window.page.locator("a[href*='/tables/']").nth(1).click()
    window.check("a table")
    window.page.goto(dashboard)
    window.page.get_by_role("link", name="Compare two regions").click()
    for side in ("left", "right"):
        options = window.page.locator(f"#{side} option")
        chosen = options.nth(1 if side == "left" else 2).get_attribute("value")
        window.page.locator(f"#{side}").select_option(chosen)
    window.page.get_by_role("button", name="Compare").click()
    window.check("two regions")


def test_tables_and_comparisons_work_without_scripts(reader: Callable[..., Reader]) -> None:
    window = reader(OBSERVER, java_script_enabled=False)
    window.page.get_by_role("link", name="Insights", exact=True).first.click()
    window.page.locator("main a[href^='/insights/']").first.click()
    window.page.get_by_role("link", name="All tables").click()
    window.page.locator("#filter-sort").select_option("reports")
    window.page.get_by_role("button", name="Show").click()
    cells = window.page.locator("table tbody td.n:nth-of-type(1)").all_inner_texts()
    figures = [int(each) for each in cells if re.fullmatch(r"\d+", each)]
    assert figures
    assert figures == sorted(figures, reverse=True)
