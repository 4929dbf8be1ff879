"""An import of audits from its upload to its end, as it is written down in one sealed value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from portal.audit_lists import dates
from portal.audit_lists.fields import FIELDS
from portal.audit_lists.mapping import Columns, guess
from portal.audit_lists.problems import Fixes, Unknown
from portal.audit_lists.tables import Remark, Table
from portal.core.text import fold

SAMPLE_ROWS: Final = 6
SAMPLE_LENGTH: Final = 80
UNDONE_WITHIN: Final = timedelta(days=30)
_PLAIN: Final = ("file", "workbook", "size", "refusal", "share", "rows", "done")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list comes to, or what has been stored of it."""

    rows: int = 0
    audits: int = 0
    findings: int = 0
    actions: int = 0
    bad_rows: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of a list for the mapping page: titles, first rows, remarks."""

    header: tuple[str, ...] = ()
    sample: tuple[tuple[int, tuple[str, ...]], ...] = ()
    remarks: tuple[tuple[Remark, str], ...] = ()

    @classmethod
    def of(cls, table: Table) -> Sheet:
        """Take the first rows of a table."""
        sample = tuple(
            (row.number, tuple(cell[:SAMPLE_LENGTH] for cell in row.cells))
            for row in islice(table.rows, SAMPLE_ROWS)
        )
        return cls(table.header, sample, tuple(table.source.remarks.items()))


@dataclass(frozen=True, slots=True)
class Draft:
    """`size` is that of the uploaded file; `share` (0 to 1) and `rows` say how far a job is.

    `found` is what a dry run counted; `asked` are words that somebody must say the meaning of, with
    their numbers of rows. `done` are the audits that were gone through, `stored` what was stored of
    them. `refusal` is a message id, with the `values` that it needs.
    """

    file: str
    workbook: bool
    size: int
    sheet: Sheet = field(default_factory=Sheet)
    columns: Columns = field(default_factory=dict)
    fixes: Fixes = field(default_factory=Fixes)
    refusal: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    share: float = 0.0
    rows: int = 0
    found: Counts = field(default_factory=Counts)
    asked: tuple[tuple[Unknown, int], ...] = ()
    done: int = 0
    stored: Counts = field(default_factory=Counts)
    finished_on: date | None = None

    def undoable(self, today: date) -> bool:
        return self.finished_on is not None and today <= self.finished_on + UNDONE_WITHIN

    def to_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in _PLAIN}
        return told | {
            "sheet": asdict(self.sheet),
            "columns": dict(self.columns),
            "values": dict(self.values),
            "fixes": self.fixes.to_json(),
            "found": asdict(self.found),
            "stored": asdict(self.stored),
            "asked": [[word.kind, word.scheme, word.text, n] for word, n in self.asked],
            "finished_on": self.finished_on.isoformat() if self.finished_on else "",
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Draft:
        sheet = content["sheet"]
        finished = content["finished_on"]
        told = {
            "sheet": Sheet(
                tuple(sheet["header"]),
                tuple((number, tuple(cells)) for number, cells in sheet["sample"]),
                tuple((Remark(name), said) for name, said in sheet["remarks"]),
            ),
            "fixes": Fixes.from_json(content["fixes"]),
            "found": Counts(**content["found"]),
            "stored": Counts(**content["stored"]),
            "asked": tuple((Unknown(*word), n) for *word, n in content["asked"]),
            "finished_on": date.fromisoformat(finished) if finished else None,
        }
        return cls(**{**content, **told})


@dataclass(frozen=True, slots=True)
class Memory:
    """What a tenant chose before: folded titles to fields ("" for none), words to codes."""

    titles: Mapping[str, str] = field(default_factory=dict)
    fixes: Fixes = field(default_factory=Fixes)

    def columns(self, header: Sequence[str]) -> Columns:
        return guess(header, self.titles)

    def fixes_for(self, sheet: Sheet, columns: Columns) -> Fixes:
        """The words that were chosen, and the order of day and month that this list shows."""
        days = [
            cells[column]
            for name in ("audited_on", "due_on")
            if (column := columns.get(name)) is not None
            for _, cells in sheet.sample
            if column < len(cells)
        ]
        return Fixes(self.fixes.words, dates.tells_month_first(days))

    def having(self, header: Sequence[str], columns: Columns, fixes: Fixes) -> Memory:
        """With what was chosen for one more list; a word for missing cells holds for that list."""
        chosen = {column: name for name, column in columns.items() if column is not None}
        titles = {
            fold(title): chosen.get(place, "") for place, title in enumerate(header) if fold(title)
        }
        words = {word: code for word, code in fixes.words.items() if word.text}
        return Memory({**self.titles, **titles}, Fixes({**self.fixes.words, **words}))

    def to_json(self) -> dict[str, Any]:
        return {"titles": dict(self.titles), "fixes": self.fixes.to_json()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Memory:
        known = {title: name for title, name in content["titles"].items() if name in {"", *FIELDS}}
        return cls(known, Fixes.from_json(content["fixes"]))
