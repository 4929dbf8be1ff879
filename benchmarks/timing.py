"""Pages asked in turns, in process: server CPU, wall time and SQL statements of each."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from rich.table import Table
from sqlalchemy import Engine, event
from werkzeug.test import create_environ, run_wsgi_app

WARM_UP = 20


@dataclass
class Page:
    """What is asked, over and over: `paths` take turns."""

    name: str
    app: Flask
    engine: Engine
    cookie: str
    paths: list[str]
    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    statements: int = 0
    size: int = 0
    status: int = 200

    def ask(self, turn: int) -> tuple[float, float]:
        """One request: milliseconds of this process' CPU and of the clock on the wall."""
        environ = create_environ(
            self.paths[turn % len(self.paths)], headers={"Cookie": self.cookie}
        )
        cpu, wall = process_time(), perf_counter()
        body, status, _ = run_wsgi_app(self.app, environ, buffered=True)
        taken = (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000
        self.size = sum(map(len, body))
        if not status.startswith(str(self.status)):
            raise RuntimeError(f"{self.name}: {status} for {self.paths[turn % len(self.paths)]}")
        return taken

    def count(self) -> None:
        """How many statements each path takes; the most is kept."""
        seen = [0]

        def note(*_: Any) -> None:
            seen[0] += 1

        event.listen(self.engine, "before_cursor_execute", note)
        for turn in range(len(self.paths)):
            seen[0] = 0
            self.ask(turn)
            self.statements = max(self.statements, seen[0])
        event.remove(self.engine, "before_cursor_execute", note)

    @property
    def figures(self) -> dict[str, float]:
        return {
            "cpu_ms": round(median(self.cpu), 3),
            "wall_ms": round(median(self.wall), 3),
            "p95_ms": round(p95(self.wall), 3),
            "statements": self.statements,
            "bytes": self.size,
        }


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def take_turns(pages: list[Page], rounds: int) -> None:
    """Ask each page once a round, so that whatever else the machine does falls on all alike."""
    for page in pages:
        page.count()
        for turn in range(WARM_UP):
            page.ask(turn)
    gc.collect()
    gc.disable()
    for turn in range(rounds):
        for page in pages[turn % len(pages) :] + pages[: turn % len(pages)]:
            cpu, wall = page.ask(turn)
            page.cpu.append(cpu)
            page.wall.append(wall)
        if turn % 50 == 0:
            gc.collect()
    gc.enable()


def table(title: str, pages: list[Page], floor: Mapping[str, float]) -> Table:
    drawn = Table(title=title)
    for column in ("page", "CPU ms", "wall ms", "p95 ms", "x floor", "SQL", "KB"):
        drawn.add_column(column, justify="left" if column == "page" else "right")
    for page in pages:
        f = page.figures
        drawn.add_row(
            page.name,
            f"{f['cpu_ms']:.2f}",
            f"{f['wall_ms']:.2f}",
            f"{f['p95_ms']:.2f}",
            f"{f['wall_ms'] / floor['wall_ms']:.2f}",
            str(page.statements),
            f"{page.size / 1024:.0f}",
        )
    return drawn
