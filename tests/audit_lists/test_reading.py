"""Files of strangers: read a piece at a time, and refused with what to do when they are no lists."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from portal.audit_lists import mapping, pieces, reading, tables
from portal.audit_lists.spill import Spill
from portal.core.errors import Refused
from tests.audit_lists.lists import csv_of, understood, xlsx_of

HEADER = ("Supplier", "Scheme", "Audit date", "Audit reference")
PLAIN = csv_of("Supplier,Scheme,Audit date", "Mill,SMETA,2026-01-05")


def refusal(content: bytes, *, workbook: bool = False) -> str:
    with Spill() as spill, pytest.raises(Refused) as caught:
        for _ in reading.read(io.BytesIO(content), spill, workbook=workbook).rows:
            pass
    return caught.value.message % caught.value.values


def sheet_with(markup: str, **members: str) -> bytes:
    """A workbook whose only sheet is this, by a writer that nobody knows."""
    plain = io.BytesIO(xlsx_of([HEADER, ("Mill", "SMETA", "2026-01-05", "A")]))
    file = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = markup if name == "xl/worksheets/sheet1.xml" else old.read(name)
            new.writestr(name, members.get(name, text))
    return file.getvalue()


NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet {NAMESPACE}>&a;</worksheet>'


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", b" " * 700_000_000)
    return file.getvalue()


def test_days_of_both_calendars_numbers_truth_and_formulas_are_read_as_people_see_them() -> None:
    rows = [
        (*HEADER, "Collaborative", "Issue"),
        ("Mill", "SMETA", date(2026, 3, 5), 51310, True, "Fees"),
        ("Mill", "SMETA", datetime(2026, 3, 5, 14, 30), "A-2", False, '=CONCAT("a","b")'),  # noqa: DTZ001
    ]
    for since_1904 in (False, True):
        read = understood(xlsx_of(rows, since_1904=since_1904), workbook=True)

        first, second = read.outcomes
        assert (first.audited_on, first.reference) == (date(2026, 3, 5), "51310")
        assert first.findings[0].collaborative is True
        assert (second.audited_on, second.reference) == (date(2026, 3, 5), "A-2")
        # The formula was never computed: its cell is empty, so the row has no finding.
        assert second.findings == ()
        assert read.remarks == {"formulas": "", "uncomputed": "F3"}


def test_a_formula_gives_the_value_that_the_program_last_saved() -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in HEADER)
    below = (
        '<c t="str"><f>"Mi"&amp;"ll"</f><v>Mill</v></c><c t="inlineStr"><is><t>BSCI</t></is></c>'
    )
    markup = (
        f"<worksheet {NAMESPACE}><sheetData><row>{cells}</row>"
        f"<row>{below}<c><v>46000</v></c><c><v>7</v></c></row></sheetData></worksheet>"
    )
    with Spill() as spill:
        table = reading.read(io.BytesIO(sheet_with(markup)), spill, workbook=True)
        (row,) = table.rows

    assert (row.number, row.cells) == (2, ("Mill", "BSCI", "46000", "7"))
    assert set(table.source.remarks) == {tables.Remark.FORMULAS}


def test_hidden_sheets_and_sheets_behind_the_first_are_left_out_and_told() -> None:
    book = Workbook()
    secret = book.create_sheet("Secret", 0)
    secret.append(HEADER)
    secret.append(("Hidden Mill", "SMETA", date(2026, 1, 5), "H"))
    secret.sheet_state = "hidden"
    book.active = 1
    book["Sheet"].append(HEADER)
    book["Sheet"].append(("Mill", "SMETA", date(2026, 1, 5), "A"))
    book.create_sheet("Notes").append(("Not this",))
    file = io.BytesIO()
    book.save(file)

    read = understood(file.getvalue(), workbook=True)

    assert [each.supplier for each in read.outcomes] == ["Mill"]
    assert read.remarks == {"hidden": "Secret", "sheet": "Sheet"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_text_is_read_in_whatever_encoding_and_separator(encoding: str, separator: str) -> None:
    text = "\r\n".join(
        separator.join(cells)
        for cells in (HEADER, ('"Müller ""Söhne"""', "SMETA", "05.03.2026", "Prüfung"))
    )

    (outcome,) = understood(text.encode(encoding)).outcomes

    assert (outcome.supplier, outcome.reference) == ('Müller "Söhne"', "Prüfung")


def test_titles_below_a_heading_are_found() -> None:
    read = understood(csv_of("Audits of 2026", "", *PLAIN.decode().splitlines()))

    assert [each.supplier for each in read.outcomes] == ["Mill"]
    assert read.remarks == {"titles": "3"}


@pytest.mark.parametrize(
    ("content", "workbook", "said"),
    [
        (b"", False, "The file is empty"),
        (b"Supplier,Scheme\n", False, "only one row"),
        (b"Supplier\nA\0B\n", False, "Row 2 holds NUL bytes"),
        (b'Supplier,Scheme\nA,B\n"C,D\n', False, "opens in row 3"),
        (b"a," * 300 + b"\nx\n", False, "301 columns"),
        (b"x" * 2_000_000, False, "longer than a row can be"),
        (b"PK no archive", True, "damaged or has a password"),
        (bomb(), True, "unpacks to 667 MB"),
        (sheet_with(BOMB), True, "damaged or has a password"),
        (sheet_with(f'<worksheet {NAMESPACE} a="{"x" * 3_000_000}"/>'), True, "damaged"),
        (sheet_with("<a>" * 200), True, "damaged"),
        (
            sheet_with(
                f'<worksheet {NAMESPACE}><sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
            ),
            True,
            "16,384 columns",
        ),
        (
            sheet_with(
                f'<worksheet {NAMESPACE}><sheetData><row><c t="s"><v>99</v></c></row></sheetData></worksheet>'
            ),
            True,
            "damaged",
        ),
    ],
    ids=[
        *("empty", "one row", "NUL", "open quotation", "wide", "one line", "no archive", "bomb"),
        *("entity", "endless tag", "deep", "far column", "missing string"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_what_to_do(
    content: bytes,
    workbook: bool,  # noqa: FBT001
    said: str,
) -> None:
    assert said in refusal(content, workbook=workbook)


def test_a_list_may_have_250000_rows_and_not_one_more() -> None:
    content = b"Supplier\n" + b"Mill\n" * (tables.MOST_ROWS + 1)

    assert "more than 250,000 rows" in refusal(content)
    with Spill() as spill:
        assert (
            sum(1 for _ in reading.read(io.BytesIO(content[:-5]), spill, workbook=False).rows)
            == 250_000
        )


def test_a_file_in_pieces_reads_like_the_whole() -> None:
    whole = bytes(range(256)) * 5000
    kept = list(pieces.cut(io.BytesIO(whole)))
    file = io.BufferedReader(pieces.Pieces(kept.__getitem__, len(whole)))

    assert file.read() == whole
    file.seek(-10, io.SEEK_END)
    assert file.read() == whole[-10:]
    file.seek(pieces.SIZE - 3)
    assert file.read(6) == whole[pieces.SIZE - 3 : pieces.SIZE + 3]


def test_titles_of_the_schemes_are_known_and_a_remembered_title_comes_first() -> None:
    sedex = ("Site name", "Audit type", "Date of audit", "Issue title", "Target completion date")
    amfori = ("Auditee name", "Overall rating", "Monitoring date", "Finding", "Deadline")
    rba = ("Facility", "Provision", "Nonconformance", "Rating", "Corrective action plan")

    def found(header: tuple[str, ...], **remembered: str) -> list[str | None]:
        columns = mapping.guess(header, remembered)
        return [next((f for f, c in columns.items() if c == n), None) for n in range(len(header))]

    assert found(sedex) == ["supplier", "scheme", "audited_on", "issue", "due_on"]
    assert found(amfori) == ["supplier", "result", "audited_on", "issue", "due_on"]
    assert found(rba) == ["supplier", "finding_reference", "issue", "result", "action"]
    assert found(("Suplier naem", "Corective action"))[1] == "action"
    assert found(("Deadline", "Finding"), deadline="", finding="action") == [None, "action"]
