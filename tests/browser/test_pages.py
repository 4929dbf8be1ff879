"""Every page of the demonstration, looked at by axe in light and dark, and at 320 px."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Reader

WRITER = "dana.whitlowe@corvane.example"
ADMINISTRATOR = "marisol.trevanti@corvane.example"
COORDINATOR = "joaquim.vasquinho@meridian-forum.example"
OBSERVER = "prakash.thapaliyar@open-gate-desk.example"
pytestmark = pytest.mark.xdist_group("browser")
PAGES = [
    (None, "/sign-in"),
    (None, "/promise"),
    (None, "/styleguide"),
    (None, "/demo/outbox"),
    (None, "/no-such-page"),
    (WRITER, "/"),
    (WRITER, "/contributions"),
    (WRITER, "/suppliers"),
    (WRITER, "/suppliers/new"),
    (WRITER, "/suppliers/imports"),
    (WRITER, "/suppliers/imports/new"),
    (WRITER, "/organization/footprint"),
    (WRITER, "/account"),
    (WRITER, "/account/sessions"),
    (WRITER, "/account/password"),
    (ADMINISTRATOR, "/organization"),
    (ADMINISTRATOR, "/organization/events"),
    (COORDINATOR, "/"),
    (OBSERVER, "/"),
]


@pytest.mark.parametrize(("email", "path"), PAGES)
def test_a_page_is_accessible_in_light_dark_and_narrow(
    reader: Callable[..., Reader], email: str | None, path: str
) -> None:
    window = reader(email)
    window.go(path)
    window.check(path)


@pytest.mark.parametrize("email", [WRITER, COORDINATOR, OBSERVER])
def test_every_page_that_the_first_one_leads_to_is_accessible(
    reader: Callable[..., Reader], email: str
) -> None:
    window = reader(email)
    links = window.page.eval_on_selector_all(
        "main a[href^='/']", "links => [...new Set(links.map(link => link.getAttribute('href')))]"
    )
    assert links
    for path in links[:12]:
        window.go(path)
        window.check(path)
