"""A practice all the way, in real Chromium: signed, reviewed, released, adopted by three, found, printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pypdfium2
import pytest
from playwright.sync_api import expect

from portal.core import keys as key_file
from portal.core.clock import now
from portal.db.roles import DatabaseRole, url_for
from portal.db.steward import Steward
from portal.features.sightings.jobs import count_round
from tests.browser.conftest import Demo, Reader

WRITER = "cem.aydogmus@helioforge.example"
COORDINATORS = (
    "tendai.muchaneta@meridian-forum.example",
    "clemence.ridouard@meridian-forum.example",
)
ADOPTERS = (
    "reza.khosravani@norrvale-solar.example",
    "joost.haverlaken@merwijk.example",
    "simran.dhaliwan@brackmoor.example",
)
OBSERVER = "prakash.thapaliyar@open-gate-desk.example"
pytestmark = pytest.mark.xdist_group("browser")
TITLE = "Contracts read aloud before anybody signs"
TEXTS = {
    "problem": "People sign contracts that nobody has read to them.",
    "approach": "Somebody who speaks their language reads each page aloud before it is signed.",
    "steps": "Find a reader whom people trust.\nRead every page aloud.\nAsk what is unclear.",
    "evidence": "Complaints about promises that were not kept became rare.",
}
CHOSEN = {
    "country": "001",
    "sector": "any",
    "cost": "low",
    "effort": "weeks",
    "requirement": "training",
}


def test_a_practice_is_released_and_what_others_made_of_it_stands_beside_it(
    reader: Callable[..., Reader], demo: Demo
) -> None:
    writer = reader(WRITER)
    write(writer)
    for coordinator in [reader(email) for email in COORDINATORS]:
        approve(coordinator)
        release(coordinator)
    first = reader(ADOPTERS[0])
    page_of_practice = find(first)
    for window in (first, *(reader(email) for email in ADOPTERS[1:])):
        adopt(window, page_of_practice)
    count(demo, group_of(first))
    told(first, page_of_practice)
    keep_view(first)
    printed(first, page_of_practice)
    observer = reader(OBSERVER)
    open_library(observer)
    observer.page.get_by_role("link", name=TITLE).click()
    expect(observer.page.get_by_text("3 corporate families")).to_have_count(0)


def write(writer: Reader) -> None:
    page = writer.page
    open_library(writer)
    writer.check("library")
    writer.picture("library")
    page.get_by_role("link", name="Share a good practice").first.click()
    page.get_by_role("button", name="Start writing").click()
    page.locator("#title").fill(TITLE)
    for name, text in TEXTS.items():
        page.locator(f"#{name}").fill(text)
    for name, value in CHOSEN.items():
        page.locator(f"#{name}").select_option(value)
    page.locator("input[name=named][value=yes]").check()
    page.get_by_label("Group and observers").check()
    page.locator("input[name=tlp][value='TLP:AMBER']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").last.click()
    decide(writer)
    writer.check("draft of a practice")
    page.get_by_role("button", name="Preview and send").click()
    writer.check("preview of a practice")
    page.get_by_label(re.compile("will see the name")).check()
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()


def decide(writer: Reader) -> None:
    undecided = writer.page.locator(".hits > li:not(.hits-decided)")
    for _ in range(15):
        if not (before := undecided.count()):
            break
        with writer.page.expect_navigation():
            undecided.first.get_by_role("button", name=re.compile("Replace with")).click()
        expect(undecided).to_have_count(before - 1)


def approve(coordinator: Reader) -> None:
    page = coordinator.page
    open_group(coordinator)
    page.get_by_role("navigation").get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name=TITLE).click()
    coordinator.check("candidate of a practice")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").first).to_be_visible()


def release(coordinator: Reader) -> None:
    """The second approval makes the batch ready; the first leaves nothing to press."""
    page = coordinator.page
    button = page.get_by_role("link", name="Release this batch now").or_(
        page.get_by_role("button", name="Release this batch now")
    )
    for _ in range(8):
        open_group(coordinator)
        page.get_by_role("navigation").get_by_role("link", name="Review", exact=True).click()
        if button.count():
            break
        page.wait_for_timeout(500)
    if button.count():
        button.first.click()
        page.get_by_role("button", name=re.compile("Release|Continue")).last.click()
        page.wait_for_load_state()


def find(window: Reader) -> str:
    """By words and filters; the address of the practice."""
    page = window.page
    link = page.get_by_role("link", name=TITLE)
    for _ in range(20):
        open_library(window)
        if link.count():
            break
        page.wait_for_timeout(500)
    page.get_by_label("Search the library").fill("aloud")
    page.get_by_label("Search the library").press("Enter")
    page.get_by_label("Effort").select_option("weeks")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".item mark", has_text="aloud").first).to_be_visible()
    window.check("library with filters")
    link.first.click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    window.check("practice")
    return re.sub(r"^https?://[^/]+", "", page.url)


def adopt(window: Reader, address: str) -> None:
    page = window.page
    window.go(address)
    page.get_by_role("link", name="Answer for your organization").click()
    page.get_by_label(re.compile("adopted", re.IGNORECASE)).first.check()
    page.get_by_role("button", name="Keep this answer").click()
    expect(page.get_by_text("It counts from the next count on")).to_be_visible()
    expect(page.get_by_text("3 corporate families")).to_have_count(0)


def count(demo: Demo, group_id: UUID) -> None:
    """The group's next round, which in life comes with its rhythm."""
    base = f"postgresql://postgres:@/portal?host={demo.home / 'postgres'}"
    steward = Steward(url_for(base, DatabaseRole.STEWARD), key_file.load(None, demo=True))
    with steward.transaction() as session:
        count_round(session, group_id, now().date())
    steward.close()


def told(window: Reader, address: str) -> None:
    page = window.page
    window.go(address)
    expect(page.locator("#sightings ~ dl")).to_contain_text("3 corporate families")
    window.check("adopted practice")
    window.picture("practice")
    open_library(window)
    card = page.locator(".item", has_text=TITLE)
    expect(card).to_contain_text("Adopted by 3 corporate families")
    page.get_by_label("Adopted by 3 or more").check()
    page.get_by_role("button", name="Apply filters").click()
    expect(card).to_be_visible()


def keep_view(window: Reader) -> None:
    page = window.page
    page.get_by_text("Save this view").click()
    page.get_by_label("Name of the view").fill("Tried by others")
    window.check("saving a view")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("navigation", name="Saved views")).to_contain_text("Tried by others")
    window.check("library with a view")
    page.get_by_role("link", name="Manage views").click()
    window.check("saved views")
    page.get_by_role("button", name="Delete “Tried by others”").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Tried by others", exact=True)).to_be_visible()


def printed(window: Reader, address: str) -> None:
    page = window.page
    window.go(address)
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    window.check("sheet")
    window.picture("sheet")
    for text in labelled(page.pdf(format="A4")):
        assert text.count("TLP:AMBER") >= 2
    page.get_by_role("button", name="Make a PDF").click()
    expect(page.get_by_text("The PDF is ready")).to_be_visible(timeout=60_000)
    window.check("printout")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    content = Path(download.value.path()).read_bytes()
    for text in labelled(content):
        assert text.count("TLP:AMBER") >= 2
        assert TITLE in text


def labelled(content: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(content)
    return [re.sub(r"\s+", " ", each.get_textpage().get_text_range()) for each in pages]


def open_group(window: Reader) -> None:
    window.go("/")
    window.page.locator("main").get_by_role("link", name=re.compile("Electronics")).first.click()


def open_library(window: Reader) -> None:
    open_group(window)
    window.page.get_by_role("navigation", name="Pages of this group").get_by_role(
        "link", name="Library", exact=True
    ).click()


def group_of(window: Reader) -> UUID:
    open_library(window)
    return UUID(window.page.url.split("/groups/")[1].split("/")[0])
