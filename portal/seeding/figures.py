"""The demonstration's figures as the engine computed them once: a seeding must not take minutes.

A seeding under `PORTAL_KEEP_FIGURES=yes` computes them and writes `content/figures.json` anew. An
answer is found by everything that it depends on, families and keys too: so no figure is ever shown
that the engine did not make of these very reports. What is not known is left to the clock's job.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from portal.privacy.insights.counting import Rule
from portal.privacy.insights.declared import DIMENSIONS, Cell, Median, Report
from portal.privacy.insights.history import History
from portal.privacy.insights.releasing import Prepared, prepare

KEEP: Final = "PORTAL_KEEP_FIGURES"
Engine = Callable[[Collection[Report], str, History, Rule], Prepared]


class Unknown(Exception):
    """The engine was never asked this: it would take too long now."""


@dataclass
class Memory:
    """What the engine is known to answer; with `keep` it is asked, and its answers are written."""

    known: dict[str, Any]
    keep: Path | None = None
    asked: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Memory:
        """With what `content/figures.json` holds."""
        document = Path(str(files("portal.seeding") / "content" / "figures.json"))
        known = json.loads(document.read_text("utf-8"))
        return cls(known, document if os.environ.get(KEEP) == "yes" else None)

    def __call__(
        self, reports: Collection[Report], quarter: str, history: History, rule: Rule
    ) -> Prepared:
        key = _key(reports, quarter, history, rule)
        if self.keep:
            found = prepare(reports, quarter, history, rule)
            self.asked[key] = _written(found)
            self.keep.write_text(json.dumps(self.asked, indent=0) + "\n", "utf-8")
            return found
        if key not in self.known:
            raise Unknown(quarter)
        return _opened(self.known[key])


def _key(reports: Collection[Report], quarter: str, history: History, rule: Rule) -> str:
    """All that an answer depends on."""
    said = sorted(
        [str(each.family), each.time, *(each.codes[name] for name in DIMENSIONS)]
        for each in reports
    )
    whole = [said, quarter, history.written(), asdict(rule)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _written(found: Prepared) -> dict[str, Any]:
    packed = zlib.compress(json.dumps(found.history.written()).encode(), 9)
    return {
        "cells": [[each.table, list(each.codes), each.reports] for each in found.cells],
        "medians": [[each.table, list(each.codes), each.time] for each in found.medians],
        "history": base64.b85encode(packed).decode(),
    }


def _opened(kept: dict[str, Any]) -> Prepared:
    packed = base64.b85decode(kept["history"])
    return Prepared(
        cells=tuple(Cell(table, tuple(codes), n) for table, codes, n in kept["cells"]),
        medians=tuple(Median(table, tuple(codes), time) for table, codes, time in kept["medians"]),
        history=History.read(json.loads(zlib.decompress(packed))),
    )
