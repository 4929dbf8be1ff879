"""Library, thread, board and news at two sizes each: statements of a page, and how it grows."""

from __future__ import annotations

from typing import Any, Final

from rich.console import Console

from benchmarks import fill_audits, fill_library, fill_threads
from benchmarks.timing import Page, table, take_turns
from benchmarks.town import Town, towns

SMALL: Final = {"practices": 1_000, "replies": 50, "actions": 500}
LARGE: Final = {"practices": 20_000, "replies": 500, "actions": 5_000}
QUICK: Final = {"practices": 2_000, "replies": 100, "actions": 1_000}
RELEASES: Final = 200
BOARD: Final = (
    "/audits/actions",
    "/audits/actions?state=open",
    "/audits/actions?due=overdue",
    "/audits/actions?due=soon&severity=critical",
    "/audits",
    "/audits?scheme=smeta",
)


def run(console: Console, *, quick: bool) -> dict[str, Any]:
    """Keys `together_statements` (the most of any page) and `together_growth` (of the worst)."""
    sizes = (SMALL, QUICK if quick else LARGE)
    # A town is named by its size: two of the same would be one.
    with towns(RELEASES, RELEASES + 1) as made:
        pages = [_pages(each, size) for each, size in zip(made, sizes, strict=True)]
        take_turns([page for each in pages for page in each], 20 if quick else 150)
    found = [{page.name: page.figures for page in each} for each in pages]
    for size, each, measured in zip(sizes, pages, found, strict=True):
        said = ", ".join(f"{number:,} {name}" for name, number in size.items())
        console.print(table(said, each, measured["feed"]))
    small, large = found
    growth = {
        name: round(max(large[name][of] / small[name][of] for of in ("cpu_ms", "wall_ms")), 3)
        for name in small
    }
    return {
        "together_statements": max(each["statements"] for at in found for each in at.values()),
        "together_growth": max(growth.values()),
        "growth": growth,
    }


def _pages(made: Town, size: dict[str, int]) -> list[Page]:
    engine = made.app.extensions["portal.database"].engine
    member, observer = made.cookie("member"), made.cookie("observer")
    fill_library.fill_library(made, size["practices"])
    discussed = fill_threads.thread(made, size["replies"])
    with made.app.extensions["portal.database"].transaction(
        made.tokens["member"], write=True
    ) as session:
        fill_audits.fill(session, size["actions"])

    def page(name: str, paths: list[str], cookie: str = member) -> Page:
        return Page(name, made.app, engine, cookie, paths)

    return [
        page("feed", [f"/groups/{made.group_id}/releases"]),
        page("library of the group", fill_library.paths(made)),
        page("library of the association", fill_library.paths_everywhere()),
        page("the same, for an observer", fill_library.paths_everywhere(), observer),
        page("thread", fill_threads.pages_of(made, discussed)),
        page("threads of the group", [f"/groups/{made.group_id}/threads"]),
        page("board", list(BOARD)),
        page("notices", ["/notices"]),
        page("start page", ["/"]),
    ]
