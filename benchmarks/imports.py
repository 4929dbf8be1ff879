"""Lists of audits through the jobs that import them, beside an importer that holds the whole list.

Every figure is of a fresh process, whose peak memory the kernel tells; both ways store the same
audits in the same database by the same bulk writer.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg
from openpyxl import Workbook
from rich.console import Console
from rich.table import Table

from benchmarks.processes import measured
from benchmarks.town import SENTENCES, Town, towns
from portal.core.tokens import fresh, hashed

SIZES: Final = (2_000, 20_000, 200_000)
QUICK: Final = (200, 2_000)
FORMS: Final = ("csv", "xlsx")
WAYS: Final = ("portal", "whole")
HEADER: Final = (
    *("Audit reference", "Site name", "Country", "Audit type", "Audit date", "NC number"),
    *("Issue title", "Severity", "ILO indicators", "Corrective action", "Status", "Deadline"),
)
MOST_GROWTH: Final = 1.2


def run(console: Console, *, quick: bool) -> dict[str, Any]:
    """Rows a second of the import's job at the largest size, and how its peak memory grows."""
    sizes = QUICK if quick else SIZES
    found: dict[str, dict[str, Any]] = {}
    with TemporaryDirectory(prefix="portal-lists-") as folder, towns(0) as (made,):
        for form in FORMS:
            files = [_file(Path(folder), form, size) for size in sizes]
            for number, (size, path) in enumerate(zip(sizes, files, strict=True)):
                for way in WAYS:
                    who = f"member{1 + 10 * number + 2 * FORMS.index(form) + WAYS.index(way)}"
                    found[f"{form} {size} {way}"] = _measured(made, who, path, way, size)
                    console.print(f"{form} {size:,} {way}: {found[f'{form} {size} {way}']}")
    for form in FORMS:
        console.print(_table(form, sizes, found))
    return _keys(sizes, found)


def _keys(sizes: tuple[int, ...], found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    first, last = sizes[0], sizes[-1]

    def growth(way: str) -> float:
        peak = {n: [found[f"{form} {n} {way}"]["peak_mib"] for form in FORMS] for n in sizes}
        growths = [float(b / a) for a, b in zip(peak[first], peak[last], strict=True)]
        return round(max(growths), 3)

    def speed(way: str) -> int:
        return min(int(found[f"{form} {last} {way}"]["rows_per_s"]) for form in FORMS)

    return {
        "rows_per_s": speed("portal"),
        "memory_growth": growth("portal"),
        "flat": growth("portal") <= MOST_GROWTH,
        "baseline_rows_per_s": speed("whole"),
        "baseline_memory_growth": growth("whole"),
        "figures": found,
    }


def _table(form: str, sizes: tuple[int, ...], found: dict[str, dict[str, Any]]) -> Table:
    drawn = Table(title=f"Import of audits from {form.upper()}, one row a finding")
    for column in ("rows", "way", "dry run s", "import s", "rows/s", "peak MiB", "x smallest"):
        drawn.add_column(column, justify="left" if column == "way" else "right")
    for way in WAYS:
        least = found[f"{form} {sizes[0]} {way}"]["peak_mib"]
        for size in sizes:
            each = found[f"{form} {size} {way}"]
            dry = f"{each['check_s']:.1f}" if way == "portal" else "-"
            name = "portal's jobs" if way == "portal" else "whole list in memory"
            growth = f"{each['peak_mib'] / least:.2f}"
            speed = f"{each['rows_per_s']:,.0f}"
            peak = f"{each['peak_mib']:.0f}"
            drawn.add_row(f"{size:,}", name, dry, f"{each['run_s']:.1f}", speed, peak, growth)
    return drawn


def _measured(made: Town, who: str, path: Path, way: str, size: int) -> dict[str, Any]:
    settings, _ = made.app.extensions["portal.context"]
    told = {
        "base_url": settings.database_url,
        "home": str(settings.home),
        "token": made.tokens[who],
        "ticket": _ticket(made, who),
        "path": str(path),
        "way": way,
    }
    answer = measured("benchmarks.imports_process", told)
    if answer["findings"] != size:
        raise RuntimeError(f"{answer['findings']} findings of {size} rows were stored")
    return answer | {"rows_per_s": round(size / answer["run_s"], 1)}


def _ticket(made: Town, who: str) -> str:
    """What the worker acts under, as if a page had enqueued the jobs."""
    ticket = fresh()
    with psycopg.connect(made.admin) as connection:
        connection.execute(
            "insert into tickets (token_hash, organization_id, person_id, expires_at)"
            " select %s, organization_id, person_id, now() + interval '1 day' from sessions"
            " where token_hash = %s",
            (hashed(ticket), hashed(made.tokens[who])),
        )
    return ticket


def _file(folder: Path, form: str, size: int) -> Path:
    path = folder / f"{size}.{form}"
    if form == "csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(_rows(size))
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in _rows(size):
            sheet.append(row)
        book.save(path)
    return path


def _rows(size: int) -> Iterator[list[Any]]:
    chance = random.Random(size)
    yield list(HEADER)
    for number in range(size):
        audit = number // 4
        day = date(2024, 1, 1) + timedelta(audit % 600)
        issue = " ".join(chance.sample(SENTENCES, 2))
        yield [
            *(f"A-{audit}", f"Mill {audit % 3000}", ("Malaysia", "BD")[audit % 2]),
            *("SMETA 4-pillar", day, f"NC-{number}", issue),
            *(("Critical", "Major", "Minor", "Observation")[number % 4], "Debt bondage; 8"),
            *(f"Repay the workers of case {number}", "In progress", day + timedelta(90)),
        ]
