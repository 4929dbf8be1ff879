"""What the portal writes it reads again: the same audits, and nothing that computes."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.audit_lists import templates, workbook_writing, writing
from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.contents import graded
from portal.core.text import tidy
from portal.reference import audits
from portal.reference.indicators import INDICATORS
from tests.audit_lists.lists import TODAY, understood

CODES = {name: [each.code for each in choices] for name, choices in audits.LISTS.items()}
STARTS = st.sampled_from(
    [
        "",
        "=",
        "+",
        "-",
        "@",
        "'",
        "'=",
        "''-",
        "a;=1",
        "a\n-b",
        "a;'+",
        "|",
        "\uff1d",
        "é",
        "_x000D_",
    ]
)
WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Co", "Cn"]), max_size=12)


def _tidied(text: str, *, flat: bool) -> str:
    tidied = tidy(text).replace("\N{REPLACEMENT CHARACTER}", "")
    return " ".join(tidied.split()) if flat else tidied.strip()


def texts(*, flat: bool = True, required: bool = False) -> st.SearchStrategy[str]:
    made = st.builds(lambda start, rest: _tidied(start + rest, flat=flat), STARTS, WRITTEN)
    made = made.filter(lambda said: not said.startswith("#"))
    return made.filter(lambda said: any(c.isalnum() for c in said)) if required else made


def coded(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *CODES[name]])


ACTIONS = st.builds(
    Action,
    text=texts(flat=False, required=True),
    state=st.sampled_from(CODES["cap_state"]),
    owner=texts(),
    due_on=st.none() | st.dates(TODAY, date(2099, 1, 1)),
    evidence=texts(flat=False),
    verification=coded("verification"),
)
FINDINGS = st.builds(
    AuditFinding,
    issue=texts(flat=False, required=True),
    reference=texts(),
    indicators=st.lists(
        st.sampled_from([each.code for each in INDICATORS]), unique=True, max_size=3
    ).map(tuple),
    value=texts(),
    severity=st.sampled_from(CODES["severity"]),
    collaborative=st.booleans(),
    actions=st.lists(ACTIONS, max_size=3).map(tuple),
)
OUTCOMES = st.builds(
    Outcome,
    supplier=texts(required=True),
    scheme=st.sampled_from([each.code for each in audits.SCHEMES if each.code != "other"]),
    reference=texts(),
    country=st.sampled_from(["", "BD", "MY", "CI"]),
    value=texts(),
    severity=coded("severity"),
    audited_on=st.none() | st.dates(date(1990, 1, 1), TODAY),
    announcement=coded("announcement"),
    purpose=coded("purpose"),
    mode=coded("mode"),
    findings=st.lists(FINDINGS, max_size=4).map(tuple),
).map(graded)


@settings(max_examples=80, deadline=None)
@given(st.lists(OUTCOMES, min_size=1, max_size=4))
def test_whatever_is_exported_as_csv_is_read_back_the_same(outcomes: list[Outcome]) -> None:
    read = understood(b"".join(writing.delimited(outcomes)))

    assert read.problems == []
    assert read.outcomes == outcomes


@settings(max_examples=80, deadline=None)
@given(st.lists(OUTCOMES, min_size=1, max_size=4))
def test_whatever_is_exported_as_a_workbook_is_read_back_the_same(outcomes: list[Outcome]) -> None:
    read = understood(b"".join(workbook_writing.workbook(outcomes)), workbook=True)

    assert read.problems == []
    assert read.outcomes == outcomes


HOSTILE = Outcome(
    supplier="=cmd|' /C calc'!A0",
    scheme="smeta",
    reference="'=1+1",
    findings=(AuditFinding(issue="@SUM(A1)\n-2", value="+Major", severity="major"),),
    severity="major",
)


def test_no_cell_of_an_export_begins_like_a_formula() -> None:
    text = b"".join(writing.delimited([HOSTILE])).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(b"".join(workbook_writing.workbook([HOSTILE]))))

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    cells += [str(cell.value or "") for row in book.active.iter_rows() for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert understood(text.encode()).outcomes == [HOSTILE]


def test_two_exports_of_the_same_audits_are_the_same_bytes() -> None:
    first, second = (b"".join(workbook_writing.workbook([HOSTILE])) for _ in range(2))

    assert first == second


@pytest.mark.parametrize("scheme", [each.code for each in audits.SCHEMES])
def test_a_template_filled_in_with_the_words_of_its_lists_is_understood(scheme: str) -> None:
    book = load_workbook(io.BytesIO(templates.template(scheme)))
    sheet, lists = book["Audits"], book["Lists"]
    titles = [cell.value for cell in sheet[1]]
    first = {lists.cell(1, n).value: lists.cell(2, n).value for n in range(1, lists.max_column + 1)}
    typed = {"Supplier": "Alpha Mill", "Audit date": "2026-03-05", "Issue": "Fees", **first}
    sheet.append([typed.get(title, "") for title in titles])
    file = io.BytesIO()
    book.save(file)

    read = understood(file.getvalue(), workbook=True)

    assert read.problems == []
    assert [each.scheme for each in read.outcomes] == [scheme]
    assert [each.issue for each in read.outcomes[0].findings] == ["Fees"]
    assert len(sheet.data_validations.dataValidation) == len(first)
    explained = {cell.value for cell in book["Explanation"]["A"]}
    assert set(audits.values_of(scheme)) <= explained


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1", "'=1"),
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),
        ("a;=1", "a;'=1"),
        ("a\n@b", "a\n'@b"),
        ("a;'=1", "a;''=1"),
        ("a = b; c - d", "a = b; c - d"),
    ],
)
def test_no_spreadsheet_sees_a_formula_begin_whatever_separates_its_cells(
    cell: str, shown: str
) -> None:
    assert writing.neutral(cell) == shown
    assert writing.as_written(shown) == cell
