"""Marks that are planted in every place that a file can hide something, and how they are found."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf

from portal.privacy.files.report import FileKind

PNG = b"\x89PNG\r\n\x1a\n"


class Marks:
    """Gives each place a word of its own that no program would write by chance."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self.words: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        word = f"{self._prefix}{len(self.words):03d}Quokka"
        if place in self.words:  # the same field of something inside
            place = f"{place} {len(self.words)}"
        self.words[place] = word
        return word

    def bytes(self, place: str) -> bytes:
        return self(place).encode()


@dataclass(frozen=True, slots=True)
class Planted:
    """A file with a mark in each place, and what must still be seen after it was rebuilt."""

    kind: FileKind
    name: str
    content: bytes
    words: Mapping[str, str]
    visible: tuple[str, ...] = field(default=())


def found(content: bytes, words: Mapping[str, str]) -> set[str]:
    """The places whose mark is anywhere in the file: raw, unpacked, or in another encoding."""
    left = set()
    layers = [each.lower() for each in unpacked(content)]
    for place, word in words.items():
        forms = {
            word.encode(encoding).lower()
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
        }
        forms.add(word.encode().hex().encode())
        if any(form in layer for form in forms for layer in layers):
            left.add(place)
    return left


def unpacked(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes of a file, and of all that is packed in it."""
    yield content
    if depth > 3:
        return
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield "\n".join(archive.namelist()).encode()
            for info in archive.infolist():
                yield info.comment + info.extra
                yield from unpacked(archive.read(info), depth + 1)
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)
    elif content.startswith(PNG):
        for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", content):
            try:
                yield zlib.decompressobj().decompress(content[match.start() :], 1 << 20)
            except zlib.error:
                continue


def _of_pdf(content: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for each in pdf.objects:
            yield each.unparse(resolved=True)
            yield from (str(value).encode("utf-8", "replace") for value in _strings(each))
            if isinstance(each, pikepdf.Stream):
                yield each.read_raw_bytes()
                try:
                    yield each.read_bytes()
                except pikepdf.PdfError:
                    continue  # a picture: its raw bytes are already there


def _strings(node: object) -> Iterator[object]:
    if isinstance(node, pikepdf.String):
        yield node
    elif isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
        for value in node.values():
            yield from _inside(value)
    elif isinstance(node, pikepdf.Array):
        for value in list(node):
            yield from _inside(value)


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _strings(value)
