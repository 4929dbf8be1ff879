"""A question to a hidden author and the answer, in real Chromium: nobody learns who answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reader

AUTHOR = "dana.whitlowe@corvane.example"
COORDINATOR = "joaquim.vasquinho@meridian-forum.example"
PEER = "joost.haverlaken@merwijk.example"
OTHER = "samira.elouarti@merwijk.example"
pytestmark = pytest.mark.xdist_group("browser")
TITLE = "Overtime doors: transport leaves only after the second meal"
ASKED = "Were the doors locked, or did only the bus decide when people went home?"
ANSWERED = "The doors were open, but nobody could walk home at night."
NAMES = ("Corvane", "corvane", "Dana", "Whitlowe")


def test_a_question_through_the_sealed_channel_and_its_answer(
    reader: Callable[..., Reader],
) -> None:
    peer, author, coordinator = reader(PEER), reader(AUTHOR), reader(COORDINATOR)
    question = ask(peer)
    answer(author)
    for window in (peer, coordinator):
        window.go(question)
        expect(window.page.get_by_text(ANSWERED)).to_be_visible()
        window.check("answered question")
        shown = window.page.locator("main").inner_text()
        assert not [name for name in NAMES if name in shown]
    peer.picture("question")
    list_of(peer)
    other = reader(OTHER)
    other.go(question)
    expect(other.page.get_by_text("Nothing here")).to_be_visible()
    sight(peer)


def open_release(window: Reader) -> None:
    window.go("/")
    window.page.locator("main").get_by_role("link", name=re.compile("Feed of Apparel")).click()
    window.page.get_by_role("link", name=TITLE).first.click()
    expect(window.page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def ask(peer: Reader) -> str:
    """The address of the conversation."""
    open_release(peer)
    peer.check("release")
    peer.picture("surroundings")
    page = peer.page
    page.get_by_role("link", name="Ask the author").click()
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Write the question.").first).to_be_visible()
    page.locator("#body").fill("Ask ann@merwijk.example about the doors.")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text(re.compile("This could identify someone")).first).to_be_visible()
    peer.check("question refused")
    page.locator("#body").fill(ASKED)
    page.get_by_label(re.compile("Nobody: without a name")).check()
    peer.check("question typed")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    expect(page.get_by_text("No answer yet")).to_be_visible()
    peer.check("question asked")
    return re.sub(r"^https?://[^/]+", "", page.url)


def answer(author: Reader) -> None:
    page = author.page
    author.go("/contributions")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    author.check("progress with questions")
    author.picture("channel")
    asked = page.locator("#talks ~ ul > li", has_text=ASKED)
    asked.get_by_role("link", name="Answer").click()
    author.check("answering")
    page.locator("#body").fill(ANSWERED)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text(re.compile("^On its way"))).to_be_visible()
    expect(page.get_by_text(ANSWERED)).to_be_visible()


def list_of(peer: Reader) -> None:
    page = peer.page
    page.get_by_role("link", name="Questions to authors").click()
    expect(page.get_by_role("link", name=ASKED)).to_be_visible()
    peer.check("questions of a group")


def sight(peer: Reader) -> None:
    """The own answer is shown at once, to the own organization; no count moves."""
    page = peer.page
    open_release(peer)
    page.get_by_role("link", name="Answer for your organization").click()
    peer.check("sighting")
    page.get_by_label("Remediated here").check()
    page.get_by_role("button", name="Keep this answer").click()
    own = page.locator(".answer", has_text="Remediated here")
    expect(own.get_by_text("Your organization")).to_be_visible()
    expect(own.get_by_text("–")).to_be_visible()
    peer.check("release with an own answer")
