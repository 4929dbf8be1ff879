"""XML read once without building anything: no declarations, no entities, no great depth."""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from portal.privacy.files.limits import DEEPEST_XML, MOST_ELEMENTS
from portal.privacy.files.report import Unacceptable, Why

_STEP: Final = 1 << 16


def require_ordinary(data: bytes, elements: int = 0) -> int:
    """Count the elements on top of `elements`; raise `Unacceptable` if the XML is out of order."""
    depth = 0

    def begin(_name: str, _attributes: Any) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > DEEPEST_XML or elements > MOST_ELEMENTS:
            raise Unacceptable(Why.BOMB)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(*_: Any) -> None:
        raise Unacceptable(Why.DECLARATIONS)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = declare
    parser.EntityDeclHandler = declare
    parser.ProcessingInstructionHandler = _refuse_stylesheet
    try:
        for place in range(0, len(data), _STEP):
            parser.Parse(data[place : place + _STEP], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Unacceptable(Why.DAMAGED) from error
    return elements


def _refuse_stylesheet(target: str, _data: str) -> None:
    if target.lower().startswith("xml-stylesheet"):
        raise Unacceptable(Why.EXTERNAL)
