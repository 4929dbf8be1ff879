import csv
import io
import zipfile

import pytest
from openpyxl import Workbook

from portal.core.errors import Refused
from portal.facility_lists import reading
from portal.facility_lists.tables import MOST_ROWS, Remark


def workbook(rows: list[list[object]], *more: tuple[str, list[list[object]]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for title, other in more:
        added = book.create_sheet(title)
        for row in other:
            added.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(content: bytes, *, xlsx: bool = False) -> str:
    with pytest.raises(Refused) as refused:
        reading.read(content, workbook=xlsx)
    return refused.value.message % dict(refused.value.values)


TEXT = "name;country\nMüller Söhne;Österreich\nŁódź Wool;PL\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_reads_the_same_cells(encoding: str) -> None:
    table = reading.read(TEXT.encode(encoding), workbook=False)

    assert table.header == ("name", "country")
    assert [row.cells for row in table.rows] == [
        ("Müller Söhne", "Österreich"),
        ("Łódź Wool", "PL"),
    ]


def test_windows_text_is_read_with_a_remark_that_says_so() -> None:
    table = reading.read("name,country\nMüller Söhne,Österreich\n".encode("cp1252"), workbook=False)

    assert table.rows[0].cells == ("Müller Söhne", "Österreich")
    assert table.remarks == ((Remark.ENCODING, "Windows-1252"),)


def test_bytes_that_mean_nothing_are_named_with_their_row() -> None:
    content = "name,country\nMüller,AT\nSöhne,AT\n".encode() + b"Bad \xff\xfe,AT\n"

    table = reading.read(content, workbook=False)

    assert table.remarks == ((Remark.UNREADABLE, "4"),)
    assert table.rows[0].cells == ("Müller", "AT")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_although_other_separators_stand_in_quoted_cells(
    separator: str,
) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows([["name", "address"], ["A, B", "1; 2 | 3"]] * 3)

    table = reading.read(file.getvalue().encode(), workbook=False)

    assert table.rows[0].cells == ("A, B", "1; 2 | 3")


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    content = b'name,address\n\n"A","two\nlines"\nB,x\n'

    assert [row.number for row in reading.read(content, workbook=False).rows] == [3, 4]


def test_an_unclosed_quotation_mark_is_named_with_the_row_where_it_opens() -> None:
    assert "row 3" in refusal(b'name,country\nA,CN\n"B,CN\nC,CN\nD,CN\n')


def test_nul_bytes_are_named_with_their_row() -> None:
    assert "Row 3" in refusal(b"name,country\nA,CN\nB\0,CN\n")


def test_a_file_with_only_a_header_is_refused() -> None:
    assert "only one row" in refusal(b"name,country\n")


def test_a_cell_beyond_all_measure_is_refused_with_its_row() -> None:
    assert "Row 2" in refusal(b"name,country\n" + b"x" * 200_000 + b",CN\n")


def test_a_list_with_100000_columns_is_refused_as_text_and_as_workbook() -> None:
    assert "100,000 columns" in refusal(b",".join([b"c"] * 100_000) + b"\nx,y\n")
    book = Workbook()
    assert book.active is not None
    book.active.cell(1, 1, "name")
    book.active.cell(2, 16_000, "far")
    file = io.BytesIO()
    book.save(file)
    assert "16,000 columns" in refusal(file.getvalue(), xlsx=True)


def test_more_rows_than_the_limit_are_refused_with_both_numbers() -> None:
    said = refusal(b"name,country\n" + b"A,CN\n" * 60_000)

    assert "60,000" in said
    assert f"{MOST_ROWS:,}" in said


def test_as_many_rows_as_the_limit_are_read() -> None:
    assert (
        len(reading.read(b"name,country\n" + b"A,CN\n" * MOST_ROWS, workbook=False).rows)
        == MOST_ROWS
    )


def test_a_workbook_gives_whole_numbers_without_a_fraction_and_names_its_sheet() -> None:
    content = workbook([["name", "postcode"], ["A", 51310]], ("Notes", [["x"]]))

    table = reading.read(content, workbook=True)

    assert table.rows[0].cells == ("A", "51310")
    assert table.remarks == ((Remark.SHEET, "Sheet"),)


def test_formulas_of_a_workbook_are_remarked() -> None:
    content = workbook([["name", "country"], ["=A1&B1", "CN"]])

    assert Remark.FORMULAS in dict(reading.read(content, workbook=True).remarks)


def zipped(member: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(name, member)
    return file.getvalue()


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused_unopened() -> None:
    assert "unpacks to 300 MB" in refusal(zipped(bytes(300 * 1024 * 1024)), xlsx=True)


def test_a_workbook_that_lies_about_its_size_is_refused() -> None:
    honest = zipped(bytes(30 * 1024 * 1024))
    size = (30 * 1024 * 1024).to_bytes(4, "little")
    liar = honest.replace(size, (1000).to_bytes(4, "little"))
    assert liar != honest

    assert "damaged" in refusal(liar, xlsx=True)


def test_a_small_workbook_with_a_cell_at_the_end_of_the_world_is_refused_unopened() -> None:
    sheet = (
        b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"/></row></sheetData></worksheet>'
    )

    assert "16,384 columns" in refusal(zipped(sheet), xlsx=True)


def test_a_broken_workbook_is_refused_as_damaged() -> None:
    content = workbook([["name"], ["A"]])

    assert "damaged" in refusal(content[: len(content) // 2], xlsx=True)
    assert "damaged" in refusal(zipped(b"<not xml"), xlsx=True)
