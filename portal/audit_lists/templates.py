"""A workbook for each scheme to fill in: titles, lists to choose from, and what they mean."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from portal.audit_lists.fields import FIELDS, TITLES
from portal.audit_lists.workbook_writing import SHEET
from portal.reference import audits
from portal.reference.indicators import INDICATORS

LEFT_OUT: Final = frozenset({"audit_no", "supplier_id", "finding_no"})
"""Columns of the portal's own files that nobody fills in."""
LAST_ROW: Final = 5000
_BOLD: Final = Font(bold=True)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_DATES: Final = ("audited_on", "due_on")
_HELP: Final = (
    ("Supplier", "The name as you use it. Needed in every row."),
    ("Country", "A name or a two-letter code."),
    (
        "Audit reference",
        "The same in all rows of one audit. Without it, rows of the same supplier,",
    ),
    ("", "day and scheme are one audit."),
    ("Overall result", "The scheme's own word for the whole audit, as it stands in the report."),
    ("Issue", "What was found, one row each. Leave it empty in a row that is a whole audit."),
    ("Finding grade", "The scheme's own word for how grave it is, as it stands in the report."),
    ("Severity", "Leave it empty where the table below says it."),
    ("ILO indicators", "Names or numbers, with semicolons between them."),
    ("Collaborative", "Yes, where it takes more than the supplier to solve it."),
    ("Corrective action", "What is to be done. Several actions: repeat the row of the finding."),
    ("Due date", "Not before the audit."),
)


def template(scheme: str) -> bytes:
    """An XLSX file; KeyError for a code that no audit can have."""
    told = audits.scheme(scheme)
    book = Workbook()
    book.properties.creator = "Common Ground"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001
    sheet = book.active
    sheet.title = SHEET
    fields = [name for name in FIELDS if name not in LEFT_OUT]
    sheet.append([TITLES[name] for name in fields])
    for column, name in enumerate(fields, 1):
        shown = get_column_letter(column)
        sheet.column_dimensions[shown].width = 40 if name in {"issue", "action"} else 20
        sheet.cell(1, column).font = _BOLD
        if name in _DATES:
            sheet.column_dimensions[shown].number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "A2"
    _explain(book.create_sheet("Explanation"), told)
    _choose(sheet, book.create_sheet("Lists"), fields, _lists(told))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _lists(told: audits.Scheme) -> dict[str, list[str]]:
    results = [each.value for each in told.values if each.is_result]
    grades = [each.value for each in told.values if not each.is_result]
    severities = [each.label for each in audits.SEVERITIES]
    lists = {
        "scheme": [told.label],
        "result": results,
        "result_severity": severities,
        "announcement": [each.label for each in audits.ANNOUNCEMENTS],
        "purpose": [each.label for each in audits.PURPOSES],
        "mode": [each.label for each in audits.MODES],
        "indicators": [each.name for each in INDICATORS],
        "value": grades,
        "severity": severities,
        "collaborative": ["Yes", "No"],
        "state": [each.label for each in audits.CAP_STATES],
        "verification": [each.label for each in audits.VERIFICATIONS],
    }
    return {name: values for name, values in lists.items() if values}


def _choose(sheet: Any, lists: Any, fields: Sequence[str], values: dict[str, list[str]]) -> None:
    """Drop-down lists; another word may still be typed, and is asked about at the import."""
    for column, (name, words) in enumerate(values.items(), 1):
        shown = get_column_letter(column)
        lists.column_dimensions[shown].width = 28
        lists.cell(1, column, TITLES[name]).font = _BOLD
        for row, word in enumerate(words, 2):
            lists.cell(row, column, word)
        rule = DataValidation(
            type="list",
            formula1=f"'Lists'!${shown}$2:${shown}${len(words) + 1}",
            allow_blank=True,
            showErrorMessage=False,
        )
        target = get_column_letter(fields.index(name) + 1)
        rule.add(f"{target}2:{target}{LAST_ROW}")
        sheet.add_data_validation(rule)


def _explain(sheet: Any, told: audits.Scheme) -> None:
    rows: list[tuple[str, ...]] = [
        (f"How to fill in the sheet “{SHEET}”",),
        ("One row a finding, or one row an audit. Delete columns that you do not need.",),
        (),
        ("Column", "What stands there"),
        *_HELP,
        (),
        (f"{told.label}: its own words, and the neutral severity beside each",),
        ("The scheme's word", "For", "Neutral severity", "Collaborative"),
        *(_crosswalk(each) for each in told.values),
        (),
        ("Neutral severity", "What it means"),
        *((each.label, each.description) for each in audits.SEVERITIES),
        (),
        ("Source", told.source),
    ]
    for row in rows:
        sheet.append(row)
    for width, shown in ((26, "A"), (60, "B"), (20, "C"), (16, "D")):
        sheet.column_dimensions[shown].width = width
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = _WRAPPED
    for cell in sheet["A"]:
        cell.font = _BOLD


def _crosswalk(each: audits.Value) -> tuple[str, ...]:
    severity = audits.choice("severity", each.severity).label if each.severity else "none"
    return (
        each.value,
        "the whole audit" if each.is_result else "a finding",
        severity,
        "Yes" if each.collaborative else "",
    )
