"""What a workbook has besides the cells that are seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from portal.privacy.files import packages
from portal.privacy.files.report import Hidden, HiddenKind, Unacceptable, Why
from portal.privacy.files.workbook_reading import formulas

_OTHER_PARTS: Final = (
    (re.compile(r"xl/(?:threadedC|c)omments"), HiddenKind.COMMENT),
    (re.compile(r"xl/persons/"), HiddenKind.PROPERTIES),
    (re.compile(r"xl/pivotCache/.*Records"), HiddenKind.PIVOT_CACHE),
    (re.compile(r"xl/(?:connections\.xml|queryTables/)"), HiddenKind.DATA_CONNECTION),
    (re.compile(r"xl/(?:revisions|revisionHeaders)"), HiddenKind.TRACKED_CHANGE),
    (re.compile(r"xl/charts/chart"), HiddenKind.CHART),
    (re.compile(r"xl/media/"), HiddenKind.PICTURE),
    (re.compile(r"xl/embeddings/"), HiddenKind.EMBEDDED_FILE),
    (re.compile(r"xl/drawings/drawing"), HiddenKind.PICTURE),
)
_HEADERS: Final = re.compile(r"(?:odd|even|first)(?:Header|Footer)$")
_ASKS: Final = re.compile(r"^\s*[=+@-]?\s*['\"]?[\w. ]+['\"]?\s*\|\s*['\"]", re.IGNORECASE)
_RUNS: Final = re.compile(r"\b(?:CALL|REGISTER\.ID|EXEC|WEBSERVICE|RTD)\s*\(", re.IGNORECASE)
_AUTO: Final = re.compile(r"(?:_xlnm\.)?auto_?(?:open|close|activate)", re.IGNORECASE)
_MOST_NOTED: Final = 20  # of one sort in one part


def hidden(parts: Mapping[str, bytes]) -> Iterator[Hidden]:
    """Everything that is no cell; raise `Unacceptable` for what would be asked for or run."""
    yield from packages.links(parts)
    yield from packages.properties(parts)
    for name, data in parts.items():
        for pattern, kind in _OTHER_PARTS:
            if pattern.match(name) and "/_rels/" not in name:
                said = packages.text_of(packages.parse(data)) if name.endswith(".xml") else ""
                yield Hidden(kind, "", said)
        if name.startswith("xl/externalLinks/") and name.endswith(".xml"):
            _refuse_link(packages.parse(data))
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield from _of_sheet(packages.parse(data))
    yield from _names(packages.parse(parts[packages.main_part(parts)]))
    if count := formulas(parts):
        yield Hidden(HiddenKind.FORMULA, "", str(count))


def _of_sheet(root: Any) -> Iterator[Hidden]:
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        local = each.tag.rpartition("}")[2]
        if local == "f":
            _refuse_formula(each.text or "")
        elif _HEADERS.match(local) and (each.text or "").strip():
            yield Hidden(HiddenKind.HEADER_FOOTER, "", each.text.strip()[:200])
        elif local in {"oleObject", "control"}:
            yield Hidden(HiddenKind.EMBEDDED_FILE, "", each.get("progId", ""))


def _names(root: Any) -> Iterator[Hidden]:
    for number, each in enumerate(root.iter("{*}definedName")):
        name = each.get("name", "")
        if _AUTO.match(name):
            raise Unacceptable(Why.MACROS)
        _refuse_formula(each.text or "")
        if number < _MOST_NOTED:
            yield Hidden(HiddenKind.DEFINED_NAME, name[:200], (each.text or "")[:200])


def _refuse_formula(formula: str) -> None:
    if _ASKS.match(formula) or _RUNS.search(formula):
        raise Unacceptable(Why.DDE)


def _refuse_link(root: Any) -> None:
    if next(root.iter("{*}ddeLink", "{*}oleLink"), None) is not None:
        raise Unacceptable(Why.DDE)
