"""Feed, release, search and submit at three sizes, beside a bare page; then the pages of a group.

All sizes stand side by side and are asked in turns, so that a busy machine slows all of them alike.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from rich.console import Console

from benchmarks import together
from benchmarks.floor import Choices, floor
from benchmarks.submitting import prepare, submit
from benchmarks.timing import Page, table, take_turns
from benchmarks.town import Town, towns
from portal.reference import indicators, places, sectors

SIZES = (1_000, 10_000, 100_000)
QUICK = (200, 1_000)
SEARCHES: tuple[dict[str, str], ...] = (
    {"q": "passports"},
    {"q": "word77"},
    {"q": "night shift -canteen"},
    {"q": "overtime", "place": "034", "kind": "finding"},
    {"q": "no such thing"},
    {"place": "BD"},
    {"indicator": "debt_bondage", "period": "2026-Q3", "tlp": "TLP:GREEN"},
    {"sector": "C", "status": "closed"},
    {"status": "stalled"},
    {"q": "night shift", "place": "BD"},
    {"kind": "practice", "tlp": "TLP:RED", "place": "VN"},
)


def run(console: Console, *, quick: bool) -> dict[str, Any]:
    """The keys that the issue names, and the figures of every page at every size."""
    sizes = QUICK if quick else SIZES
    with towns(*sizes) as made:
        pages = {size: _pages(each) for size, each in zip(sizes, made, strict=True)}
        take_turns([page for each in pages.values() for page in each], 30 if quick else 300)
        for size, each in zip(sizes, made, strict=True):
            prepare(each)
            pages[size].append(submit(each, 10 if quick else 40))
    found = {size: {page.name: page.figures for page in each} for size, each in pages.items()}
    for size, measured in pages.items():
        console.print(table(f"{size:,} releases", measured, found[size]["floor"]))
    return _keys(found) | together.run(console, quick=quick)


def _pages(made: Town) -> list[Page]:
    engine = made.app.extensions["portal.database"].engine
    member, observer = made.cookie("member"), made.cookie("observer")
    address = f"/groups/{made.group_id}/releases"
    feed = Page("feed", made.app, engine, member, [address])
    feed.ask(0)
    bare, bare_engine = floor(made.web_url, made.app, made.group_id, _choices(), 0)
    base = Page("floor", bare, bare_engine, member, ["/"])
    base.ask(0)
    bare_engine.dispose()
    frame = feed.size - base.size
    filled, filled_engine = floor(made.web_url, made.app, made.group_id, _choices(), frame)
    return [
        Page("floor", filled, filled_engine, member, ["/"]),
        feed,
        Page("feed of an observer", made.app, engine, observer, [address]),
        Page("release", made.app, engine, member, _mine(made)),
        Page("search", made.app, engine, member, [f"{address}?{urlencode(q)}" for q in SEARCHES]),
    ]


def _choices() -> Choices:
    """As many choices as the feed's filters offer."""
    offered: dict[str, list[str]] = {
        "place": [each.name for each in places.countries()],
        "sector": [each.name for each in sectors.sectors("division")],
        "indicator": [each.name for each in indicators.INDICATORS],
    }
    return {
        name: [{"value": label[:4], "label": label, "chosen": False} for label in labels]
        for name, labels in offered.items()
    }


def _mine(made: Town) -> list[str]:
    """Releases of the measured group."""
    client = made.app.test_client()
    client.set_cookie("portal", made.cookie("member").partition("=")[2])
    shown = (f"/releases/{each}" for each in made.released[:200])
    return [path for path in shown if client.get(path).status_code == 200]


def _keys(found: dict[int, dict[str, dict[str, float]]]) -> dict[str, Any]:
    sizes = sorted(found)
    small, large = found[sizes[0]], found[sizes[-1]]
    return {
        "feed_ratio": max(_ratio(at["feed"], at["floor"]) for at in found.values()),
        "feed_growth": _ratio(large["feed"], small["feed"]),
        "max_statements": max(
            page["statements"]
            for at in found.values()
            for name, page in at.items()
            if name != "submit"
        ),
        "search_p95_ms": large["search"]["p95_ms"],
        "submit_p95_ms": large["submit"]["p95_ms"],
        "sizes": found,
    }


def _ratio(page: dict[str, float], floor: dict[str, float]) -> float:
    """The worse of server CPU and wall time, medians of the same run."""
    return round(max(page[of] / floor[of] for of in ("cpu_ms", "wall_ms")), 3)
