"""A Word document with a mark in every place besides what its pages show."""

from __future__ import annotations

import io

import docx

from portal.privacy.files.report import FileKind
from tests.privacy.files import planted_pictures
from tests.privacy.files.making import VISIBLE, changed, picture, related, replaced, unzipped
from tests.privacy.files.planting import Marks, Planted

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT = "word/document.xml"
HEADING = "What the workers said"
CELL = "Deposit of 400"
INSERTED = "An inserted sentence stays"


def word() -> Planted:
    marks = Marks("doc")
    document = docx.Document()
    properties = document.core_properties
    for key in ("author", "last_modified_by", "title", "subject", "keywords", "comments"):
        setattr(properties, key, marks(f"core {key}"))
    for key in ("category", "content_status", "identifier", "version"):
        setattr(properties, key, marks(f"core {key}"))
    document.add_heading(HEADING, 1)
    document.add_paragraph(VISIBLE)
    table = document.add_table(2, 1)
    table.cell(0, 0).text = CELL
    table.cell(1, 0).text = marks("hidden row")
    document.add_picture(io.BytesIO(picture("JPEG")))
    section = document.sections[0]
    section.header.paragraphs[0].text = marks("header")
    section.footer.paragraphs[0].text = marks("footer")
    out = io.BytesIO()
    document.save(out)
    media = {"word/media/image1.jpg": planted_pictures.jpeg(marks).content}
    package = _in_the_body(changed(out.getvalue(), media), marks)
    package = changed(package, _beside_the_body(package, marks))
    package = related(package, DOCUMENT, "hyperlink", f"https://{marks('link')}.example/")
    visible = (HEADING, VISIBLE, CELL, INSERTED)
    return Planted(FileKind.DOCX, "a.docx", package, marks.words, visible)


def _in_the_body(package: bytes, marks: Marks) -> bytes:
    vanish = "<w:rPr><w:vanish/></w:rPr>"
    body = f"""<w:p w:rsidR="{marks("rsid")}"><w:bookmarkStart w:id="9" w:name="{marks("bookmark")}"/>
      <w:r>{vanish}<w:t>{marks("hidden run")}</w:t></w:r>
      <w:ins w:id="1" w:author="{marks("author of insertion")}" w:date="2026-01-02T03:04:05Z">
        <w:r><w:t>{INSERTED}</w:t></w:r></w:ins>
      <w:del w:id="2" w:author="{marks("author of deletion")}"><w:r>
        <w:delText>{marks("deleted text")}</w:delText></w:r></w:del>
      <w:moveFrom w:id="3" w:author="x"><w:r><w:t>{marks("moved text")}</w:t></w:r></w:moveFrom>
      <w:r><w:rPr><w:rPrChange w:id="4" w:author="{marks("author of a change")}"/></w:rPr></w:r>
      <w:commentRangeStart w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>
      <w:r><w:fldChar w:fldCharType="begin"/></w:r>
      <w:r><w:instrText> AUTHOR {marks("code of a field")} </w:instrText></w:r>
      <w:r><w:fldChar w:fldCharType="end"/></w:r>
      <w:r><w:t xml:space="preserve">a\u200bb\u2060c</w:t></w:r></w:p>
    <w:p><w:pPr><w:pStyle w:val="Unseen"/></w:pPr><w:r><w:t>{marks("hidden style")}</w:t></w:r></w:p>
    <w:sdt><w:sdtPr><w:alias w:val="{marks("name of a control")}"/>
      <w:tag w:val="{marks("tag of a control")}"/></w:sdtPr>
      <w:sdtContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:sdtContent></w:sdt>
    <!-- {marks("XML comment")} --><?note {marks("XML instruction")}?>"""
    package = replaced(package, DOCUMENT, b"<w:body>", f"<w:body>{body}".encode())
    alt = marks("alt text")
    package = replaced(package, DOCUMENT, b"<wp:docPr ", f"<wp:docPr descr='{alt}' ".encode())
    hidden = b"<w:tr><w:trPr><w:hidden/></w:trPr>"
    data = unzipped(package)[DOCUMENT]
    start = data.rindex(b"<w:tr>")
    data = data[:start] + hidden + data[start + len(b"<w:tr>") :]
    return changed(package, {DOCUMENT: data})


def _beside_the_body(package: bytes, marks: Marks) -> dict[str, bytes | None]:
    parts = unzipped(package)
    unseen = (
        '<w:style w:type="paragraph" w:styleId="Unseen">'
        f'<w:name w:val="{marks("name of a style")}"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    )
    variable = f'<w:docVar w:name="{marks("variable")}" w:val="{marks("value of a variable")}"/>'
    settings = f"<w:docVars>{variable}</w:docVars></w:settings>"
    return {
        "docProps/app.xml": f"<Properties><Company>{marks('company')}</Company>"
        f"<Manager>{marks('manager')}</Manager></Properties>".encode(),
        "docProps/custom.xml": f"<Properties><p name='x'>{marks('custom')}</p></Properties>".encode(),
        "docProps/thumbnail.jpeg": b"\xff\xd8\xff" + marks.bytes("thumbnail"),
        "customXml/item1.xml": f"<a b='{marks('custom XML')}'>{marks('custom data')}</a>".encode(),
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="7" w:author="{marks("comment by")}">'
        f"<w:p><w:r><w:t>{marks('comment')}</w:t></w:r></w:p></w:comment></w:comments>".encode(),
        "word/people.xml": f"<people><person author='{marks('people')}'/></people>".encode(),
        "word/footnotes.xml": _notes("footnotes", marks("footnote")),
        "word/endnotes.xml": _notes("endnotes", marks("endnote")),
        "word/glossary/document.xml": _notes("document", marks("glossary")),
        "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + marks.bytes("embedded object"),
        "word/embeddings/file.bin": marks.bytes("embedded file"),
        "word/printerSettings1.bin": marks.bytes("printer"),
        "word/styles.xml": parts["word/styles.xml"].replace(b"</w:styles>", unseen.encode()),
        "word/settings.xml": parts["word/settings.xml"].replace(
            b"</w:settings>", settings.encode()
        ),
        "word/fontTable.xml": f'<w:fonts {W}><w:font w:name="{marks("font")}"/></w:fonts>'.encode(),
        "word/theme/theme1.xml": parts["word/theme/theme1.xml"].replace(
            b'name="Office Theme"', f'name="{marks("theme")}"'.encode()
        ),
        "word/unknown.xml": f"<a>{marks('unknown part')}</a>".encode(),
    }


def _notes(name: str, text: str) -> bytes:
    return f"<w:{name} {W}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{name}>".encode()
