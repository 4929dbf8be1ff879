"""The demonstration's figures are the engine's own answers, or there are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from portal.privacy.insights.counting import Rule
from portal.privacy.insights.declared import DIMENSIONS, Report
from portal.privacy.insights.history import History
from portal.privacy.insights.releasing import prepare
from portal.seeding.figures import Memory, Unknown

QUARTER = "2026-Q1"
CODES = dict.fromkeys(DIMENSIONS, "-") | {
    "indicator": "deception",
    "quarter": QUARTER,
    "remediation": "open",
    "severity": "3",
}
REPORTS = [
    Report(f"family {n}", CODES | {"sector": code}) for n in range(8) for code in ("13", "14")
]


def test_what_was_kept_is_what_the_engine_says_and_nothing_else_is_answered(tmp_path: Path) -> None:
    kept = tmp_path / "figures.json"
    asked = (REPORTS, QUARTER, History.empty(), Rule())
    said = Memory({}, kept)(*asked)
    memory = Memory(json.loads(kept.read_text("utf-8")))

    found = memory(*asked)

    engine = prepare(*asked)
    assert found.cells == said.cells == engine.cells
    assert found.cells
    assert found.history.written() == engine.history.written()
    others = [*REPORTS[:-1], replace(REPORTS[-1], family="another")]
    for changed in (
        (others, *asked[1:]),
        (*asked[:3], Rule(k=6)),
        (REPORTS, "2026-Q2", *asked[2:]),
    ):
        with pytest.raises(Unknown):
            memory(*changed)
