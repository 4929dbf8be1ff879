"""DOCX: what is seen is read, and written into a new document."""

from __future__ import annotations

from collections.abc import Sequence

from portal.privacy.files import archives, redacting, word_blocks, word_hidden
from portal.privacy.files.report import Box, FileKind, Redaction, Report, Unacceptable, Why
from portal.privacy.files.word_reading import Reader
from portal.privacy.files.word_writing import write


def inspect(content: bytes, kind: FileKind) -> Report:
    parts = archives.members(content)
    hidden = list(word_hidden.hidden(parts))
    reader = Reader(parts)
    found = redacting.limited(word_blocks.parts(reader.read()))
    return Report(kind, found, (*hidden, *reader.hidden), 1, reader.pixels)


def rebuild(
    content: bytes, kind: FileKind, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> tuple[bytes, FileKind]:
    redacting.refuse_boxes(boxes)
    parts = archives.members(content)
    for _ in word_hidden.hidden(parts):
        pass  # refuses what may not be
    blocks = Reader(parts).read()
    del parts
    found = redacting.limited(word_blocks.parts(blocks))
    plan = redacting.by_part(found, redactions)
    for number, paragraph in enumerate(word_blocks.paragraphs(blocks), 1):
        word_blocks.redact(paragraph, plan.get(f"paragraph:{number}", ()))
    made = write(blocks)
    expected = [paragraph.text for paragraph in word_blocks.paragraphs(blocks)]
    _require_clean(made, expected)
    return made, kind


def _require_clean(made: bytes, expected: Sequence[str]) -> None:
    """Read the new file as a stranger would: this text, no more, and nothing hidden."""
    parts = archives.members(made)
    reader = Reader(parts)
    found = [paragraph.text for paragraph in word_blocks.paragraphs(reader.read())]
    known = any(name.startswith(("docProps/", "customXml/")) for name in parts)
    hidden = [*word_hidden.hidden(parts), *reader.hidden]
    if known or hidden or list(filter(str.strip, found)) != list(filter(str.strip, expected)):
        raise Unacceptable(Why.NOT_CLEAN)
