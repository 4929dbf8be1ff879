"""One finding, all the way through, in real Chromium: written, reviewed, released, read by others."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from tests.browser.conftest import ROOT, Demo, Reader

WRITER = "dana.whitlowe@corvane.example"
COORDINATORS = ("joaquim.vasquinho@meridian-forum.example", "solveig.aunmo@meridian-forum.example")
PEER = "samira.elouarti@merwijk.example"
OBSERVER = "prakash.thapaliyar@open-gate-desk.example"
LIST = ROOT / "portal/seeding/content/facility_lists/osh_8.csv"
pytestmark = pytest.mark.xdist_group("browser")
TITLE = "Passports collected on the first evening"
SUPPLIER = "Harimau Stitchworks (M) Sdn Bhd"
PHONE = "+60 12-345 6789"
PLACE = "Batu Pahat"
NARRATIVE = (
    f"At {SUPPLIER} in {PLACE} newly arrived operators handed their passports to a supervisor on the"
    " first evening. They were told that the office keeps them safe. Several asked for them back and"
    f" were sent away. The agent who brought them can be reached at {PHONE}."
)
NAMES = ("Corvane", "corvane", "Dana", "Whitlowe", "Harimau", "Batu Pahat", "Johor", "345 6789")
"""What nobody else may read anywhere: the author, the company, the supplier, the place, the number."""


def test_one_finding_all_the_way_through(reader: Callable[..., Reader], demo: Demo) -> None:
    writer = reader(WRITER)
    import_a_list(writer)
    write(writer)
    decide(writer)
    pass_gate(writer)
    preview_and_send(writer)
    watch = [listen(each) for each in (reader(email) for email in (*COORDINATORS, PEER, OBSERVER))]
    coordinators, peer, observer = watch[:2], watch[2], watch[3]
    for coordinator in coordinators:
        approve(coordinator)
    release(coordinators[0])
    read(peer)
    waits_for_a_bundle(observer)
    told = [
        (name, url)
        for other in watch
        for url, body in other.received
        for name in NAMES
        if name in body
    ]
    assert not told, told[:5]
    log = demo.log.read_text()
    assert not [name for name in NAMES if name in log]
    withdraw(writer)
    peer.go("/")
    open_feed(peer)
    expect(peer.page.get_by_role("link", name=TITLE)).to_have_count(0)


def import_a_list(writer: Reader) -> None:
    page = writer.page
    writer.go("/suppliers/imports/new")
    page.locator("input[type=file]").set_input_files(LIST)
    page.get_by_role("button", name=re.compile("Check|Upload|Continue")).first.click()
    expect(page.get_by_role("heading", name="Check the list")).to_be_visible()
    writer.check("mapping")
    writer.picture("import")
    page.get_by_role("button", name=re.compile(r"Import \d+ rows?")).click()
    expect(
        page.get_by_text(re.compile("Undo|Taken in|Done|imported", re.IGNORECASE)).first
    ).to_be_visible(timeout=60_000)
    writer.check("import")


def write(writer: Reader) -> None:
    page = writer.page
    writer.go("/")
    open_feed(writer)
    page.get_by_role("link", name="Share a finding").first.click()
    if page.get_by_role("button", name=re.compile("Start")).count():
        page.get_by_role("button", name=re.compile("Start")).first.click()
    page.get_by_label("Title", exact=False).first.fill(TITLE)
    page.get_by_label(re.compile("What happened")).fill(NARRATIVE)
    expect(page.locator(".hits li").first).to_be_visible()
    page.get_by_label(re.compile("^Country")).select_option("MY")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and show states").click()
    page.get_by_label(re.compile("^State or province")).select_option("MY-01")
    page.get_by_label(re.compile("^Sector")).select_option("1410")
    page.get_by_label(re.compile("^When")).select_option("2026-Q3")
    page.get_by_label(re.compile("^Remediation")).select_option("reported")
    row = page.locator(".mark-row", has_text="Retention of identity documents")
    row.get_by_label("Strong").check()
    page.get_by_label("Group and observers").check()
    page.locator("input[name=tlp][value='TLP:AMBER']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save draft").last.click()
    expect(page.get_by_role("status").filter(has_text="saved").first).to_be_visible()
    writer.check("draft")
    writer.picture("finding")


def decide(writer: Reader) -> None:
    page = writer.page
    for _ in range(15):
        undecided = page.locator(".hits > li:not(.hits-decided)")
        if undecided.count() == 0:
            break
        before = undecided.count()
        with page.expect_navigation():
            undecided.first.get_by_role("button", name=re.compile("Replace with")).click()
        expect(undecided).to_have_count(before - 1)
    expect(page.get_by_text("Every detail that could identify someone is decided")).to_be_visible()


def pass_gate(writer: Reader) -> None:
    page = writer.page
    with page.expect_navigation():
        page.get_by_role("button", name="Ask the gate").click()
    gate = page.locator("#gate")
    expect(gate.get_by_text("Passes if it is told less exactly")).to_be_visible()
    expect(gate.locator(".change-before")).to_contain_text(["Johor"])
    writer.check("gate before and after")
    expect(gate.locator(".change-after")).to_contain_text(["South-eastern Asia"])
    writer.picture("gate")
    with page.expect_navigation():
        page.get_by_role("button", name="Use this").click()
    expect(gate.get_by_text("Passes as you accepted it")).to_be_visible()
    writer.check("gate")


def preview_and_send(writer: Reader) -> None:
    page = writer.page
    page.get_by_role("button", name="Preview and send").click()
    expect(page.get_by_role("heading", name="What others will see")).to_be_visible()
    for name in ("Harimau", "Batu Pahat", "345 6789"):
        expect(page.locator("article")).not_to_contain_text(name)
    writer.check("preview")
    writer.picture("preview")
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("In review").first).to_be_visible()
    writer.check("progress")


def listen(window: Reader) -> Reader:
    """Keep every reply that this person's browser receives, headers and all."""

    def keep(response: Response) -> None:
        if response.status < 300 or response.status >= 400:
            body = response.text() if "text" in (response.headers.get("content-type") or "") else ""
            window.received.append((response.url, body + str(response.headers)))

    window.page.on("response", keep)
    return window


def approve(coordinator: Reader) -> None:
    page = coordinator.page
    open_feed(coordinator, "Review")
    coordinator.check("queue")
    coordinator.picture("queue")
    page.get_by_role("link", name=TITLE).click()
    coordinator.check("candidate")
    coordinator.picture("review")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").first).to_be_visible()


def release(coordinator: Reader) -> None:
    page = coordinator.page
    button = page.get_by_role("link", name="Release this batch now").or_(
        page.get_by_role("button", name="Release this batch now")
    )
    for _ in range(20):
        open_feed(coordinator, "Review")
        if button.count():
            break
        page.wait_for_timeout(500)
    button.first.click()
    confirm = page.get_by_role("button", name=re.compile("Release|Continue"))
    confirm.last.click()
    page.wait_for_load_state()


def read(other: Reader) -> None:
    page = other.page
    link = page.get_by_role("link", name=TITLE)
    for _ in range(20):
        open_feed(other)
        if link.count():
            break
        page.wait_for_timeout(500)
    other.check("feed")
    other.picture("feed")
    link.first.click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    other.check("release")
    other.picture("release")


def waits_for_a_bundle(outsider: Reader) -> None:
    """Observers read what earlier rounds froze, and nothing of this one yet."""
    page = outsider.page
    open_feed(outsider)
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)
    expect(page.locator(".feed li").first).to_be_visible()
    outsider.check("feed")
    page.locator(".feed h2 a").first.click()
    expect(page.get_by_text(re.compile("Bundle of")).first).to_be_visible()


def withdraw(writer: Reader) -> None:
    page = writer.page
    writer.go("/contributions")
    writer.check("contributions")
    writer.picture("contributions")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("link", name=re.compile("Withdraw")).click()
    writer.check("withdraw")
    page.get_by_role("button", name=re.compile("Withdraw")).click()
    expect(page.get_by_text("withdrawn", exact=False).first).to_be_visible()


def open_feed(window: Reader, tab: str = "Feed") -> None:
    """The apparel group's page of this name."""
    window.go("/")
    window.page.get_by_role("link", name=re.compile("Apparel")).first.click()
    window.page.get_by_role("navigation").get_by_role("link", name=tab, exact=True).click()
