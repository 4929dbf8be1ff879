"""A file of the demonstration's draft, from its author's disk to the page of a coordinator."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Reader
from tests.browser.test_journey import COORDINATORS, NAMES, WRITER, open_feed

pytestmark = pytest.mark.xdist_group("browser")
DRAFT = "MY: what operators paid before they came"
TITLE = "What operators paid before they came"
LONG = " ".join(
    f"Operators of section {number} said that the fee was taken from their pay in {number} parts."
    for number in range(2, 70)
)


def test_a_file_of_a_draft_reaches_a_coordinator_without_what_was_hidden_in_it(
    reader: Callable[..., Reader], tmp_path: Path
) -> None:
    writer = reader(WRITER)
    open_file(writer)
    decide(writer)
    make_copy(writer)
    refuse(writer, tmp_path)
    send(writer)
    arrives(reader, tmp_path)


def test_a_long_text_is_read_in_the_background(reader: Callable[..., Reader]) -> None:
    writer = reader(WRITER)
    page = writer.page
    writer.go("/contributions/new")
    page.get_by_role("button", name="Start writing").click()
    page.get_by_label(re.compile("What happened")).fill(LONG)
    page.route("**/check", say_nothing)
    page.get_by_role("button", name="Check the text").click()
    expect(page.get_by_role("heading", name="Checking the text")).to_be_visible()
    writer.check("check")
    page.unroute("**/check", say_nothing)
    expect(page.get_by_role("heading", name="Share a finding")).to_be_visible(timeout=60_000)
    expect(page.locator(".hits-count")).to_be_visible()


def say_nothing(route: Route) -> None:
    """The page may be opened, but not ask how far the reading is."""
    if route.request.resource_type == "fetch":
        route.fulfill(status=404)
    else:
        route.continue_()


def open_file(writer: Reader) -> None:
    page = writer.page
    writer.go("/contributions")
    page.get_by_role("link", name=DRAFT).click()
    page.get_by_role("link", name="Add or remove files").click()
    expect(page.locator("[data-poll]")).to_have_count(0, timeout=60_000)
    writer.check("attachments")
    page.get_by_role("link", name=re.compile("Prepare the copy")).click()
    hidden = page.get_by_role("region", name="Hidden in the file")
    for told in ("Dana Whitlowe", "Corvane Denim", "Harimau Plant B", "A hidden sheet"):
        expect(hidden).to_contain_text(told)
    writer.check("attachment")
    writer.picture("attachment")


def decide(writer: Reader) -> None:
    """One detail stays, for a reason; all others are replaced without a word."""
    page = writer.page
    row = page.locator(".hits > li", has=page.locator("q", has_text=re.compile("^HR$")))
    row.get_by_text("Look and change").click()
    row.get_by_role("textbox").fill("An office that every site has.")
    writer.check("a reason")
    row.get_by_role("textbox").press("Enter")
    expect(row.get_by_text("Stays: An office")).to_be_visible()


def make_copy(writer: Reader) -> None:
    page = writer.page
    page.get_by_role("button", name="Make the crossing copy").click()
    use = page.get_by_role("button", name="Use this copy")
    expect(use).to_be_visible(timeout=60_000)
    page.get_by_text("Its text, as it leaves").click()
    writer.check("copy")
    use.click()
    expect(page.get_by_text("Copy leaves with your text", exact=True)).to_be_visible()


def refuse(writer: Reader, tmp_path: Path) -> None:
    """Whatever is refused says why, and what is there already stays."""
    page = writer.page
    empty, archive = tmp_path / "empty.txt", tmp_path / "scan.pdf"
    empty.write_bytes(b"")
    archive.write_bytes(b"PK\x05\x06" + bytes(18))
    page.locator("input[type=file]").set_input_files([empty])
    page.get_by_role("button", name="Upload and inspect").click()
    expect(page.get_by_role("alert")).to_contain_text("“empty.txt” is empty")
    page.locator("input[type=file]").set_input_files([empty, archive])
    page.get_by_role("button", name="Upload and inspect").click()
    expect(page.get_by_text("Not accepted")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Copy leaves with your text", exact=True)).to_be_visible()
    writer.check("refused")
    page.get_by_role("button", name="Remove scan.pdf").click()
    page.locator("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Not accepted")).to_have_count(0)


def send(writer: Reader) -> None:
    page = writer.page
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_label("Title", exact=False).first.fill(TITLE)
    with page.expect_navigation():
        page.get_by_role("button", name="Replace all as suggested").click()
    open_ones = page.locator(".hits > li:not(.hits-decided):not(.hits-part)")
    for _ in range(15):
        if not open_ones.count():
            break
        with page.expect_navigation():
            open_ones.first.get_by_role("button", name=re.compile("Replace with")).click()
    expect(page.get_by_text("Every detail that could identify someone is decided")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Ask the gate").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Use this").click()
    expect(page.get_by_text("Passes as you accepted it")).to_be_visible()
    page.get_by_role("button", name="Preview and send").click()
    expect(page.get_by_role("region", name="Attachments")).to_contain_text("Copy leaves")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()


def arrives(reader: Callable[..., Reader], tmp_path: Path) -> None:
    coordinator = offered(reader)
    files = coordinator.page.get_by_role("region", name="Attachments")
    expect(files).to_contain_text("An office that every site has.")
    coordinator.check("candidate with a file")
    with coordinator.page.expect_download() as waiting:
        files.get_by_role("link", name="Attachment 1").click()
    assert waiting.value.suggested_filename == "attachment-1.xlsx"
    copy = tmp_path / "copy.xlsx"
    waiting.value.save_as(copy)
    book = openpyxl.load_workbook(copy)
    said = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value]
    assert said
    told = [*said, *book.sheetnames, str(book.properties.creator), str(book.properties.keywords)]
    assert not [each for each in told for name in NAMES if name in each]


def offered(reader: Callable[..., Reader]) -> Reader:
    """The first coordinator who is offered the finding: some are left out at random."""
    for email in COORDINATORS:
        coordinator = reader(email)
        open_feed(coordinator, "Review")
        link = coordinator.page.get_by_role("link", name=TITLE)
        if link.count():
            link.click()
            return coordinator
    pytest.fail("nobody is offered the finding")
