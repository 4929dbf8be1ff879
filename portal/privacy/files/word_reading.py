"""A Word document read as it is seen when all changes are accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from portal.privacy.files import packages, word_pictures
from portal.privacy.files.characters import clean, marks
from portal.privacy.files.limits import MOST_PARAGRAPHS
from portal.privacy.files.report import Hidden, HiddenKind, too_long
from portal.privacy.files.word_blocks import Block, Paragraph, Run, Table
from portal.privacy.files.word_styles import Styles, W, is_on

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WRAPPERS: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"),
        *("dir", "bdo", "ruby", "rubyBase"),
    )
)
_REMOVED: Final = frozenset((f"{W}del", f"{W}moveFrom"))
_SIGNS: Final = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}sym": "\N{WHITE SQUARE}",  # a sign of a symbol font: which one, only that font knows
}


class Reader:
    """Reads the body of one document; `hidden` says what it left out, `pixels` if it has any."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._main = packages.main_part(parts)
        self._body = packages.parse(parts[self._main]).find(f"{W}body")
        self._styles = Styles(parts)
        self._pictures = word_pictures.Pictures(parts, self._main)
        self._beside: list[Block] = []
        self._count = 0
        self._hidden: list[Hidden] = []

    def read(self) -> list[Block]:
        return [] if self._body is None else list(self._blocks(self._body))

    @property
    def hidden(self) -> list[Hidden]:
        return [*self._hidden, *self._pictures.hidden]

    @property
    def pixels(self) -> bool:
        return self._pictures.any

    def _blocks(self, node: Any) -> Iterator[Block]:
        for child in node:
            if child.tag == f"{W}p":
                yield self._paragraph(child)
                beside, self._beside = self._beside, []
                yield from beside
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child)
            elif child.tag in _REMOVED:
                self._note_removed(child)
            elif child.tag == f"{_COMPATIBLE}AlternateContent":
                yield from self._blocks(_chosen(child))

    def _table(self, node: Any) -> Table:
        table = Table()
        for row in node.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not node:
                continue  # a row of a table inside this one
            state = row.find(f"{W}trPr")
            if is_on(state, "hidden") or is_on(state, "del"):
                self._note(HiddenKind.HIDDEN_ROWS, packages.text_of(row))
                continue
            cells = [cell for cell in row.iter(f"{W}tc") if cell.getparent() is row]
            cells += list(row.iterfind(f"{W}sdt/{W}sdtContent/{W}tc"))
            table.rows.append([list(self._blocks(cell)) for cell in cells])
        return table

    def _paragraph(self, node: Any) -> Paragraph:
        self._count += 1
        if self._count > MOST_PARAGRAPHS:
            raise too_long()
        properties = node.find(f"{W}pPr")
        named = None if properties is None else properties.find(f"{W}pStyle")
        paragraph = Paragraph(self._styles.of_paragraph(properties))
        if named is not None and self._styles.hides(named.get(f"{W}val", "")):
            self._note(HiddenKind.HIDDEN_TEXT, packages.text_of(node))
            return paragraph
        self._inline(node, paragraph)
        return paragraph

    def _inline(self, node: Any, paragraph: Paragraph) -> None:
        for child in node:
            if child.tag == f"{W}r":
                self._run(child, paragraph)
            elif child.tag in _WRAPPERS:
                if child.tag in {f"{W}ins", f"{W}moveTo"}:
                    self._note(HiddenKind.TRACKED_CHANGE, child.get(f"{W}author", ""))
                self._inline(child, paragraph)
            elif child.tag in _REMOVED:
                self._note_removed(child)
            elif child.tag in {f"{_MATH}oMath", f"{_MATH}oMathPara"}:
                text = "".join(each.text or "" for each in child.iter(f"{_MATH}t"))
                paragraph.pieces.append(Run(clean(text)))
            elif child.tag == f"{_COMPATIBLE}AlternateContent":
                self._inline(_chosen(child), paragraph)

    def _run(self, node: Any, paragraph: Paragraph) -> None:
        properties = node.find(f"{W}rPr")
        style = None if properties is None else properties.find(f"{W}rStyle")
        if is_on(properties, "vanish") or (
            style is not None and self._styles.hides(style.get(f"{W}val", ""))
        ):
            self._note(HiddenKind.HIDDEN_TEXT, packages.text_of(node))
            return
        look = {
            "bold": is_on(properties, "b"),
            "italic": is_on(properties, "i"),
            "underline": is_on(properties, "u"),
        }
        self._contents(node, paragraph, look)

    def _contents(self, node: Any, paragraph: Paragraph, look: dict[str, bool]) -> None:
        for child in node:
            if child.tag == f"{W}t":
                text = child.text or ""
                if marks(text):
                    self._note(HiddenKind.HIDDEN_TEXT, f"U+200B ... x {marks(text)}")
                paragraph.pieces.append(Run(clean(text), **look))
            elif child.tag in _SIGNS:
                paragraph.pieces.append(Run(_SIGNS[child.tag], **look))
            elif child.tag == f"{_COMPATIBLE}AlternateContent":
                self._contents(_chosen(child), paragraph, look)
            elif child.tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
                paragraph.pieces += self._pictures.read(child)
                for box in child.iter(f"{W}txbxContent"):
                    if next(box.iterancestors(f"{W}txbxContent"), None) is None:
                        earlier, self._beside = self._beside, []
                        self._beside = [*earlier, *self._blocks(box)]
            elif child.tag == f"{W}ruby":
                self._inline(child, paragraph)

    def _note_removed(self, node: Any) -> None:
        self._note(HiddenKind.TRACKED_CHANGE, packages.text_of(node))

    def _note(self, kind: HiddenKind, sample: str) -> None:
        self._hidden.append(Hidden(kind, str(self._count), sample))


def _chosen(node: Any) -> Any:
    """The newer of two ways to say the same."""
    choice = node.find(f"{_COMPATIBLE}Choice")
    fallback = node.find(f"{_COMPATIBLE}Fallback")
    found = choice if choice is not None else fallback
    return etree.Element("none") if found is None else found
