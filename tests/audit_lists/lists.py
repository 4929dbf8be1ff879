"""What the tests of audit lists share: files, and the whole way from a file to its audits."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from portal.audit_lists import mapping, reading
from portal.audit_lists.assembling import assemble, gather, recorded_as
from portal.audit_lists.outcome import Outcome
from portal.audit_lists.problems import Fixes, Problem, Unknown
from portal.audit_lists.spill import Spill
from portal.audit_lists.understanding import Reader

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Understood:
    outcomes: list[Outcome]
    problems: list[Problem]
    asked: dict[Unknown, int]
    remarks: dict[str, str]


def understood(
    content: bytes,
    *,
    workbook: bool = False,
    fixes: Fixes | None = None,
    recorded: Iterable[Outcome] = (),
) -> Understood:
    """Read a file to its end, with the mapping that is guessed."""
    with Spill() as spill:
        spill.note_recorded(recorded_as(each) for each in recorded)
        table = reading.read(io.BytesIO(content), spill, workbook=workbook)
        columns = mapping.guess(table.header, {})
        reader = Reader(columns, fixes or Fixes(), TODAY)
        for _ in gather(table.rows, reader, spill):
            pass
        outcomes = []
        for made in assemble(spill, columns):
            for each in made.problems:
                spill.keep_problem(each.row, each.to_json())
            outcomes += [made.outcome] if made.outcome else []
        problems = [Problem.from_json(each) for page in spill.problems() for each in page]
        remarks = {str(name): said for name, said in table.source.remarks.items()}
        return Understood(outcomes, problems, dict(reader.asked.counted), remarks)


def csv_of(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def xlsx_of(rows: Sequence[Sequence[Any]], *, since_1904: bool = False) -> bytes:
    book = Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
