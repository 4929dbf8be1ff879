"""Every page of the demonstration, looked at by axe in light and dark, and at 320 px."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Reader

WRITER = "dana.whitlowe@corvane.example"
ADMINISTRATOR = "marisol.trevanti@corvane.example"
COORDINATOR = "joaquim.vasquinho@meridian-forum.example"
OBSERVER = "prakash.thapaliyar@open-gate-desk.example"
LIAISON = "callum.braithwell@tlio.example"
pytestmark = pytest.mark.xdist_group("browser")
PAGES = {
    None: ("/sign-in", "/promise", "/styleguide", "/demo/outbox", "/no-such-page"),
    WRITER: (
        *("/", "/contributions", "/suppliers", "/suppliers/new", "/suppliers/imports"),
        *("/suppliers/imports/new", "/organization/footprint"),
        *("/account", "/account/sessions", "/account/password"),
    ),
    ADMINISTRATOR: ("/organization", "/organization/events"),
}


@pytest.mark.parametrize("email", PAGES)
def test_a_page_is_accessible_in_light_dark_and_narrow(
    reader: Callable[..., Reader], email: str | None
) -> None:
    window = reader(email)
    for path in PAGES[email]:
        window.go(path)
        window.check(path)


@pytest.mark.parametrize("email", [WRITER, COORDINATOR, OBSERVER, LIAISON])
def test_every_kind_of_page_that_the_first_one_leads_to_is_accessible(
    reader: Callable[..., Reader], email: str
) -> None:
    window = reader(email)
    window.check("/")
    links = window.page.eval_on_selector_all(
        "main a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
    )
    kinds = {re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", link): link for link in reversed(links)}
    assert kinds
    for path in kinds.values():
        window.go(path)
        window.check(path)
