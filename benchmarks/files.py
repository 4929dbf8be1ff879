"""Files rebuilt beside files stripped: marks that are left, bad files refused, time and memory."""

from __future__ import annotations

import resource
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

from rich.console import Console
from rich.table import Table

from benchmarks.stripping import strip
from portal.privacy.files import sandbox, wire
from portal.privacy.files.limits import MEMORY, MIB, SECONDS
from portal.privacy.files.report import Unacceptable, Why
from tests.privacy.files.canaries import PLANTED
from tests.privacy.files.corpus import Bad, bad_files
from tests.privacy.files.planting import Planted, found

QUICK_STEP = 5  # one in five bad files


@dataclass
class Use:
    """What the processes took: seconds of the processor and on the wall, MiB at the most."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
        yield
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.cpu, self.wall = max(self.cpu, spent), max(self.wall, perf_counter() - began)

    def add(self, other: Use) -> None:
        self.cpu, self.wall = max(self.cpu, other.cpu), max(self.wall, other.wall)
        self.peak = max(self.peak, other.peak)


@dataclass
class Row:
    kind: str
    planted: int = 0
    left: set[str] = field(default_factory=set)
    left_by_stripping: set[str] = field(default_factory=set)
    use: Use = field(default_factory=Use)


def run(console: Console, *, quick: bool = False) -> dict[str, float]:
    rows = [_clean(kind, make()) for kind, make in PLANTED.items()]
    console.print(_cleaned(rows))
    bad = list(bad_files())[:: QUICK_STEP if quick else 1]
    if quick:
        bad = [each for each in bad if each.why is not Why.TOO_HEAVY]
    refused, wrong, use = _refuse(bad)
    console.print(_refused(refused, wrong))
    for each in wrong:
        console.print(f"  wrong: {each}")
    whole = Use()
    for other in (use, *(row.use for row in rows)):
        whole.add(other)
    console.print(
        f"Worst process: {whole.cpu:.1f} s of the processor ({SECONDS} s allowed),"
        f" {whole.wall:.1f} s on the wall, {whole.peak:.0f} MiB resident"
        f" ({MEMORY // MIB} MiB of address space allowed)."
    )
    return {
        "canaries": sum(row.planted for row in rows),
        "canaries_left": sum(len(row.left) for row in rows),
        "canaries_left_by_stripping": sum(len(row.left_by_stripping) for row in rows),
        "bad_files": len(bad),
        "bad_files_wrong": len(wrong),
        "seconds_worst": round(whole.cpu, 2),
        "wall_seconds_worst": round(whole.wall, 2),
        "peak_mb": round(whole.peak, 1),
    }


def _clean(kind: str, planted: Planted) -> Row:
    row = Row(kind, len(planted.words))
    for task in ("inspect", "rebuild"):
        with row.use.watched():
            answer = sandbox.run(wire.write_request(task, planted.name, (), ()), planted.content)
        row.use.peak = max(row.use.peak, answer.peak_mb)
        row.left |= found(answer.content, planted.words)
    row.left_by_stripping = found(strip(planted.content, planted.kind), planted.words)
    return row


def _refuse(bad: list[Bad]) -> tuple[dict[Why, int], list[str], Use]:
    refused: dict[Why, int] = defaultdict(int)
    wrong = []
    use = Use()
    for each in bad:
        content = each.make()
        with use.watched():
            try:
                sandbox.inspect(content, each.name)
                answer = "accepted"
            except Unacceptable as refusal:
                answer = refusal.code.value
        refused[each.why] += 1
        if answer != each.why:
            wrong.append(f"{each.title}: {answer}, expected {each.why}")
    return refused, wrong, use


def _cleaned(rows: list[Row]) -> Table:
    drawn = Table(title="One mark in every field that can hide something")
    for column in ("kind", "marks", "left", "left by stripping", "CPU s", "MiB"):
        drawn.add_column(column, justify="left" if column == "kind" else "right")
    for row in rows:
        drawn.add_row(
            row.kind,
            str(row.planted),
            str(len(row.left)),
            str(len(row.left_by_stripping)),
            f"{row.use.cpu:.2f}",
            f"{row.use.peak:.0f}",
        )
    return drawn


def _refused(refused: dict[Why, int], wrong: list[str]) -> Table:
    drawn = Table(title=f"Bad files, {len(wrong)} of them answered wrongly")
    drawn.add_column("expected answer")
    drawn.add_column("files", justify="right")
    for why, count in sorted(refused.items(), key=lambda item: (-item[1], item[0])):
        drawn.add_row(why.value, str(count))
    return drawn
