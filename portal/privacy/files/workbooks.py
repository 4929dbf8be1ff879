"""XLSX: values of what is seen are read, and written into a new workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from portal.privacy.files import archives, redacting, workbook_hidden
from portal.privacy.files.report import (
    Box,
    FileKind,
    LabelKind,
    Part,
    Redaction,
    Report,
    Unacceptable,
    Why,
)
from portal.privacy.files.workbook_reading import Sheet, read
from portal.privacy.files.workbook_writing import cell_id, sheet_id, write


def inspect(content: bytes, kind: FileKind) -> Report:
    parts = archives.members(content)
    hidden = list(workbook_hidden.hidden(parts))
    sheets, left_out = read(parts)
    found = redacting.limited(_parts(sheets))
    # Pictures and charts are left out, so that no pixel of a workbook leaves.
    return Report(kind, found, (*hidden, *left_out), max(1, len(sheets)), needs_eyes=False)


def rebuild(
    content: bytes, kind: FileKind, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> tuple[bytes, FileKind]:
    redacting.refuse_boxes(boxes)
    parts = archives.members(content)
    for _ in workbook_hidden.hidden(parts):
        pass  # refuses what may not be
    sheets, _ = read(parts)
    del parts
    leaves = redacting.redacted(redacting.limited(_parts(sheets)), redactions)
    made = write(sheets, leaves, {each.part_id for each in redactions})
    _require_clean(made, leaves)
    return made, kind


def _parts(sheets: Sequence[Sheet]) -> Iterator[Part]:
    for number, sheet in enumerate(sheets, 1):
        yield Part(sheet_id(number), LabelKind.SHEET, sheet.title, sheet.title)
        for cell in sheet.cells:
            if cell.text.strip():
                label = f"{sheet.title}!{cell.label}"
                yield Part(cell_id(number, cell), LabelKind.CELL, label, cell.text)


def _require_clean(made: bytes, leaves: Mapping[str, str]) -> None:
    """Read the new file as a stranger would: these values, no more, and nothing hidden."""
    parts = archives.members(made)
    hidden = list(workbook_hidden.hidden(parts))
    sheets, left_out = read(parts)
    got = [cell.text for sheet in sheets for cell in sheet.cells if cell.text.strip()]
    meant = [text for id_, text in leaves.items() if "!" in id_ and text.strip()]
    known = any(name.startswith("docProps/") for name in parts)
    if known or hidden or left_out or got != meant:
        raise Unacceptable(Why.NOT_CLEAN)
