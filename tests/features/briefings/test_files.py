"""Figures as files: only what is published, in one order, the same bytes for everybody."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook

from tests.features.insights.arrange import Cells, full, release
from tests.world import World

ENDINGS = ("csv", "xlsx", "json")
FEW: Cells = {
    ("total", "", ""): 20,
    ("indicator", "debt_bondage", ""): 12,
    ("indicator*sector", "debt_bondage", "14"): 9,
    ("quarter", "2026-Q1", ""): 7,
}


def file(world: World, id: UUID, ending: str, who: str = "reader@alfa") -> Any:
    reply = world.visit(who).get(f"/insights/{id}/figures.{ending}")
    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"] == (
        f'attachment; filename="insights-2026-q1.{ending}"'
    )
    return reply


def table(content: bytes) -> tuple[dict[str, str], list[list[str]]]:
    """What stands in front, and the rows with their header."""
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    gap = rows.index([])
    return {row[0]: row[1] for row in rows[:gap]}, rows[gap + 1 :]


def test_a_csv_says_what_it_is_and_holds_the_published_cells_alone(world: World) -> None:
    item = release(world, "2026-Q1", FEW, medians=[("total", "", "3_6")])

    head, rows = table(file(world, item, "csv").data)

    name = world.sql("select name from groups where id = :id", id=world.group_id)[0][0]
    assert head["Group"] == name
    assert head["Common Ground"] == "Insight release Q1 2026"
    assert (head["Released on"], head["Label"], head["k"]) == ("2026-10-12", "TLP:GREEN", "5")
    assert "at least 5 company families" in head["Rule"]
    assert head["Citation"].startswith(f"Cite as: {name} (Association")
    assert head["Citation"].endswith(f"12 October 2026. TLP:GREEN. {head['Address']}")
    assert head["Address"].endswith(f"/insights/{item}")
    assert [(row[0], row[2], row[5], row[7], row[8]) for row in rows[1:]] == [
        ("total", "", "", "reports", "20"),
        ("indicator", "debt_bondage", "", "reports", "12"),
        ("quarter", "2026-Q1", "", "reports", "7"),
        ("indicator*sector", "debt_bondage", "14", "reports", "9"),
        ("total", "", "", "median_time_to_remediation", "3 to 6 months"),
    ]
    assert rows[4][3:7] == ["Debt bondage", "sector", "14", "Manufacture of wearing apparel"]


def test_all_formats_hold_the_same_figures(world: World) -> None:
    item = release(world, "2026-Q1", full(), medians=[("indicator", "debt_bondage", "1_3")])

    _, rows = table(file(world, item, "csv").data)
    told = json.loads(file(world, item, "json").data)
    book = load_workbook(io.BytesIO(file(world, item, "xlsx").data))

    from_csv = {(r[0], r[2], r[5]): int(r[8]) for r in rows[1:] if r[7] == "reports"}
    from_json = {
        (each["table"], *cell["codes"], *[""] * (2 - len(cell["codes"]))): cell["reports"]
        for each in told["tables"]
        for cell in each["cells"]
    }
    from_book = {
        (row[0], row[2] or "", row[5] or ""): row[8]
        for sheet in book.worksheets[1:-1]
        for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    assert (
        from_csv
        == from_json
        == from_book
        == {key: max(5, reports) for key, reports in full().items()}
    )
    assert book.sheetnames[0] == "About"
    assert "indicator by sector" in book.sheetnames
    assert book.sheetnames[-1] == "median times"
    assert [each["time"] for each in told["medians"]] == ["1_3"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_the_same_for_every_reader_in_every_language(world: World, ending: str) -> None:
    item = release(world, "2026-Q1", FEW)

    files = {
        file(world, item, ending, who).data
        for who in ("reader@alfa", "admin@bravo", "coordinator1", "reader@observer")
    }
    arabic = world.visit("reader@liaison").get(
        f"/insights/{item}/figures.{ending}", headers={"Accept-Language": "ar"}
    )
    assert files == {arabic.data}


def test_no_time_of_a_request_is_in_a_workbook_and_no_formula_in_any_file(world: World) -> None:
    world.sql("update groups set name = '=1+1' where id = :id", id=world.group_id)
    item = release(world, "2026-Q1", FEW)

    head, _ = table(file(world, item, "csv").data)
    content = file(world, item, "xlsx").data

    assert head["Group"] == "'=1+1"
    book = load_workbook(io.BytesIO(content))
    assert book["About"]["B2"].value == "'=1+1"
    assert book.properties.created == book.properties.modified
    assert book.properties.created.isoformat().startswith("2026-10-12T00:00:00")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_waits_has_no_file_and_strangers_find_none(world: World) -> None:
    waiting = release(world, "2026-Q2", FEW, state="waiting")
    item = release(world, "2026-Q1", FEW)

    for ending in ENDINGS:
        reply = world.visit("coordinator1").get(f"/insights/{waiting}/figures.{ending}")
        assert reply.status_code == 302
        for hidden, who in ((waiting, "reader@alfa"), (item, "reader@stranger")):
            assert world.visit(who).get(f"/insights/{hidden}/figures.{ending}").status_code == 404
