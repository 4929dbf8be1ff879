"""A workbook of 2,000 rows, 37 of them bad, from its owner's disk into the audits, and out again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Reader
from tests.browser.test_journey import WRITER
from tests.features.audit_imports.lists import FAULTS, HEADER, rows_with_faults, workbook

pytestmark = pytest.mark.xdist_group("browser")
BAD = range(3, 3 + 37 * 50, 50)
PATIENCE = 90_000


def test_of_a_workbook_with_2000_rows_all_37_bad_ones_are_named_and_none_of_the_good_is_lost(
    reader: Callable[..., Reader], tmp_path: Path
) -> None:
    writer = reader(WRITER)
    file = tmp_path / "audits-2026.xlsx"
    file.write_bytes(workbook(rows_with_faults(2000, BAD)))
    upload(writer, file)
    say_what_is_what(writer)
    look_at_the_problems(writer)
    store(writer)
    take_out(writer)
    undo(writer)


def upload(writer: Reader, file: Path) -> None:
    page = writer.page
    writer.go("/audits/imports")
    writer.check("imports of audits")
    writer.go("/audits/imports/templates")
    writer.check("templates of lists of audits")
    writer.go("/audits/imports/new")
    writer.check("upload a list of audits")
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the template").click()
    assert started.value.suggested_filename == "audits-smeta.xlsx"
    page.get_by_label(re.compile("List of audits")).set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name=re.compile("What the columns mean"))).to_be_visible(
        timeout=PATIENCE
    )


def say_what_is_what(writer: Reader) -> None:
    page = writer.page
    expect(page.get_by_label("Supplier", exact=True)).to_have_value("1")
    expect(page.get_by_label("Due date", exact=True)).to_have_value("11")
    writer.check("mapping of audits")
    writer.picture("audit-mapping")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("2000 rows were checked")).to_be_visible(timeout=PATIENCE)


def look_at_the_problems(writer: Reader) -> None:
    page = writer.page
    expect(page.get_by_role("heading", name="37 problems in the rows")).to_be_visible()
    shown = page.get_by_role("region", name="Problems").locator("tbody tr")
    expect(shown).to_have_count(37)
    for turn, number in enumerate(BAD):
        column, _, said = FAULTS[turn % len(FAULTS)]
        expect(shown.nth(turn)).to_contain_text(str(number + 2))
        expect(shown.nth(turn)).to_contain_text(f"{'ABCDEFGHIJKL'[HEADER.index(column)]} · ")
        expect(shown.nth(turn)).to_contain_text(said)
    writer.check("dry run of audits")
    writer.picture("audit-dry-run")
    told = downloaded(page, "Download all problems as CSV", role="link")
    assert [int(row[0]) for row in told[1:]] == [number + 2 for number in BAD]


def store(writer: Reader) -> None:
    page = writer.page
    page.get_by_role("button", name="Import 500 audits").click()
    expect(page.get_by_text("The list is among your audits.")).to_be_visible(timeout=PATIENCE)
    facts = page.locator("dl.defs").first
    expect(facts).to_contain_text(re.compile(r"Audits\s*500\s*Findings\s*1963"))
    writer.check("import of audits")


def take_out(writer: Reader) -> None:
    page = writer.page
    done = page.url
    writer.go("/audits/export")
    writer.check("export of audits")
    rows = downloaded(page, "Download as CSV", role="button")
    issues = {row[rows[0].index("Issue")] for row in rows[1:]}
    good = {f"Fees were paid by worker {n}" for n in range(2000) if n not in BAD}
    assert good <= issues
    assert not {f"Fees were paid by worker {n}" for n in BAD} & issues
    page.goto(done)


def undo(writer: Reader) -> None:
    page = writer.page
    page.get_by_role("link", name="Undo this import").click()
    writer.check("undo an import of audits")
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("The import was undone: 500 audits were deleted.")).to_be_visible()
    writer.check("an import of audits that was undone")


def downloaded(page: Page, name: str, *, role: str) -> list[list[str]]:
    """The rows of a CSV file that a link or button gives."""
    target = page.get_by_role("link" if role == "link" else "button", name=name)
    with page.expect_download() as started:
        target.click()
    text = started.value.path().read_text("utf-8-sig")
    return list(csv.reader(text.splitlines()))
