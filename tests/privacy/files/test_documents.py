import io

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from docx.shared import Emu
from PIL import Image

from portal.privacy.files import sandbox
from portal.privacy.files.report import HiddenKind, LabelKind, Redaction
from tests.privacy.files import making
from tests.privacy.files.making import VISIBLE, replaced, unzipped


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def reopened(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(sandbox.rebuild(content, [], "a.docx").content))


def test_headings_lists_and_looks_of_a_document_stay() -> None:
    document = docx.Document()
    document.add_heading("Findings", 2)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("plain ").add_run("bold").bold = True
    made = reopened(saved(document))
    assert [(p.style and p.style.name, p.text) for p in made.paragraphs] == [
        ("Heading 2", "Findings"),
        ("List Bullet", "one"),
        ("List Number", "first"),
        ("Normal", "plain bold"),
    ]
    assert [run.bold for run in made.paragraphs[3].runs] == [None, True]


def test_tables_in_tables_stay() -> None:
    document = docx.Document()
    outer = document.add_table(2, 2)
    outer.cell(0, 0).text = "outer"
    outer.cell(1, 1).add_table(1, 1).cell(0, 0).text = "inner"
    made = reopened(saved(document))
    cell = made.tables[0].cell(1, 1)
    assert made.tables[0].cell(0, 0).text == "outer"
    assert cell.tables[0].cell(0, 0).text == "inner"


def test_pixels_that_are_cropped_away_do_not_leave() -> None:
    document = docx.Document()
    document.add_picture(io.BytesIO(making.picture("PNG")), width=Emu(914400))
    crop = b'<a:srcRect r="50000"/><a:stretch>'
    content = replaced(saved(document), "word/document.xml", b"<a:stretch>", crop)
    made = sandbox.rebuild(content, [], "a.docx")
    media = [data for name, data in unzipped(made.content).items() if "media/" in name]
    picture = Image.open(io.BytesIO(media[0]))
    assert len(media) == 1
    assert picture.size == (160, 200)
    assert picture.getcolors() == [(160 * 200, (255, 0, 0))]


def test_a_text_box_is_read_after_its_paragraph() -> None:
    box = (
        b"<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r>"
        b"</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    content = replaced(making.word(VISIBLE, "after"), "word/document.xml", b"</w:p>", box)
    texts = [part.text for part in sandbox.inspect(content, "a.docx").parts]
    assert texts[:2] == [VISIBLE, "in the box"]


def test_rows_and_columns_close_where_hidden_ones_were() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["a", "hidden", "c"], ["hidden", "hidden", "hidden"], [None], ["d", None, "f"]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    out = io.BytesIO()
    book.save(out)
    made = sandbox.rebuild(out.getvalue(), [], "a.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(made)).active.values)
    assert rows == [("a", "c"), (None, None), ("d", "f")]


def test_formulas_leave_as_their_values() -> None:
    cell = b'<c r="C1"><f>A1*2</f><v>24</v></c></row>'
    content = replaced(making.workbook(), "xl/worksheets/sheet1.xml", b"</row>", cell)
    made = sandbox.rebuild(content, [], "a.xlsx").content
    assert openpyxl.load_workbook(io.BytesIO(made)).active["C1"].value == 24


def test_cells_say_where_they_are() -> None:
    parts = sandbox.inspect(making.workbook([["x"], [None, 3.5]]), "a.xlsx").parts
    assert [(part.label_kind, part.label, part.text) for part in parts] == [
        (LabelKind.SHEET, "Sheet", "Sheet"),
        (LabelKind.CELL, "Sheet!A1", "x"),
        (LabelKind.CELL, "Sheet!B2", "3.5"),
    ]


def test_sheets_of_one_name_after_redaction_keep_apart() -> None:
    book = openpyxl.Workbook()
    book.active.title = "One"
    book.create_sheet("Two")["A1"] = "x"
    out = io.BytesIO()
    book.save(out)
    parts = sandbox.inspect(out.getvalue()).parts
    titles = [part for part in parts if part.label_kind is LabelKind.SHEET]
    redactions = [Redaction(part.id, 0, 3, "Site") for part in titles]
    made = sandbox.rebuild(out.getvalue(), redactions).content
    assert openpyxl.load_workbook(io.BytesIO(made)).sheetnames == ["Site", "Site (2)"]


def test_a_turned_page_is_read_and_written_as_it_is_seen() -> None:
    with pikepdf.new() as pdf:
        making.add_page(pdf, [VISIBLE]).Rotate = 90
        content = making.saved(pdf)
    made = sandbox.rebuild(content, [], "a.pdf").content
    with pypdfium2.PdfDocument(made) as document:
        assert document[0].get_size() == (842, 595)
        assert document[0].get_rotation() == 0
    assert sandbox.inspect(content).parts[0].text == VISIBLE


def test_text_stays_text_in_other_scripts() -> None:
    """Characters of more than one font of the layer, outside Latin and beyond U+FFFF."""
    letters = "".join(map(chr, [*range(0x391, 0x3A0), *range(0x410, 0x440)]))
    with pikepdf.new() as pdf:
        page = making.add_page(pdf, [])
        codes = "".join(f"{code:02X}" for code in range(33, 33 + len(letters)))
        lines = "".join(
            f"<{33 + place:02X}> <{ord(each):04X}>\n" for place, each in enumerate(letters)
        )
        page.Resources.Font.F1.ToUnicode = pdf.make_stream(
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
            + f"{len(letters)} beginbfchar\n{lines}endbfchar endcmap".encode()
        )
        content = f"BT /F1 8 Tf 20 700 Td <{codes}> Tj ET"
        page.Contents = pdf.make_stream(content.encode())
        original = making.saved(pdf)
    made = sandbox.rebuild(original, [], "a.pdf").content
    assert letters in sandbox.inspect(original).parts[0].text
    assert letters in sandbox.inspect(made).parts[0].text


def test_a_page_without_text_needs_eyes() -> None:
    with pikepdf.new() as pdf:
        making.add_page(pdf, [])
        blank = making.saved(pdf)
    assert sandbox.inspect(blank).needs_eyes
    assert not sandbox.inspect(making.pdf()).needs_eyes


def test_text_that_stands_on_nothing_is_told() -> None:
    with pikepdf.new() as pdf:
        making.add_page(pdf, [VISIBLE], "BT 1 g /F1 12 Tf 72 500 Td (white words) Tj ET")
        content = making.saved(pdf)
    report = sandbox.inspect(content)
    assert report.parts[0].text == VISIBLE
    assert [(h.kind, h.where, h.sample) for h in report.hidden] == [
        (HiddenKind.HIDDEN_TEXT, "1", "white words")
    ]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf"])
def test_an_empty_document_is_rebuilt(name: str) -> None:
    empty = {
        "a.docx": making.word(""),
        "a.xlsx": making.workbook([]),
        "a.pdf": making.pdf([[]]),
    }
    made = sandbox.rebuild(empty[name], [], name)
    assert not [
        p for p in sandbox.inspect(made.content, name).parts if p.label != "Sheet" and p.text
    ]
