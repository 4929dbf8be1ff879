"""Files as people attach them, each with canaries in every place where something can hide."""

from __future__ import annotations

import io
import re
import zlib

import docx
import openpyxl
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

CANARIES = (
    "Quillon Vanter",  # who wrote it
    "Brambick Holdings",  # a keyword among the properties
    "Zorquist",  # a hidden sheet
    "Wexholm",  # a comment
)
NAME = "Brambick payroll of Quillon.xlsx"
PLAIN = "Passport numbers were kept in a drawer."


def workbook(*rows: tuple[object, ...]) -> bytes:
    """A wage list with properties, a comment and a hidden sheet."""
    book = openpyxl.Workbook()
    book.properties.creator = CANARIES[0]
    book.properties.keywords = CANARIES[1]
    sheet = book.active
    assert sheet is not None
    sheet.title = "Wages"
    sheet.append(("Worker", "Paid", "Note"))
    for row in rows:
        sheet.append(row)
    sheet["C2"].comment = Comment(f"Ask {CANARIES[3]}", CANARIES[0])
    hidden = book.create_sheet("Totals")
    hidden.append((CANARIES[2], 12))
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def document(*paragraphs: str) -> bytes:
    made = docx.Document()
    made.core_properties.author = CANARIES[0]
    made.core_properties.comments = CANARIES[3]
    for each in paragraphs:
        made.add_paragraph(each)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def photo(color: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    """A picture of one color, with text beside its pixels."""
    picture = Image.new("RGB", (200, 100), color)
    told = PngInfo()
    told.add_text("Author", CANARIES[0])
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=told)
    return out.getvalue()


def everything(content: bytes) -> str:
    """The bytes of a file and of all that is packed in it, as text."""
    found = [content]
    if content.startswith(b"PK"):
        import zipfile

        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [archive.read(name) for name in archive.namelist()]
            found += [name.encode() for name in archive.namelist()]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    return "\n".join(each.decode("latin-1") for each in found)
