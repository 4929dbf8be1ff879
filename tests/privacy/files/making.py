"""Files made in code: plain ones of each kind, and the pieces of which bad ones are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx
import openpyxl
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

VISIBLE = "Passports were kept in the office"
MIB = 1024 * 1024


def pdf(pages: Sequence[Sequence[str]] = ((VISIBLE,),)) -> bytes:
    with pikepdf.new() as made:
        for lines in pages:
            add_page(made, lines)
        return saved(made)


def add_page(made: pikepdf.Pdf, lines: Sequence[str], extra: str = "") -> pikepdf.Object:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    content = f"BT /F1 12 Tf 72 720 Td 16 TL {shown} ET {extra}"
    page = made.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 595, 842]),
            Resources=Dictionary(Font=Dictionary(F1=made.make_indirect(font))),
            Contents=made.make_stream(content.encode("latin-1")),
        )
    )
    made.pages.append(pikepdf.Page(page))
    return page


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for each in paragraphs or (VISIBLE,):
        document.add_paragraph(each)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(rows: Sequence[Sequence[object]] = ((VISIBLE, 12),)) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def photo(size: tuple[int, int] = (320, 200)) -> Image.Image:
    """A picture with large areas of known color: red on the left, blue on the right."""
    picture = Image.new("RGB", size, "red")
    picture.paste((0, 0, 255), (size[0] // 2, 0, *size))
    return picture


def picture(kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    photo().save(out, kind, **options)
    return out.getvalue()


def unzipped(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(parts: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
        archive.comment = comment
    return out.getvalue()


def changed(package: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """An Office file with parts added, replaced or (None) taken out."""
    parts = unzipped(package)
    for name, data in changes.items():
        if data is None:
            parts.pop(name)
        else:
            parts[name] = data
    return zipped(parts)


def replaced(package: bytes, part: str, old: bytes, new: bytes) -> bytes:
    data = unzipped(package)[part]
    assert old in data, (part, old)
    return changed(package, {part: data.replace(old, new)})


def related(package: bytes, part: str, kind: str, target: str, *, outside: bool = True) -> bytes:
    """An Office file whose `part` has one more relationship."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    mode = ' TargetMode="External"' if outside else ""
    one = f'<Relationship Id="rIdX" Type="{OFFICE}{kind}" Target="{target}"{mode}/></Relationships>'
    empty = f'<Relationships xmlns="{RELATIONSHIPS}"></Relationships>'.encode()
    data = unzipped(package).get(rels, empty)
    return changed(package, {rels: data.replace(b"</Relationships>", one.encode())})


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
