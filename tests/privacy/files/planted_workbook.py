"""A workbook with a mark in every place besides the cells that are seen."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Drawing
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from portal.privacy.files.report import FileKind
from tests.privacy.files import planted_pictures
from tests.privacy.files.making import VISIBLE, changed, replaced
from tests.privacy.files.planting import Marks, Planted

SHEET = "xl/worksheets/sheet1.xml"
TITLE = "Wages"
LAST = "After a hidden row"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook() -> Planted:
    marks = Marks("xls")
    book = openpyxl.Workbook()
    for key in ("creator", "lastModifiedBy", "title", "subject", "keywords", "description"):
        setattr(book.properties, key, marks(f"core {key}"))
    book.custom_doc_props.append(StringProperty(name="x", value=marks("custom")))
    sheet = book.active
    sheet.title = TITLE
    _cells(sheet, marks)
    _around_cells(sheet, marks)
    _pictures(sheet, marks)
    for state in ("hidden", "veryHidden"):
        other = book.create_sheet(marks(f"{state} sheet name"))
        other["A1"] = marks(f"{state} sheet")
        other.sheet_state = state
    name = marks("defined name")
    book.defined_names[name] = DefinedName(name, attr_text=f'"{marks("name text")}"')
    out = io.BytesIO()
    book.save(out)
    package = _in_the_sheet(out.getvalue(), marks)
    package = changed(package, _beside_the_sheets(marks))
    visible = (TITLE, VISIBLE, "1200", "2026-01-02", LAST)
    return Planted(FileKind.XLSX, "a.xlsx", package, marks.words, visible)


def _cells(sheet: Any, marks: Marks) -> None:
    sheet["A1"], sheet["B1"] = VISIBLE, 1200
    sheet["C1"] = dt.date(2026, 1, 2)
    sheet["C1"].number_format = f'yyyy"{marks("number format")}"'
    sheet["A2"], sheet["A3"] = marks("hidden row"), LAST
    sheet.row_dimensions[2].hidden = True
    sheet["E1"] = marks("hidden column")
    sheet.column_dimensions["E"].hidden = True
    sheet["F1"] = f'=CONCATENATE("{marks("formula")}")'
    sheet["A4"] = "x"
    sheet["A4"].hyperlink = f"https://{marks('link')}.example/"
    sheet["A4"].comment = Comment(marks("comment"), marks("author of a comment"))
    sheet["A5"].value = "zero\u200bwidth"
    sheet.merge_cells("A7:B8")


def _around_cells(sheet: Any, marks: Marks) -> None:
    sheet.oddHeader.center.text = marks("header")
    sheet.evenFooter.left.text = marks("footer")
    rule = DataValidation(type="list", formula1=f'"{marks("choices")}"', showErrorMessage=True)
    rule.prompt, rule.error = marks("prompt"), marks("error")
    rule.add("B2")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("A1", FormulaRule(formula=[f'"{marks("condition")}"']))
    sheet.sheet_properties.codeName = marks("code name")
    sheet.print_title_rows = "1:1"


def _pictures(sheet: Any, marks: Marks) -> None:
    sheet.add_image(Drawing(io.BytesIO(planted_pictures.jpeg(marks).content)), "H1")
    chart = BarChart()
    chart.title = marks("chart")
    chart.add_data(Reference(sheet, min_col=2, min_row=1))
    sheet.add_chart(chart, "H9")


def _in_the_sheet(package: bytes, marks: Marks) -> bytes:
    phonetic = f"<rPh sb='0' eb='1'><t>{marks('phonetic')}</t></rPh></is>"
    package = replaced(package, SHEET, b"</is>", phonetic.encode())
    scenario = f"<scenarios><scenario name='{marks('scenario')}'/></scenarios>"
    tail = f"{scenario}<!-- {marks('XML comment')} --></worksheet>"
    return replaced(package, SHEET, b"</worksheet>", tail.encode())


def _beside_the_sheets(marks: Marks) -> dict[str, bytes | None]:
    link = f"<externalLink {MAIN}><externalBook><sheetNames>"
    return {
        "docProps/app.xml": f"<Properties><Company>{marks('company')}</Company></Properties>".encode(),
        "docProps/thumbnail.jpeg": b"\xff\xd8\xff" + marks.bytes("thumbnail"),
        "customXml/item1.xml": f"<a>{marks('custom XML')}</a>".encode(),
        "xl/externalLinks/externalLink1.xml": f"{link}<sheetName val='{marks('linked sheet')}'/>"
        "</sheetNames></externalBook></externalLink>".encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": _outside(marks("linked workbook")),
        "xl/pivotCache/pivotCacheRecords1.xml": f"<p {MAIN}>{marks('pivot cache')}</p>".encode(),
        "xl/pivotTables/pivotTable1.xml": f"<p {MAIN} name='{marks('pivot table')}'/>".encode(),
        "xl/connections.xml": f"<c {MAIN} x='{marks('connection')}'>x</c>".encode(),
        "xl/queryTables/queryTable1.xml": f"<q {MAIN} x='{marks('query')}'>x</q>".encode(),
        "xl/persons/person.xml": f"<p displayName='{marks('person')}'/>".encode(),
        "xl/threadedComments/threadedComment1.xml": f"<t>{marks('thread')}</t>".encode(),
        "xl/printerSettings/printerSettings1.bin": marks.bytes("printer"),
        "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + marks.bytes("embedded object"),
        "xl/revisions/revisionLog1.xml": f"<r>{marks('revision')}</r>".encode(),
        "xl/unknown.xml": f"<a>{marks('unknown part')}</a>".encode(),
    }


def _outside(target: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/externalLinkPath" Target="file:///{target}.xlsx"'
        ' TargetMode="External"/></Relationships>'
    ).encode()
