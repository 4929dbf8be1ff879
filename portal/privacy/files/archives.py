"""Office files as ZIP archives: opened only if nothing in them is a bomb, a trap or a program."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from portal.privacy.files.declarations import require_ordinary
from portal.privacy.files.limits import (
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_UNZIPPED,
    RATIO_COUNTS_FROM,
)
from portal.privacy.files.report import FileKind, Unacceptable, Why

_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_MACRO_TYPES: Final = (b"macroenabled", b"vbaproject", b"macrosheet", b"activex")
_MACRO_NAMES: Final = re.compile(
    r"vbaproject|vbadata|macrosheets/|/activex/|\.(?:vba|bas|js|vbs|exe|dll|ps1|bat|cmd|hta|jar)$"
)
_ARCHIVE_NAMES: Final = re.compile(r"\.(?:zip|rar|7z|gz|bz2|xz|tar|tgz|cab|iso|zst)$")
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"MSCF")
_PROGRAMS: Final = (b"MZ", b"\x7fELF")
_LOCAL_HEADER: Final = 30
_XML: Final = re.compile(r"\.(?:xml|rels|vml)$")
_CHUNK: Final = 1 << 16


def office_kind(content: bytes) -> FileKind:
    """Whether the archive is a Word document or a workbook; raise `Unacceptable` if it is none."""
    with _open(content) as archive:
        if _TYPES not in archive.namelist():
            raise Unacceptable(Why.ARCHIVE)
        types = b"".join(_chunks(archive, archive.getinfo(_TYPES)))
    lowered = types.lower()
    if any(each in lowered for each in _MACRO_TYPES):
        raise Unacceptable(Why.MACROS)
    kinds = [kind for mark, kind in _MAIN.items() if mark in types]
    if not kinds:
        raise Unacceptable(Why.UNKNOWN_KIND)
    if len(kinds) > 1:
        raise Unacceptable(Why.POLYGLOT)
    return kinds[0]


def members(content: bytes) -> dict[str, bytes]:
    """Every XML part by its name, and the first bytes of the others; raise `Unacceptable`.

    Each part has been unpacked to its end, so that sizes that are lies are found here, and each
    XML part was read once without entities, declarations or more depth than a document needs.
    """
    found: dict[str, bytes] = {}
    budget = MOST_UNZIPPED
    elements = 0
    with _open(content) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            data = bytearray()
            for chunk in _chunks(archive, info):
                budget -= len(chunk)
                if budget < 0:
                    raise Unacceptable(Why.BOMB)
                data += chunk
            name = info.filename
            _refuse_contents(name.lower(), data)
            if _XML.search(name.lower()):
                elements = require_ordinary(bytes(data), elements)
            found[name] = bytes(data)
    return found


def _open(content: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unacceptable(Why.DAMAGED) from error
    _require_tidy(archive, content)
    return archive


def _require_tidy(archive: zipfile.ZipFile, content: bytes) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise Unacceptable(Why.BOMB)
    for info in infos:
        _require_harmless(info)
    names = [info.filename.casefold() for info in infos]
    if len(set(names)) < len(names):
        raise Unacceptable(Why.HOSTILE_NAMES)
    if sum(info.file_size for info in infos) > MOST_UNZIPPED:
        raise Unacceptable(Why.BOMB)
    _require_apart(infos, content)
    if archive.comment:
        raise Unacceptable(Why.POLYGLOT)  # no Office program writes one


def _require_harmless(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    if (
        re.search(r"[\x00-\x1f\\:]", name)
        or name.startswith("/")
        or ".." in name.split("/")
        or len(name) > 200
    ):
        raise Unacceptable(Why.HOSTILE_NAMES)
    if info.flag_bits & 1:
        raise Unacceptable(Why.ENCRYPTED)
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unacceptable(Why.DAMAGED)
    if _is_bomb(info):
        raise Unacceptable(Why.BOMB)
    lowered = name.lower()
    if _MACRO_NAMES.search(lowered):
        raise Unacceptable(Why.MACROS)
    if _ARCHIVE_NAMES.search(lowered):
        raise Unacceptable(Why.ARCHIVE)


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(RATIO_COUNTS_FROM, MOST_RATIO * info.compress_size)


def _require_apart(infos: list[zipfile.ZipInfo], content: bytes) -> None:
    """Members may not share bytes (one deflated megabyte, listed a thousand times)."""
    end = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < end:
            raise Unacceptable(Why.BOMB)
        if end == 0 and info.header_offset != 0:
            raise Unacceptable(Why.POLYGLOT)
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    if end > len(content):
        raise Unacceptable(Why.DAMAGED)


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                yield chunk
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as e:
        raise Unacceptable(Why.DAMAGED) from e


def _refuse_contents(name: str, data: bytes | bytearray) -> None:
    if data.startswith(_PROGRAMS) and not _XML.search(name):
        raise Unacceptable(Why.PROGRAM)
    # The workbook behind a chart and an embedded document are left out and told; no other archive.
    if data.startswith(_ARCHIVES) and "/embeddings/" not in f"/{name}":
        raise Unacceptable(Why.ARCHIVE)
    if data.startswith(b"PK\x03\x04") and _TYPES.encode() not in data:
        raise Unacceptable(Why.ARCHIVE)


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive of the parts in this order: the same parts give the same bytes, with no times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)
    return out.getvalue()
