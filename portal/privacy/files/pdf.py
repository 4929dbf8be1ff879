"""PDF: pages as they are seen become pictures with a new layer of text; nothing else is kept."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import pikepdf
import pypdfium2

from portal.privacy.files import kinds, pdf_hidden, pdf_page, pictures, redacting
from portal.privacy.files.limits import MOST_PAGES
from portal.privacy.files.pdf_cover import cover
from portal.privacy.files.pdf_layer import Leaf, Word, Writer
from portal.privacy.files.pdf_page import Seen
from portal.privacy.files.report import (
    Box,
    FileKind,
    Hidden,
    HiddenKind,
    LabelKind,
    Part,
    Redaction,
    Report,
    Unacceptable,
    Why,
    too_long,
)

_END: Final = b"%%EOF"
_TAIL: Final = 2048
_SAMPLE: Final = 200
_UNMAPPED: Final = "\N{REPLACEMENT CHARACTER}"


def inspect(content: bytes, kind: FileKind) -> Report:
    hidden = list(_hidden(content))
    parts, needs_eyes = [], False
    with _document(content) as document:
        count = len(document)
        for number, page in enumerate(document, 1):
            seen = pdf_page.see(page)
            parts.append(_part(number, seen.text))
            if seen.unseen:
                sample = seen.unseen[:_SAMPLE]
                hidden.append(Hidden(HiddenKind.HIDDEN_TEXT, str(number), sample))
            needs_eyes = (
                needs_eyes
                or not seen.text
                or bool(seen.unseen)
                or _UNMAPPED in seen.text
                or pdf_page.has_pictures(page)
            )
            page.close()
    return Report(kind, redacting.limited(parts), tuple(hidden), count, needs_eyes)


def rebuild(
    content: bytes, kind: FileKind, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> tuple[bytes, FileKind]:
    _require_whole(content)
    with _structure(content):
        pass
    writer = Writer()
    expected = []
    known: set[str] = set()
    with _document(content) as document:
        if any(not 1 <= box.page <= len(document) for box in boxes):
            raise Unacceptable(Why.STALE)
        for number, page in enumerate(document, 1):
            seen = pdf_page.see(page)
            page.close()
            part = _part(number, seen.text)
            known.add(part.id)
            own = [each for each in redactions if each.part_id == part.id]
            plan = redacting.by_part([part], own).get(part.id, [])
            boxed = [box for box in boxes if box.page == number]
            expected.append(_write(writer, seen, plan, boxed))
    if any(each.part_id not in known for each in redactions):
        raise Unacceptable(Why.STALE)
    made = writer.finish()
    _require_clean(made, expected)
    return made, kind


@contextmanager
def _structure(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The structure of a PDF that is whole and has no password; raise `Unacceptable`."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Unacceptable(Why.ENCRYPTED)
            if len(pdf.pages) > MOST_PAGES:
                raise too_long()
            yield pdf
    except pikepdf.PasswordError as error:
        raise Unacceptable(Why.ENCRYPTED) from error
    except pikepdf.PdfError as error:
        raise Unacceptable(Why.DAMAGED) from error


@contextmanager
def _document(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unacceptable(Why.DAMAGED) from error
    try:
        if not 1 <= len(document) <= MOST_PAGES:
            raise too_long() if len(document) else Unacceptable(Why.DAMAGED)
        yield document
    finally:
        document.close()


def _hidden(content: bytes) -> Iterator[Hidden]:
    tail = _require_whole(content)
    if tail:
        yield Hidden(HiddenKind.TRAILING_DATA, "", f"{len(tail):,} bytes")
    with _structure(content) as pdf:
        yield from pdf_hidden.hidden(pdf)


def _require_whole(content: bytes) -> bytes:
    """What follows the end; raise `Unacceptable` if there is no end, or another file."""
    place = content.rfind(_END)
    if place < 0:
        raise Unacceptable(Why.DAMAGED)
    tail = content[place + len(_END) :].strip(b"\x00\r\n\t ")
    kinds.require_single(tail)
    kinds.require_single(content[len(b"%PDF-") : 1024])
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Unacceptable(Why.POLYGLOT)
    if len(tail) > _TAIL:
        raise Unacceptable(Why.DAMAGED)
    return tail


def _part(number: int, text: str) -> Part:
    return Part(f"page:{number}", LabelKind.PAGE, str(number), text)


def _write(
    writer: Writer, seen: Seen, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> str:
    """Add a page; answer the text that its layer has."""
    shown = cover(seen, redactions, boxes)
    scale = seen.width / seen.picture.width
    words = tuple(
        Word(
            text,
            left * scale,
            seen.height - bottom * scale,
            (right - left) * scale,
            (bottom - top) * scale,
        )
        for text, (left, top, right, bottom) in shown
    )
    jpeg = pictures.encoded(seen.picture, FileKind.JPEG)
    gray = seen.picture.mode == "L"
    writer.add(Leaf(jpeg, seen.picture.size, gray, seen.width, seen.height, words))
    return "".join(text for text, _ in shown)


def _require_clean(made: bytes, expected: Sequence[str]) -> None:
    """Read the new file as a stranger would: no text but what was meant, and no information."""
    with _document(made) as document:
        for page, meant in zip(document, expected, strict=True):
            textpage = page.get_textpage()
            got = Counter(_letters(textpage.get_text_range()))
            textpage.close()
            page.close()
            if got - Counter(_letters(meant)):
                raise Unacceptable(Why.NOT_CLEAN)
    with _structure(made) as pdf:
        if set(pdf.Root) - {"/Type", "/Pages"} or set(pdf.trailer) - {"/Root", "/Size", "/ID"}:
            raise Unacceptable(Why.NOT_CLEAN)


def _letters(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
