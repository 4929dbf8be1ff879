"""An uploaded file as what it really is: its bytes say the type, its name is only a label."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from flask import current_app
from werkzeug.datastructures import FileStorage

from portal.core.errors import Refused
from portal.core.text import tidy
from portal.db.encrypted import seal_file
from portal.outside import files

N_: Final = str

LONGEST_NAME: Final = 120
SILENT: Final = N_("The store of files does not answer just now. Try again in a minute.")


class FileType(StrEnum):
    """What the first bytes of a file say that it is."""

    EMPTY = "empty"
    TEXT = "text"
    WORKBOOK = "workbook"
    OLD_OFFICE = "old_office"
    PDF = "pdf"
    IMAGE = "image"
    ARCHIVE = "archive"
    PROGRAM = "program"
    DATA = "data"


_MAGIC: Final = (
    (b"%PDF-", FileType.PDF),
    (b"\x89PNG\r\n\x1a\n", FileType.IMAGE),
    (b"\xff\xd8\xff", FileType.IMAGE),
    (b"GIF8", FileType.IMAGE),
    (b"II*\x00", FileType.IMAGE),
    (b"MM\x00*", FileType.IMAGE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.OLD_OFFICE),
    (b"\x09\x08\x10\x00", FileType.OLD_OFFICE),
    (b"\x1f\x8b", FileType.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileType.ARCHIVE),
    (b"Rar!\x1a\x07", FileType.ARCHIVE),
    (b"BZh", FileType.ARCHIVE),
    (b"\xfd7zXZ\x00", FileType.ARCHIVE),
    (b"\x7fELF", FileType.PROGRAM),
    (b"MZ\x90\x00", FileType.PROGRAM),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_CONTROL: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1a\x1b\0")


@dataclass(frozen=True, slots=True)
class Upload:
    """`name` is safe to show and never a path; `content` is at most as long as a request may be."""

    name: str
    type: FileType
    content: bytes = field(repr=False)


def received(file: FileStorage) -> Upload:
    """Read a file of the current request; Flask has already refused one that is too large."""
    content = file.stream.read()
    return Upload(safe_name(file.filename or ""), type_of(content), content)


def put_away(key: bytes, content: bytes) -> str:
    """Seal the content for an object of its own, and answer the object's name.

    The object is there before the transaction that names it commits; if it never does, it is swept.
    """
    settings, _ = current_app.extensions["portal.context"]
    name = files.fresh_name()
    try:
        files.store(settings).put(name, seal_file(key, content, name))
    except (files.Unreachable, OSError) as error:
        raise Refused(SILENT) from error
    return name


def type_of(content: bytes) -> FileType:
    """Decide by content alone."""
    if not content.strip(b" \t\r\n\xef\xbb\xbf"):
        return FileType.EMPTY
    if content.startswith(_ZIP):
        return _zipped(content)
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    return FileType.DATA if _is_binary(content[:4096]) else FileType.TEXT


def _zipped(content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return FileType.ARCHIVE
    whole = {"[Content_Types].xml", "xl/workbook.xml"} <= names
    return FileType.WORKBOOK if whole else FileType.ARCHIVE


def _is_binary(beginning: bytes) -> bool:
    # NUL is left to the reader of the text: it may be UTF-16, and otherwise its row is named.
    return sum(byte in _CONTROL for byte in beginning) > len(beginning) // 50


def safe_name(sent: str) -> str:
    """The name without the path and characters that some systems send along."""
    last = PurePosixPath(sent.replace("\\", "/")).name
    flat = " ".join(tidy(last).split())
    stem, dot, ending = flat.rpartition(".")
    if len(flat) <= LONGEST_NAME:
        return flat or "list"
    return f"{stem[: LONGEST_NAME - len(ending) - 2]}…{dot}{ending}"[:LONGEST_NAME]
