"""The parts of one audit, wherever its rows stood, become one outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from portal.audit_lists.mapping import Columns
from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_lists.problems import Flaw, Problem
from portal.audit_lists.spill import Spill
from portal.audit_lists.understanding import Part, Reader, identity_of
from portal.core.text import fold
from portal.facility_lists.tables import Row, letter
from portal.reference import audits

MOST_ROWS_OF_AUDIT: Final = 2000
"""More rows than any audit has: a column was taken for the reference that is none."""
_COLUMN_OF: Final[Mapping[str, str]] = {"value": "result", "severity": "result_severity"}


@dataclass(slots=True)
class Assembled:
    """One audit with the number of its rows; no outcome if nothing of it can be imported."""

    outcome: Outcome | None
    rows: int
    problems: list[Problem]


def gather(rows: Iterable[Row], reader: Reader, spill: Spill) -> Iterator[int]:
    """Put parts and problems of all rows into the spill; tell after each row how many it is."""
    for count, row in enumerate(rows, 1):
        part, problems = reader.read(row)
        for each in problems:
            spill.keep_problem(each.row, each.to_json())
        if part is not None:
            spill.keep_part(part.audit, row.number, part.to_json())
        yield count


def assemble(spill: Spill, columns: Columns) -> Iterator[Assembled]:
    """The audits as they first appear; call it when all rows are gathered."""
    for parts in spill.audits():
        made = _Making(columns)
        for row, (head, finding, action) in parts:
            made.add(row, Part("", head, finding, action))
        outcome = made.outcome()
        identity = _identity(outcome)
        if identity and spill.is_recorded(identity):
            text = outcome.reference or outcome.supplier
            made.note(Flaw.RECORDED, made.first, "reference", text)
            yield Assembled(None, made.rows, made.problems)
        else:
            yield Assembled(outcome, made.rows, made.problems)


def recorded_as(outcome: Outcome) -> str:
    """How an audit that is recorded would be named by a list, or nothing."""
    return _identity(outcome)


def _identity(outcome: Outcome) -> str:
    day = outcome.audited_on.isoformat() if outcome.audited_on else ""
    return identity_of(
        {
            "reference": outcome.reference,
            "supplier": outcome.supplier,
            "audited_on": day,
            "scheme": outcome.scheme,
        }
    )


@dataclass(slots=True)
class _Finding:
    said: dict[str, Any]
    actions: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Making:
    columns: Columns
    head: dict[str, str] = field(default_factory=dict)
    findings: dict[str, _Finding] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[int, int] = field(default_factory=dict)
    first: int = 0
    rows: int = 0

    def add(self, row: int, part: Part) -> None:
        self.first = self.first or row
        if self.rows >= MOST_ROWS_OF_AUDIT:
            self.note(Flaw.TOO_MANY, row, "reference", part.head.get("reference", ""))
            return
        if contradiction := self._contradiction(part.head):
            name = _COLUMN_OF.get(contradiction, contradiction)
            self.note(Flaw.CONTRADICTS, row, name, part.head[contradiction], self.first)
            return
        if earlier := self._repeats(row, part):
            self.note(Flaw.REPEATED, row, "reference", part.head.get("reference", ""), earlier)
            return
        self.rows += 1
        self.head = part.head | self.head
        if part.finding:
            self._add_finding(row, part)

    def outcome(self) -> Outcome:
        head = {name: said for name, said in self.head.items() if name != "audited_on"}
        findings = tuple(_finding(each) for each in self.findings.values())
        worst = audits.worst([each.severity for each in findings])
        scheme, value = head.get("scheme", ""), head.get("value", "")
        head["severity"] = head.get("severity") or worst or audits.severity_of(scheme, value)
        return Outcome(
            **{"supplier": "", "scheme": "", **head},
            audited_on=_day(self.head.get("audited_on", "")),
            findings=findings,
        )

    def note(self, flaw: Flaw, row: int, name: str, text: str, other: int = 0) -> None:
        column = self.columns.get(name)
        shown = "" if column is None else letter(column)
        self.problems.append(Problem(flaw, row, name, shown, text[:200], other))

    def _contradiction(self, head: Mapping[str, str]) -> str:
        """What this row says of the audit otherwise than the rows before, or nothing."""
        return next(
            (
                name
                for name in head
                if name in self.head and fold(head[name]) != fold(self.head[name])
            ),
            "",
        )

    def _repeats(self, row: int, part: Part) -> int:
        """The earlier row that says the very same; findings that are numbered are meant twice."""
        if part.finding.get("number"):
            return 0
        said = hash(repr((sorted(part.head.items()), part.finding, part.action)))
        earlier = self.seen.get(said, 0)
        self.seen.setdefault(said, row)
        return earlier

    def _add_finding(self, row: int, part: Part) -> None:
        number, reference = part.finding.get("number", ""), part.finding.get("reference", "")
        issue = part.finding.get("issue", "")
        # Several actions for one finding stand in rows that say the finding again.
        key = f"number {number}" if number else f"{fold(reference)} {issue}" if reference else ""
        kept = self.findings.setdefault(key or f"row {row}", _Finding(part.finding))
        if part.action:
            kept.actions.append(part.action)


def _finding(made: _Finding) -> AuditFinding:
    said = {name: value for name, value in made.said.items() if name != "number"}
    said["indicators"] = tuple(said.get("indicators", ()))
    return AuditFinding(**said, actions=tuple(_action(each) for each in made.actions))


def _action(said: Mapping[str, str]) -> Action:
    told = {name: value for name, value in said.items() if name != "due_on"}
    return Action(**{"text": "", **told}, due_on=_day(said.get("due_on", "")))


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None
