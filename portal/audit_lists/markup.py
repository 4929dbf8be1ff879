"""XML from strangers, a piece at a time: no document type, no entities, no endless tokens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final, Protocol
from xml.parsers import expat

from portal.facility_lists.tables import damaged

PIECE: Final = 1 << 16
LONGEST_TOKEN: Final = 1 << 20
"""Bytes between two things that the parser understands: a tag with its attributes, or text."""
DEEPEST: Final = 64


class Handler(Protocol):
    """What is told of a document; names are without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


def parse(stream: IO[bytes], handler: Handler) -> Iterator[int]:
    """Tell the handler what is there, and after each piece how many bytes are read.

    The caller takes what the handler has gathered in between. Raise `Refused` for what no
    spreadsheet program writes.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise damaged()
        handler.start(name.rpartition(" ")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name.rpartition(" ")[2])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    done = 0
    try:
        while piece := stream.read(PIECE):
            done += len(piece)
            parser.Parse(piece, False)
            if done - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise damaged()
            yield done
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged() from error
    yield done


def _refuse(*_: object) -> int:
    raise damaged()
