"""A new Word document of blocks, with the styles of the library and nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.shared import Emu

from portal.privacy.files import packages
from portal.privacy.files.word_blocks import Block, Paragraph, Picture, Table

_STYLE_OF_TABLES: Final = "Table Grid"
_MOST_COLUMNS: Final = 63  # what Word can open


def write(blocks: Sequence[Block]) -> bytes:
    document = docx.Document()
    _fill(document, blocks)
    out = io.BytesIO()
    document.save(out)
    return packages.anonymous(out.getvalue())


def _fill(container: Any, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            _add_table(container, block)
        else:
            _add_paragraph(container.add_paragraph(), block)


def _add_paragraph(written: Any, paragraph: Paragraph) -> None:
    if paragraph.style:
        written.style = paragraph.style
    for piece in paragraph.pieces:
        run = written.add_run()
        if isinstance(piece, Picture):
            width = Emu(piece.width) if piece.width else None
            run.add_picture(io.BytesIO(piece.content), width=width)
        else:
            run.text = piece.text
            # None is "as the style says": False would switch a heading's bold off.
            run.bold = piece.bold or None
            run.italic = piece.italic or None
            run.underline = piece.underline or None


def _add_table(container: Any, table: Table) -> None:
    columns = min(max((len(row) for row in table.rows), default=0), _MOST_COLUMNS)
    if not columns:
        return
    if hasattr(container, "sections"):  # the document itself, not a cell
        written = container.add_table(len(table.rows), columns)
        written.style = _STYLE_OF_TABLES
    else:
        written = container.add_table(len(table.rows), columns)
    cells = written._cells  # noqa: SLF001  # rows[i].cells reads the whole table each time
    for number, row in enumerate(table.rows):
        for column, blocks in enumerate(row[:columns]):
            _fill_cell(cells[number * columns + column], blocks)


def _fill_cell(cell: Any, blocks: Sequence[Block]) -> None:
    # A cell begins with an empty paragraph: the first block takes it.
    first, rest = (blocks[0], blocks[1:]) if blocks else (Paragraph(), [])
    if isinstance(first, Paragraph):
        _add_paragraph(cell.paragraphs[0], first)
        _fill(cell, rest)
    else:
        _fill(cell, blocks)
