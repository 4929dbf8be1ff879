"""The charts of the style guide against committed pictures: light, dark, right-to-left, print.

Words are made invisible first, since fonts differ between machines; what remains is compared as one
would see it from afar, blurred to one pixel for every twelve. A place that differs by more than
MOST_DIFFERENT of 255, or a mean above MOST_ON_AVERAGE, is a changed chart.
`PORTAL_GOLDEN=1` writes the pictures anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from tests.browser.conftest import Reader

pytestmark = pytest.mark.xdist_group("browser")
GOLDEN: Final = Path(__file__).with_name("golden")
GRAIN: Final = 12
MOST_DIFFERENT: Final = 24
MOST_ON_AVERAGE: Final = 2.0
CHARTS: Final = {"bars": "#bars-{}", "lines": "#lines-{}", "tiles": "#tiles-{} .chart-scroll"}
"""Where each stands in a pane; the map without its legend, which does turn."""
LOOKS: Final = {
    # Of each: the pane of the style guide, the direction of the page, the medium.
    "light": ("light", "ltr", "screen"),
    "dark": ("dark", "ltr", "screen"),
    "rtl": ("light", "rtl", "screen"),
    "print": ("light", "ltr", "print"),
}
WORDLESS: Final = """
    document.querySelectorAll(".chart text").forEach(each => each.setAttribute("opacity", "0"));
    document.querySelectorAll(".bars, .legend").forEach(each => { each.style.color = "transparent"; });
    document.querySelectorAll(".bars th").forEach(each => { each.style.color = "transparent"; });
"""
CHANGES: Final = {
    "bars": "#bars-light .bar-part => each.setAttribute('width', '70%')",
    "lines": "#lines-light .chart-line-1 => each.setAttribute('points', '36,204 388,60')",
    "tiles": "#tiles-light .ramp-5 => each.classList.replace('ramp-5', 'ramp-1')",
}
"""What must be noticed: more shaded than was, another course of a line, another step of tiles."""


@pytest.mark.parametrize("look", LOOKS)
def test_charts_look_as_they_did(reader: Callable[..., Reader], look: str) -> None:
    window = opened(reader, look)
    pane = LOOKS[look][0]
    for chart, selector in CHARTS.items():
        taken = picture(window, selector.format(pane))
        kept = GOLDEN / f"{chart}-{look}.png"
        if os.environ.get("PORTAL_GOLDEN"):
            taken.quantize(64).save(kept, optimize=True)
        assert not differs(taken, Image.open(kept)), f"{chart} is not as in {kept.name}"


def test_a_changed_chart_is_noticed(reader: Callable[..., Reader]) -> None:
    window = opened(reader, "light")
    for chart, change in CHANGES.items():
        selector, _, action = change.partition(" => ")
        window.page.evaluate(
            f"document.querySelectorAll({selector!r}).forEach(each => {{ {action} }})"
        )
        taken = picture(window, CHARTS[chart].format("light"))
        assert differs(taken, Image.open(GOLDEN / f"{chart}-light.png")), chart


def test_a_page_that_reads_from_the_right_mirrors_bars_and_lines_and_no_map() -> None:
    for chart, mirrored in (("bars", True), ("lines", True), ("tiles", False)):
        light, rtl = (Image.open(GOLDEN / f"{chart}-{look}.png") for look in ("light", "rtl"))
        assert differs(rtl, light) == mirrored, chart


def opened(reader: Callable[..., Reader], look: str) -> Reader:
    _, direction, medium = LOOKS[look]
    window = reader()
    window.page.set_viewport_size({"width": 700, "height": 900})
    window.page.emulate_media(media=medium)  # type: ignore[arg-type]
    window.go("/styleguide")
    window.page.evaluate(
        "dir => { document.documentElement.dir = dir;"
        " document.querySelectorAll('.chart-scroll').forEach("
        "each => each.scrollTo(dir === 'rtl' ? 0 : 9999, 0)) }",
        direction,
    )
    window.page.evaluate(WORDLESS)
    return window


def picture(window: Reader, selector: str) -> Image.Image:
    return Image.open(BytesIO(window.page.locator(selector).screenshot())).convert("RGB")


def differs(one: Image.Image, other: Image.Image) -> bool:
    size = (max(1, other.width // GRAIN), max(1, other.height // GRAIN))
    seen = ImageChops.difference(from_afar(one, size), from_afar(other, size))
    seen_as = ImageStat.Stat(seen)
    most = max(high for _, high in seen_as.extrema)
    return most > MOST_DIFFERENT or max(seen_as.mean) > MOST_ON_AVERAGE


def from_afar(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    blurred = image.convert("RGB").filter(ImageFilter.GaussianBlur(GRAIN / 2))
    return blurred.resize(size, Image.Resampling.BOX)
