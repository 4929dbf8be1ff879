"""Real Chromium before a real demonstration: `portal demo` with its own home, server and worker."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
FLAGS = [
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--disable-gpu", "--disable-quic"),
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast"]},
}
"""In dark only the colors are others."""


def chromium() -> str | None:
    named = os.environ.get("PORTAL_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = chromium()
    if executable is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("no Chromium: run `make browser` or set PORTAL_CHROMIUM")
    return {**browser_type_launch_args, "executable_path": executable, "args": FLAGS}


@dataclass(frozen=True)
class Demo:
    url: str
    home: Path
    log: Path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demonstration that nobody has touched yet."""
    home = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = home / "log"
    command = [sys.executable, "-m", "portal.cli", "demo", "--port", str(port), "--home", str(home)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 240
    while not _ready(url):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.5)
    yield Demo(url, home, log)
    process.terminate()
    process.wait(30)


def _ready(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=5) as reply:  # noqa: S310  # our own
        return bool(reply.status == 200)
    return False


class Reader:
    """One person's browser window. Every policy violation and script error fails the test."""

    def __init__(self, context: BrowserContext, demo: Demo) -> None:
        self.page: Page = context.new_page()
        self.received: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self._demo = demo
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def go(self, path: str) -> None:
        self.page.goto(self._demo.url + path)

    def sign_in(self, email: str, password: str = "common-ground-demo") -> None:
        self.go("/sign-in")
        self.page.locator("#email").fill(email)
        self.page.locator("#password").fill(password)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(self._demo.url + "/")

    def check(self, name: str) -> None:
        """axe finds nothing, in light and dark, and the page does not scroll sideways at 320 px."""
        for scheme, rules in RULES.items():
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found = Axe().run(self.page, options={"runOnly": rules})
            told = [
                (v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found.response["violations"]
            ]
            assert not told, f"{name} ({scheme}): {told}"
        self.page.emulate_media(color_scheme="light")
        size = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 800})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(size or {"width": 1280, "height": 900})
        assert wide <= 320, f"{name}: {wide} px wide at 320 px"
        assert not self.faults, f"{name}: {self.faults}"

    def picture(self, name: str) -> None:
        """Into docs/images where PORTAL_PICTURES is set: light, dark and 320 px."""
        if not os.environ.get("PORTAL_PICTURES"):
            return
        folder = ROOT / "docs" / "images"
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        for suffix, scheme, width in (
            ("", "light", 1280),
            ("-dark", "dark", 1280),
            ("-320", "light", 320),
        ):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=folder / f"{name}{suffix}.png", full_page=width == 320)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(size)


@pytest.fixture
def reader(browser: Browser, demo: Demo) -> Iterator[Callable[..., Reader]]:
    """Opens a window of its own for each person."""
    contexts: list[BrowserContext] = []

    def open_window(email: str | None = None, **options: Any) -> Reader:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900},
            locale="en-US",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        window = Reader(context, demo)
        if email is not None:
            window.sign_in(email)
        return window

    yield open_window
    for context in contexts:
        context.close()
