"""What a PDF has besides what its pages show."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pikepdf

from portal.privacy.files.report import Hidden, HiddenKind

_SAMPLE: Final = 200
_MOST_ANNOTATIONS: Final = 200
_MOST_OBJECTS: Final = 50_000
_MOST_METADATA: Final = 20_000  # bytes that are unpacked to be shown
_TAG: Final = re.compile(r"<[^>]*>")


def hidden(pdf: pikepdf.Pdf) -> Iterator[Hidden]:
    yield from _of_document(pdf)
    for number, page in enumerate(pdf.pages, 1):
        yield from _of_page(page.obj, str(number))
    yield from _of_objects(pdf)


def _of_document(pdf: pikepdf.Pdf) -> Iterator[Hidden]:
    root = pdf.Root
    for key, value in _items(pdf.trailer.get("/Info")):
        if said := _shown(value):
            yield Hidden(HiddenKind.PROPERTIES, key.lstrip("/"), said)
    names = root.get("/Names", pikepdf.Dictionary())
    if "/EmbeddedFiles" in names:
        found = ", ".join(each.filename for each in pdf.attachments.values())
        yield Hidden(HiddenKind.EMBEDDED_FILE, "", found[:_SAMPLE])
    if "/JavaScript" in names:
        yield Hidden(HiddenKind.JAVASCRIPT, "", "")
    for key in ("/OpenAction", "/AA"):
        if key in root:
            yield _action(root[key], "")
    yield from _of_catalog(root)
    yield from _of_form(root.get("/AcroForm", pikepdf.Dictionary()))


def _of_catalog(root: Any) -> Iterator[Hidden]:
    if "/Metadata" in root:
        yield Hidden(HiddenKind.XMP, "", _stream(root.Metadata))
    if "/Outlines" in root:
        first = root.Outlines.get("/First", pikepdf.Dictionary())
        yield Hidden(HiddenKind.OUTLINE, "", _shown(first.get("/Title", "")))
    if "/OCProperties" in root:
        layers = [_shown(each.get("/Name", "")) for each in root.OCProperties.get("/OCGs", ())]
        yield Hidden(HiddenKind.LAYER, "", ", ".join(layers)[:_SAMPLE])
    for key in ("/PieceInfo", "/Collection", "/Perms", "/DSS", "/SpiderInfo", "/StructTreeRoot"):
        if key in root:
            yield Hidden(HiddenKind.OTHER, key.lstrip("/"), "")


def _of_form(form: Any) -> Iterator[Hidden]:
    for field in list(form.get("/Fields", ()))[:_MOST_ANNOTATIONS]:
        name, value = field.get("/T", ""), field.get("/V", "")
        yield Hidden(HiddenKind.FORM_FIELD, _shown(name), _shown(value))
    if "/XFA" in form:
        yield Hidden(HiddenKind.FORM_FIELD, "XFA", "")


def _of_page(page: Any, where: str) -> Iterator[Hidden]:
    for annotation in list(page.get("/Annots", ()))[:_MOST_ANNOTATIONS]:
        yield from _annotation(annotation, where)
    for key, kind in (
        ("/Metadata", HiddenKind.XMP),
        ("/Thumb", HiddenKind.THUMBNAIL),
        ("/PieceInfo", HiddenKind.OTHER),
        ("/AA", HiddenKind.ACTION),
    ):
        if key in page:
            yield Hidden(kind, where, "")


def _annotation(annotation: Any, where: str) -> Iterator[Hidden]:
    subtype = str(annotation.get("/Subtype", ""))
    if subtype == "/Link":
        target = annotation.get("/A", pikepdf.Dictionary()).get("/URI", "")
        if target:
            yield Hidden(HiddenKind.LINK, where, _shown(target))
    elif subtype == "/Widget":
        return
    elif subtype == "/FileAttachment":
        yield Hidden(HiddenKind.EMBEDDED_FILE, where, _shown(annotation.get("/Contents", "")))
    else:
        said = (_shown(annotation.get(key, "")) for key in ("/T", "/Contents"))
        yield Hidden(HiddenKind.ANNOTATION, where, ": ".join(filter(None, said))[:_SAMPLE])


def _of_objects(pdf: pikepdf.Pdf) -> Iterator[Hidden]:
    """Metadata of single pictures and fonts, wherever they are used."""
    for number, each in enumerate(pdf.objects):
        if number > _MOST_OBJECTS:
            return
        if not isinstance(each, pikepdf.Stream):
            continue
        if "/Metadata" in each:
            yield Hidden(HiddenKind.XMP, f"#{each.objgen[0]}", _stream(each.Metadata))
        if str(each.get("/Subtype", "")) == "/Image" and "/DCTDecode" in str(each.get("/Filter")):
            start = each.read_raw_bytes()[:4096]
            if b"Exif\x00\x00" in start:
                yield Hidden(HiddenKind.EXIF, f"#{each.objgen[0]}", "")


def _action(action: Any, where: str) -> Hidden:
    is_script = isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/JavaScript"
    if not is_script:
        return Hidden(HiddenKind.ACTION, where, "")
    return Hidden(HiddenKind.JAVASCRIPT, where, _shown(action.get("/JS", "")))


def _items(dictionary: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(dictionary, pikepdf.Dictionary):
        yield from dictionary.items()


def _stream(stream: Any) -> str:
    if not isinstance(stream, pikepdf.Stream):
        return ""
    data = stream.read_raw_bytes()
    if stream.get("/Filter") == "/FlateDecode":
        with suppress(zlib.error):
            data = zlib.decompressobj().decompress(data, _MOST_METADATA)
    text = _TAG.sub(" ", data[:_MOST_METADATA].decode("utf-8", "replace"))
    return " ".join(text.split())[:_SAMPLE]


def _shown(value: Any) -> str:
    return str(value)[:_SAMPLE] if isinstance(value, (str, pikepdf.String, pikepdf.Name)) else ""
