"""The archive that a workbook is: refused if it is a bomb, and what it says of its sheets."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Final

from typing_extensions import override

from portal.audit_lists.markup import Handler, parse
from portal.core.errors import Refused
from portal.facility_lists.tables import damaged

MOST_UNPACKED: Final = 600 * 1024 * 1024
MOST_RATIO: Final = 200
RATIO_COUNTS_FROM: Final = 10 * 1024 * 1024
MOST_DIRECTORY: Final = 1 << 20
"""Bytes of the list of members: far more than thousands of sheets need."""
MOST_ABOUT: Final = 8 * 1024 * 1024
"""Bytes of a member that says something about the sheets and is kept in memory."""
_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NO_DATE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    KeyError,
    ValueError,
)
"""What `zipfile` raises for archives that are damaged, locked or made to confuse."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    member: str
    hidden: bool


@dataclass(slots=True)
class Package:
    """`dates` says for each style of a cell whether it shows a date."""

    archive: zipfile.ZipFile
    sheets: list[Sheet] = field(default_factory=list)
    strings: str = ""
    dates: Sequence[bool] = ()
    since_1904: bool = False

    def size(self, member: str) -> int:
        return self.archive.getinfo(member).file_size


def opened(stream: IO[bytes]) -> Package:
    """Raise `Refused` with what to do for what is no workbook, or unpacks to far too much."""
    size = stream.seek(0, io.SEEK_END)
    _require_small_directory(stream, size)
    try:
        archive = zipfile.ZipFile(stream)
        stated = sum(entry.file_size for entry in archive.infolist())
    except ERRORS as error:
        raise damaged() from error
    if stated > MOST_UNPACKED or (stated > RATIO_COUNTS_FROM and stated > MOST_RATIO * size):
        raise Refused(
            "The file unpacks to %(size)s MB, far more than an audit list needs. Copy the rows"
            " into a new workbook and upload that, or save it as CSV.",
            size=f"{stated // (1024 * 1024):,}",
        )
    return _described(Package(archive))


def _require_small_directory(stream: IO[bytes], size: int) -> None:
    """`zipfile` makes an object of each member before anybody may count them."""
    stream.seek(max(0, size - 65_600))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 20 or _END_64 in tail[max(0, at - 20) : at]:
        raise damaged()
    if int.from_bytes(tail[at + 12 : at + 16], "little") > MOST_DIRECTORY:
        raise damaged()


def _described(package: Package) -> Package:
    book, relations, styles = _Book(), _Relations(), _Styles()
    _about(package, "xl/workbook.xml", book)
    _about(package, "xl/_rels/workbook.xml.rels", relations)
    names = set(package.archive.namelist())
    for each in relations.found.values():
        if each.kind == "styles" and each.member in names:
            _about(package, each.member, styles)
        elif each.kind == "sharedStrings" and each.member in names:
            package.strings = each.member
    package.since_1904 = book.since_1904
    package.dates = styles.dates()
    for name, relation, hidden in book.sheets:
        found = relations.found.get(relation)
        if found is not None and found.kind == "worksheet" and found.member in names:
            package.sheets.append(Sheet(name, found.member, hidden))
    return package


def _about(package: Package, member: str, handler: Handler) -> None:
    try:
        if package.size(member) > MOST_ABOUT:
            raise damaged()
        with package.archive.open(member) as stream:
            for _ in parse(stream, handler):
                pass
    except ERRORS as error:
        raise damaged() from error


class _Quiet:
    """A handler of documents that say all in attributes."""

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...


class _Book(_Quiet):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", "")[:100], relation, hidden))


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    member: str


class _Relations(_Quiet):
    def __init__(self) -> None:
        self.found: dict[str, _Relation] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        member = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = _Relation(kind, posixpath.normpath(member))


class _Styles(_Quiet):
    def __init__(self) -> None:
        self._custom: dict[str, bool] = {}
        self._of_cells: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            shown = _NO_DATE.sub("", attributes.get("formatCode", ""))
            self._custom[attributes.get("numFmtId", "")] = _DATE.search(shown) is not None
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self._of_cells.append(attributes.get("numFmtId", "0"))

    @override
    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._inside = False

    def dates(self) -> Sequence[bool]:
        return tuple(
            self._custom.get(each, each.isdecimal() and int(each) in _DATES)
            for each in self._of_cells
        )
