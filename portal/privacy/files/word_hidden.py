"""What a Word document has besides what its pages show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from portal.privacy.files import packages
from portal.privacy.files.report import Hidden, HiddenKind, Unacceptable, Why
from portal.privacy.files.word_styles import W

_OTHER_PARTS: Final = (
    (re.compile(r"word/comments\w*\.xml$"), HiddenKind.COMMENT),
    (re.compile(r"word/(?:header|footer)\d*\.xml$"), HiddenKind.HEADER_FOOTER),
    (re.compile(r"word/(?:footnotes|endnotes)\.xml$"), HiddenKind.FOOTNOTE),
    (re.compile(r"word/people\.xml$"), HiddenKind.PROPERTIES),
    (re.compile(r"word/glossary/document\.xml$"), HiddenKind.OTHER),
)
_EMBEDDED: Final = re.compile(r"word/embeddings/|afchunk", re.IGNORECASE)
_ASKS: Final = re.compile(r"\s*(?:DDEAUTO|DDE)\b", re.IGNORECASE)
_LOADS: Final = re.compile(r"\s*(?:INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|RD)\b", re.IGNORECASE)


def hidden(parts: Mapping[str, bytes]) -> Iterator[Hidden]:
    """Everything that is no body; raise `Unacceptable` for what would be loaded or asked for."""
    yield from packages.links(parts)
    yield from packages.properties(parts)
    for name, data in parts.items():
        for pattern, kind in _OTHER_PARTS:
            if pattern.match(name) and (said := _said(packages.parse(data))):
                yield Hidden(kind, "", said)
        if _EMBEDDED.search(name):
            yield Hidden(HiddenKind.EMBEDDED_FILE, "", name.rpartition("/")[2])
        if name.startswith("word/") and name.endswith(".xml"):
            _refuse_fields(data)


def _said(root: Any) -> str:
    """Who wrote it, and what."""
    names = (each.get(f"{W}author") or each.get("author") for each in root.iter())
    authors = ", ".join(dict.fromkeys(filter(None, names)))
    return ": ".join(filter(None, (authors, packages.text_of(root))))[:200]


def _refuse_fields(data: bytes) -> None:
    """A field's code may be cut into several runs: the pieces of a paragraph are read together."""
    if b"instr" not in data:
        return
    for paragraph in packages.parse(data).iter(f"{W}p"):
        codes = [each.get(f"{W}instr", "") for each in paragraph.iter(f"{W}fldSimple")]
        for each in paragraph.iter(f"{W}fldChar", f"{W}instrText"):
            if each.tag == f"{W}fldChar" or not codes:
                codes.append("")
            codes[-1] += each.text or ""
        for code in codes:
            if _ASKS.match(code):
                raise Unacceptable(Why.DDE)
            if _LOADS.match(code):
                raise Unacceptable(Why.EXTERNAL)
