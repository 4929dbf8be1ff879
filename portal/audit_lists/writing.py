"""Audits become rows of a list again, so that reading them gives the same audits."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Final

from portal.audit_lists.fields import FIELDS, TITLES
from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_lists.words import label_of
from portal.privacy.files.delimited import FORMULA_STARTS
from portal.reference import taxonomy
from portal.reference.indicators import indicator

HEADER: Final = tuple(TITLES.values())
ROWS_OF_PIECE: Final = 200
_BEGINS: Final = rf"'* *[{re.escape(''.join(FORMULA_STARTS))}]"
# A spreadsheet that separates by semicolons sees cells begin inside of ours.
_COMPUTED: Final = re.compile(rf"(^|[;\n])(?={_BEGINS})")
_NEUTRALIZED: Final = re.compile(rf"(^|[;\n])'(?={_BEGINS})")


def neutral(text: str) -> str:
    """With an apostrophe in front of what a spreadsheet would compute, or would lose one of."""
    return _COMPUTED.sub(r"\1'", text)


def as_written(text: str) -> str:
    """What `neutral` was given."""
    return _NEUTRALIZED.sub(r"\1", text)


def rows(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, ...]]:
    """A row for each action, for each finding without one, and for each audit without findings."""
    for number, outcome in enumerate(outcomes, 1):
        head = {"audit_no": str(number)} | _head(outcome)
        if not outcome.findings:
            yield _row(head)
        for place, finding in enumerate(outcome.findings, 1):
            found = head | {"finding_no": str(place)} | _finding(finding)
            if not finding.actions:
                yield _row(found)
            for action in finding.actions:
                yield _row(found | _action(action))


def delimited(outcomes: Iterable[Outcome]) -> Iterator[bytes]:
    """A CSV file in pieces: UTF-8 with a byte order mark, for Excel."""
    yield from lines([HEADER])
    batch: list[tuple[str, ...]] = []
    for row in rows(outcomes):
        batch.append(row)
        if len(batch) == ROWS_OF_PIECE:
            yield from lines(batch, marked=False)
            batch = []
    yield from lines(batch, marked=False)


def lines(batch: Iterable[Iterable[str]], *, marked: bool = True) -> Iterator[bytes]:
    """Rows of any table as one piece of CSV, nothing in it that a spreadsheet computes."""
    file = io.StringIO()
    csv.writer(file).writerows([neutral(cell) for cell in row] for row in batch)
    if text := file.getvalue():
        yield text.encode("utf-8-sig" if marked else "utf-8")


def _row(said: dict[str, str]) -> tuple[str, ...]:
    return tuple(said.get(name, "") for name in FIELDS)


def _head(outcome: Outcome) -> dict[str, str]:
    return {
        "reference": outcome.reference,
        "supplier": outcome.supplier,
        "supplier_id": outcome.supplier_id,
        "country": outcome.country,
        "scheme": taxonomy.choice("scheme", outcome.scheme).label,
        "scheme_name": outcome.scheme_name,
        "result": outcome.value,
        "result_severity": label_of("severity", outcome.severity),
        "audited_on": outcome.audited_on.isoformat() if outcome.audited_on else "",
        "announcement": label_of("announcement", outcome.announcement),
        "purpose": label_of("purpose", outcome.purpose),
        "mode": label_of("mode", outcome.mode),
    }


def _finding(finding: AuditFinding) -> dict[str, str]:
    return {
        "finding_reference": finding.reference,
        "issue": finding.issue,
        "indicators": "; ".join(indicator(code).name for code in finding.indicators),
        "value": finding.value,
        "severity": label_of("severity", finding.severity),
        "collaborative": "Yes" if finding.collaborative else "No",
    }


def _action(action: Action) -> dict[str, str]:
    return {
        "action": action.text,
        "state": label_of("cap_state", action.state),
        "owner": action.owner,
        "due_on": action.due_on.isoformat() if action.due_on else "",
        "evidence": action.evidence,
        "verification": label_of("verification", action.verification),
    }
