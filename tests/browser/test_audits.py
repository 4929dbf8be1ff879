"""Audits and corrective actions in real Chromium: by hand, through a plan's states, axe-clean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Reader

WRITER = "dana.whitlowe@corvane.example"
pytestmark = pytest.mark.xdist_group("browser")


def test_an_audit_is_written_down_and_its_action_goes_forward(
    reader: Callable[..., Reader],
) -> None:
    window = reader(WRITER)
    page = window.page
    for path, name in (
        ("/audits", "audits"),
        ("/audits/actions", "corrective_actions"),
        ("/audits/severities", ""),
    ):
        window.go(path)
        window.check(path)
        if name:
            window.picture(name)
    window.go("/audits/new")
    page.get_by_label("Supplier", exact=False).first.fill("Harborline Knitting")
    page.locator("#scheme").select_option("smeta")
    page.locator("#findings-0-issue").fill("Two workers had no copy of their contract.")
    page.locator("#findings-0-value").fill("Minor")
    page.locator("#findings-0-action").fill("Give every worker a copy.")
    window.check("/audits/new")
    page.get_by_role("button", name="Add a finding").click()
    assert page.locator("#findings-0-issue").input_value().startswith("Two workers")
    page.get_by_role("button", name="Add the audit").click()
    page.get_by_role("heading", name="Harborline Knitting").wait_for()
    window.check("an audit")
    page.get_by_role("link", name="Give every worker a copy.").click()
    page.get_by_role("button", name="Plan submitted").click()
    page.get_by_text("Now: Plan submitted.").wait_for()
    window.check("an action")


def test_an_audit_is_written_down_without_javascript(reader: Callable[..., Reader]) -> None:
    window = reader(WRITER, java_script_enabled=False)
    page = window.page
    window.go("/audits/new")
    page.locator("#supplier").fill("Quiet Mill")
    page.locator("#scheme").select_option("slcp")
    page.get_by_role("button", name="Add a finding").click()
    page.locator("#findings-1-issue").fill("Wages were late.")
    page.get_by_role("button", name="Remove finding 1").click()
    page.get_by_role("button", name="Add the audit").click()
    assert page.get_by_text("Wages were late.").is_visible()
