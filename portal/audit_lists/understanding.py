"""One row of a list becomes what it says of an audit, a finding and an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from portal.audit_lists import dates, words
from portal.audit_lists.delimited import UNKNOWN
from portal.audit_lists.fields import LONGEST
from portal.audit_lists.mapping import Columns
from portal.audit_lists.problems import WITHOUT, Fixes, Flaw, Problem, Tally, Unknown
from portal.audit_lists.writing import as_written
from portal.core.text import fold, tidy
from portal.facility_lists.countries import find_country
from portal.facility_lists.tables import Row, letter
from portal.reference import audits

_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one row adds; `audit` names the audit that it belongs to, in this file."""

    audit: str
    head: dict[str, str]
    finding: dict[str, Any]
    action: dict[str, str]

    def to_json(self) -> list[Any]:
        return [self.head, self.finding, self.action]


@dataclass(slots=True)
class Reader:
    """Understands the rows of one list; `today` is the last day on which an audit can have been."""

    columns: Columns
    fixes: Fixes
    today: date
    asked: Tally = field(default_factory=Tally)

    def read(self, row: Row) -> tuple[Part | None, list[Problem]]:
        """The part, or what is wrong with the row."""
        reading = _Reading(row, self)
        part = reading.part()
        return (None, reading.problems) if reading.problems else (part, [])


@dataclass(slots=True)
class _Reading:
    row: Row
    reader: Reader
    problems: list[Problem] = field(default_factory=list)

    def part(self) -> Part:
        head = self._head()
        finding = self._finding(head)
        action = self._action(head, finding)
        if (finding or action) and not finding.get("issue") and not self._noted("issue"):
            self._note(Flaw.NO_ISSUE, "issue")
        return Part(self._audit(head), head, finding, action)

    def _head(self) -> dict[str, str]:
        scheme = self._scheme()
        head = {
            "supplier": self._text("supplier"),
            "supplier_id": self._record(),
            "country": self._country(),
            "scheme": scheme,
            "scheme_name": self._text("scheme_name"),
            "reference": self._text("reference"),
            "value": self._text("result"),
            "severity": self._choice("result_severity", "severity"),
            "audited_on": self._audited_on(),
            "announcement": self._choice("announcement", "announcement"),
            "purpose": self._choice("purpose", "purpose"),
            "mode": self._choice("mode", "mode"),
        }
        if scheme == "other" and not head["scheme_name"]:
            written = self._text("scheme")
            head["scheme_name"] = "" if words.find_scheme(written) == "other" else written[:120]
        if not head["supplier"] and not self._noted("supplier"):
            self._note(Flaw.NO_SUPPLIER, "supplier")
        if self.reader.columns.get("issue") is None:
            # Without findings a grade or severity is the whole audit's.
            head["value"] = head["value"] or self._text("value")
            head["severity"] = head["severity"] or self._choice("severity", "severity")
        return {name: said for name, said in head.items() if said}

    def _finding(self, head: Mapping[str, str]) -> dict[str, Any]:
        if self.reader.columns.get("issue") is None:
            return {}
        value, neutral = self._grades()
        finding: dict[str, Any] = {
            "number": self._text("finding_no"),
            "reference": self._text("finding_reference"),
            "issue": self._text("issue"),
            "indicators": self._indicators(),
            "value": value,
            "severity": self._severity(head.get("scheme", ""), value, neutral),
            "collaborative": self._collaborative(head.get("scheme", ""), value),
        }
        return {name: said for name, said in finding.items() if said}

    def _action(self, head: Mapping[str, str], finding: Mapping[str, Any]) -> dict[str, str]:
        action = {
            "text": self._text("action"),
            "state": self._choice("state", "cap_state"),
            "owner": self._text("owner"),
            "due_on": self._due_on(head.get("audited_on", "")),
            "evidence": self._text("evidence"),
            "verification": self._choice("verification", "verification"),
        }
        said = {name: told for name, told in action.items() if told}
        if set(said) <= {"state"}:
            return {}
        # A list without a column for what is to be done says when the issue is to be solved.
        said.setdefault("text", str(finding.get("issue", "")))
        return said

    def _audit(self, head: Mapping[str, str]) -> str:
        if number := self._text("audit_no"):
            return f"number {fold(number)}"
        identity = identity_of(head)
        if not identity and not self._noted("supplier", "scheme", "audited_on", "reference"):
            self._note(Flaw.UNIDENTIFIED, "reference")
        return identity

    def _scheme(self) -> str:
        written = self._text("scheme")
        found = words.find_scheme(written) if written else None
        if found is None and not self._noted("scheme"):
            self.reader.asked.note(Unknown("scheme", "", written))
            found = self.reader.fixes.words.get(Unknown("scheme", "", written))
        if not found and not self._noted("scheme"):
            self._note(Flaw.UNKNOWN_SCHEME if written else Flaw.NO_SCHEME, "scheme", written)
        return found or ""

    def _country(self) -> str:
        written = self._text("country")
        if not written:
            return ""
        found = find_country(written)
        return self._known("country", Unknown("country", "", written), found, Flaw.UNKNOWN_COUNTRY)

    def _choice(self, name: str, list_name: str) -> str:
        written = self._text(name)
        if not written:
            return ""
        found = words.find_choice(list_name, written)
        return self._known(name, Unknown(list_name, "", written), found, Flaw.UNKNOWN_WORD)

    def _grades(self) -> tuple[str, str]:
        """The scheme's own word and the neutral one; a list's only column holds the scheme's."""
        if self.reader.columns.get("value") is None:
            return self._text("severity"), ""
        return self._text("value"), self._text("severity")

    def _severity(self, scheme: str, value: str, neutral: str) -> str:
        if neutral:
            return self._choice("severity", "severity")
        if not value or not scheme:
            return ""
        found = audits.severity_of(scheme, value) or words.find_choice("severity", value)
        if not found and words.knows_value(scheme, value):
            return ""
        column = "value" if self.reader.columns.get("value") is not None else "severity"
        return self._known(column, Unknown("grade", scheme, value), found, Flaw.UNKNOWN_VALUE)

    def _collaborative(self, scheme: str, value: str) -> bool:
        written = self._text("collaborative")
        if not written:
            return audits.is_collaborative(scheme, value)
        found = words.find_yes(written)
        if found is None:
            self._note(Flaw.UNKNOWN_WORD, "collaborative", written)
        return bool(found)

    def _indicators(self) -> list[str]:
        found = [
            self._known(
                "indicators",
                Unknown("indicator", "", each),
                words.find_indicator(each),
                Flaw.UNKNOWN_INDICATOR,
            )
            for each in words.split_indicators(self._text("indicators"))
        ]
        return list(dict.fromkeys(each for each in found if each))

    def _known(self, name: str, word: Unknown, found: str | None, flaw: Flaw) -> str:
        """The code that was found, or else chosen; nothing and a problem where there is neither."""
        code = found
        if not code:
            self.reader.asked.note(word)
            code = self.reader.fixes.words.get(word)
        if code is None:
            self._note(flaw, name, word.text)
        return "" if code in {None, WITHOUT} else str(code)

    def _audited_on(self) -> str:
        day = self._day("audited_on")
        if day is not None and day > self.reader.today:
            self._note(Flaw.IN_FUTURE, "audited_on", day.isoformat())
        return day.isoformat() if day else ""

    def _due_on(self, audited_on: str) -> str:
        day = self._day("due_on")
        if day is not None and audited_on and day.isoformat() < audited_on:
            self._note(Flaw.DUE_BEFORE_AUDIT, "due_on", self._text("due_on"))
        return day.isoformat() if day else ""

    def _day(self, name: str) -> date | None:
        written = self._text(name)
        found = (
            dates.find_date(written, month_first=self.reader.fixes.month_first) if written else None
        )
        if written and found is None and not self._noted(name):
            self._note(Flaw.UNREADABLE_DATE, name, written)
        return found

    def _record(self) -> str:
        written = self._text("supplier_id")
        if not written:
            return ""
        try:
            return str(UUID(written))
        except ValueError:
            self._note(Flaw.NO_RECORD, "supplier_id", written)
            return ""

    def _text(self, name: str) -> str:
        text = tidy(as_written(self.row.cell(self.reader.columns.get(name))))
        if name not in {"issue", "action", "evidence"}:
            text = " ".join(text.split())
        if UNKNOWN in text:
            self._note(Flaw.UNREADABLE, name, text)
        elif text in _ERRORS:
            self._note(Flaw.ERROR, name, text)
        elif len(text) > LONGEST.get(name, 300):
            self._note(Flaw.TOO_LONG, name, text)
        else:
            return text
        return ""

    def _noted(self, *names: str) -> bool:
        return any(each.field in names for each in self.problems)

    def _note(self, flaw: Flaw, name: str, text: str = "") -> None:
        column = self.reader.columns.get(name)
        shown = "" if column is None else letter(column)
        made = Problem(flaw, self.row.number, name, shown, text[:200])
        if made not in self.problems:
            self.problems.append(made)


def identity_of(head: Mapping[str, str]) -> str:
    """What an audit is known by: its reference, else its supplier, day and scheme; or nothing."""
    if reference := head.get("reference", ""):
        return f"reference {fold(reference)}"
    supplier, day, scheme = (head.get(name, "") for name in ("supplier", "audited_on", "scheme"))
    return f"day {day} {scheme} {fold(supplier)}" if supplier and day and scheme else ""
