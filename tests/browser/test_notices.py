"""A rhythm is chosen, a mail arrives at a real server, its links are followed, and mails end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from tests.browser.conftest import Demo, Reader
from tests.conftest import Site
from tests.features.notices.steps import batch, ending_of, open_mailbox, tell
from tests.world import PASSWORD, World

pytestmark = pytest.mark.xdist_group("browser")
WHO = "reader@bravo"
TITLES = (
    ("Passports in a locked drawer", "TLP:GREEN"),
    ("Wages held back for two months", "TLP:AMBER"),
    ("Fees paid for a bed", "TLP:CLEAR"),
)


@pytest.fixture
def served(site: Site, tmp_path: Path) -> Iterator[Demo]:
    """The tests' own site before a browser: its mails go where the test says."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Demo(f"http://127.0.0.1:{server.server_port}", tmp_path, tmp_path / "log")
    server.shutdown()
    thread.join()


@pytest.fixture
def window(browser: Browser, served: Demo) -> Iterator[Callable[[], Reader]]:
    """A window of its own each time, with and without a session."""
    contexts = []

    def open_window() -> Reader:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="en-US", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Reader(context, served)

    yield open_window
    for context in contexts:
        context.close()


def test_a_mail_comes_as_chosen_is_followed_and_ends_by_its_own_link(
    world: World, served: Demo, window: Callable[[], Reader]
) -> None:
    reader = window()
    reader.sign_in(world.people[WHO].email, PASSWORD)
    page = reader.page
    page.get_by_role("link", name="News", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing yet")).to_be_visible()
    reader.check("no news")

    page.get_by_role("link", name="Mail and feeds").first.click()
    expect(page.get_by_role("radio", name=re.compile("Weekly"))).to_be_checked()
    page.get_by_role("radio", name=re.compile("At once")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Your choices are saved")
    expect(page.get_by_role("radio", name=re.compile("At once"))).to_be_checked()
    reader.check("settings")
    reader.picture("notice-settings")

    batch(world, *TITLES)
    with open_mailbox() as box:
        tell(world, mail_url=box.url, public_url=served.url)
        [mail] = box.mails_to(world, WHO)
    assert mail["Subject"] == "[TLP:AMBER] News from your working groups"
    body = mail.get_content()
    assert "TLP:GREEN Passports in a locked drawer" in body
    assert "Wages" not in body
    addresses = re.findall(r"http\S+", body)

    page.goto(addresses[0])
    expect(page.get_by_role("link", name="New releases")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("News.*Something new"))).to_be_visible()
    reader.check("news")
    reader.picture("news")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("status")).to_contain_text("marked as read")
    expect(page.get_by_role("link", name="News", exact=True)).to_be_visible()
    page.get_by_role("link", name="Passports in a locked drawer").click()
    expect(page.get_by_role("heading", name="Passports in a locked drawer")).to_be_visible()

    stranger = window()
    stranger.page.goto(served.url + ending_of(mail))
    stranger.check("stop mails")
    stranger.page.get_by_role("button", name="Stop mails about Working group").click()
    expect(stranger.page.get_by_text("Done. The mails that you stopped")).to_be_visible()
    stranger.check("mails stopped")
    page.goto(served.url + "/notices/settings")
    expect(page.get_by_role("radio", name=re.compile("No mail"))).to_be_checked()


def test_a_feed_is_made_shown_once_and_taken_back(
    world: World, window: Callable[[], Reader]
) -> None:
    reader = window()
    reader.sign_in(world.people[WHO].email, PASSWORD)
    page = reader.page
    reader.go("/notices/settings")
    page.get_by_role("link", name="News feed: make an address").click()
    reader.check("before a feed")
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_label("Address of the feed")).to_have_value(re.compile(r"/feeds/.+\.atom$"))
    reader.check("feed shown once")
    page.get_by_role("link", name="Done").click()
    page.get_by_role("button", name="News feed: revoke the address").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("status")).to_contain_text("opens nothing any more")
    reader.check("feeds")
