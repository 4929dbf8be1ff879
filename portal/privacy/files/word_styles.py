"""Which of a Word document's styles are headings, lists, or hide their text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from portal.privacy.files.packages import parse

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST: Final = 12  # styles that are based on styles
_HEADING: Final = re.compile(r"heading ([1-6])$")


def is_on(properties: Any, name: str) -> bool:
    """Whether a property such as bold is there and not switched off."""
    found = None if properties is None else properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "true") not in {"0", "false", "off", "none"}


class Styles:
    """Styles and numbering by their ids, read once."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles: dict[str, Any] = {}
        self._bullets: dict[str, bool] = {}
        if "word/styles.xml" in parts:
            for each in parse(parts["word/styles.xml"]).iter(f"{W}style"):
                self._styles[each.get(f"{W}styleId", "")] = each
        if "word/numbering.xml" in parts:
            self._read_numbering(parse(parts["word/numbering.xml"]))

    def hides(self, style: str) -> bool:
        return any(is_on(each.find(f"{W}rPr"), "vanish") for each in self._chain(style))

    def of_paragraph(self, properties: Any) -> str:
        """The kept style of a paragraph: a heading, a list, or "" for plain text."""
        if properties is None:
            return ""
        named = properties.find(f"{W}pStyle")
        chain = self._chain("" if named is None else named.get(f"{W}val", ""))
        for each in chain:
            name = each.find(f"{W}name")
            label = "" if name is None else name.get(f"{W}val", "").lower()
            if heading := _HEADING.match(label):
                return f"Heading {heading[1]}"
            if label in {"title", "subtitle"}:
                return label.title()
        return self._list(properties, chain)

    def _list(self, properties: Any, chain: list[Any]) -> str:
        own = [properties, *(each.find(f"{W}pPr") for each in chain)]
        for each in own:
            number = None if each is None else each.find(f"{W}numPr/{W}numId")
            if number is not None:
                if (id_ := number.get(f"{W}val", "0")) == "0":
                    return ""
                return "List Bullet" if self._bullets.get(id_, True) else "List Number"
        return ""

    def _chain(self, style: str) -> list[Any]:
        chain: list[Any] = []
        while style in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[style])
            based = chain[-1].find(f"{W}basedOn")
            style = "" if based is None else based.get(f"{W}val", "")
        return chain

    def _read_numbering(self, root: Any) -> None:
        formats = {}
        for each in root.iter(f"{W}abstractNum"):
            first = each.find(f"{W}lvl/{W}numFmt")
            bullet = first is None or first.get(f"{W}val") == "bullet"
            formats[each.get(f"{W}abstractNumId", "")] = bullet
        for each in root.iter(f"{W}num"):
            abstract = each.find(f"{W}abstractNumId")
            if abstract is not None:
                id_ = each.get(f"{W}numId", "")
                self._bullets[id_] = formats.get(abstract.get(f"{W}val", ""), True)
