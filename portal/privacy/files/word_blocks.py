"""What is kept of a Word document: paragraphs of runs and pictures, and tables of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from portal.privacy.files.redacting import one_line
from portal.privacy.files.report import LabelKind, Part, Redaction


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was written anew; width in English Metric Units, 0 if unknown."""

    content: bytes
    width: int


@dataclass(slots=True)
class Paragraph:
    """`style` is the name of one of the few styles that are kept, "" for plain text."""

    style: str = ""
    pieces: list[Run | Picture] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Run))


@dataclass(slots=True)
class Table:
    rows: list[list[list[Block]]] = field(default_factory=list)


Block = Paragraph | Table


def paragraphs(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those in tables too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell)


def parts(blocks: Sequence[Block]) -> Iterator[Part]:
    for number, paragraph in enumerate(paragraphs(blocks), 1):
        if paragraph.text.strip():
            label = str(number)
            yield Part(f"paragraph:{label}", LabelKind.PARAGRAPH, label, paragraph.text)


def redact(paragraph: Paragraph, redactions: Sequence[Redaction]) -> None:
    """Replace text across runs: the replacement looks like the run in which it begins."""
    pieces: list[Run | Picture] = []
    start = 0
    for piece in paragraph.pieces:
        if isinstance(piece, Picture):
            pieces.append(piece)
            continue
        end = start + len(piece.text)
        pieces.append(replace(piece, text=_kept(piece.text, start, redactions)))
        start = end
    paragraph.pieces = pieces


def _kept(text: str, start: int, redactions: Sequence[Redaction]) -> str:
    """What is left of a run that begins at `start` of its paragraph."""
    kept, place = [], start
    end = start + len(text)
    for each in redactions:
        if each.end <= start or each.start >= end:
            continue
        kept.append(text[place - start : max(each.start, start) - start])
        if each.start >= start:
            kept.append(one_line(each.replacement))
        place = min(each.end, end)
    return "".join((*kept, text[place - start :]))
