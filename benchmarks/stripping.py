"""What a portal does that strips: known fields are emptied in place, the rest is left alone."""

from __future__ import annotations

import io
import struct
from typing import Final

import docx
import openpyxl
import pikepdf
import pillow_heif
from PIL import Image

from portal.privacy.files.report import FileKind

_EXIF: Final = b"Exif\x00\x00"
_CORE: Final = (
    *("author", "category", "comments", "content_status", "identifier", "keywords"),
    *("last_modified_by", "subject", "title", "version"),
)
_BOOK: Final = (
    *("creator", "lastModifiedBy", "title", "subject", "keywords", "description"),
    *("category", "contentStatus", "identifier", "version"),
)


def strip(content: bytes, kind: FileKind) -> bytes:
    """The file with its best-known fields emptied."""
    strippers = {
        FileKind.PDF: _pdf,
        FileKind.DOCX: _word,
        FileKind.XLSX: _workbook,
        FileKind.PNG: _png,
        FileKind.JPEG: _jpeg,
        FileKind.HEIC: _heic,
    }
    return strippers[kind](content) if kind in strippers else content


def _pdf(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.docinfo
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        pdf.save(out)
    return out.getvalue()


def _word(content: bytes) -> bytes:
    document = docx.Document(io.BytesIO(content))
    for each in _CORE:
        setattr(document.core_properties, each, "")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _workbook(content: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for each in _BOOK:
        setattr(book.properties, each, None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _jpeg(content: bytes) -> bytes:
    """Without the segments that hold EXIF and XMP."""
    kept, place = [content[:2]], 2
    while content[place + 1] != 0xDA:
        end = place + 2 + int(struct.unpack(">H", content[place + 2 : place + 4])[0])
        if not content[place + 4 : end].startswith((_EXIF, b"http://ns.adobe.com/")):
            kept.append(content[place:end])
        place = end
    return b"".join((*kept, content[place:]))


def _png(content: bytes) -> bytes:
    """Without the chunks of text and EXIF."""
    kept, place = [content[:8]], 8
    while place < len(content):
        end = place + 12 + int(struct.unpack(">I", content[place : place + 4])[0])
        kind = content[place + 4 : place + 8]
        if kind not in {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}:
            kept.append(content[place:end])
        place = end
        if kind == b"IEND":
            break
    return b"".join((*kept, content[place:]))


def _heic(content: bytes) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.info.pop("exif", None)
        picture.save(out, "HEIF", exif=None, quality=90)
    return out.getvalue()
