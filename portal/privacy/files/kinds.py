"""What a file is, by its content; its name may only contradict, never decide."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import puremagic

from portal.privacy.files import archives, delimited, plain
from portal.privacy.files.report import FileKind, Unacceptable, Why

_ENDINGS: Final = {
    FileKind.PDF: ("pdf",),
    FileKind.DOCX: ("docx",),
    FileKind.XLSX: ("xlsx",),
    FileKind.CSV: ("csv", "tsv"),
    FileKind.TEXT: ("txt", "text", "md"),
    FileKind.PNG: ("png",),
    FileKind.JPEG: ("jpg", "jpeg", "jpe", "jfif"),
    FileKind.HEIC: ("heic", "heif"),
}
_SCRIPTS: Final = frozenset(
    (
        *("js", "mjs", "jse", "vbs", "vbe", "ps1", "psm1", "bat", "cmd", "sh", "bash", "py", "pl"),
        *("rb", "php", "wsf", "wsh", "hta", "lua", "applescript"),
    )
)
_MACRO_ENDINGS: Final = frozenset(["docm", "dotm", "xlsm", "xltm", "xlam", "xlsb"])

_ACCEPTED: Final = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)
_REFUSED: Final = (
    (b"PK\x05\x06", Why.ARCHIVE),
    (b"PK\x07\x08", Why.ARCHIVE),
    (b"Rar!\x1a\x07", Why.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Why.ARCHIVE),
    (b"\x1f\x8b", Why.ARCHIVE),
    (b"BZh", Why.ARCHIVE),
    (b"\xfd7zXZ\x00", Why.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Why.ARCHIVE),
    (b"MSCF", Why.ARCHIVE),
    (b"MZ", Why.PROGRAM),
    (b"\x7fELF", Why.PROGRAM),
    (b"\xca\xfe\xba\xbe", Why.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Why.PROGRAM),
    (b"\xce\xfa\xed\xfe", Why.PROGRAM),
    (b"\x00asm", Why.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Why.PROGRAM),
    (b"#!", Why.SCRIPT),
    (b"{\\rtf", Why.OLD_OFFICE),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
_TAR: Final = slice(257, 262)
_HEIC_BRANDS: Final = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1"))
_MOVING_BRANDS: Final = frozenset((b"hevc", b"hevx", b"msf1"))

# What follows or precedes a file when it is a second file as well.
_SECOND_FILES: Final = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-1|%PDF-2|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF"
    rb"|<\?php|<script|<html|<svg|<!doctype|MZ.{30,200}This program",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype|\?php|\?xml|svg|html|head|body|script|style"
    r"|div|p|a|table|img|iframe|meta|link|form|input|title|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_WEB_MARKUP: Final = re.compile(
    r"<(?:script|iframe|object|embed)\b|<\?php|\bonerror\s*=", re.IGNORECASE
)
_LOOKED_AT: Final = 4096
_SURE: Final = 0.4


def recognize(content: bytes, name: str) -> FileKind:
    """The kind of a file; raise `Unacceptable` for every other kind, or if `name` contradicts."""
    ending = _ending(name)
    kind = _binary(content)
    if kind is None:
        return _text(content, ending)
    _require_second_opinion(content, kind)
    if ending and ending not in _ENDINGS[kind]:
        raise Unacceptable(Why.MISMATCH, ending=f".{ending}")
    return kind


def require_single(tail: bytes) -> None:
    """Raise `Unacceptable` if bytes that do not belong to a file are another file."""
    if _SECOND_FILES.search(tail):
        raise Unacceptable(Why.POLYGLOT)


def _ending(name: str) -> str:
    if any(unicodedata.category(each) in {"Cc", "Cf", "Cs", "Co"} for each in name):
        raise Unacceptable(Why.BAD_NAME)
    if set(name) & set('/\\:*?"<>|'):
        raise Unacceptable(Why.BAD_NAME)
    stem, dot, ending = name.rstrip(". ").rpartition(".")
    return unicodedata.normalize("NFKC", ending).casefold() if dot and stem else ""


def _binary(content: bytes) -> FileKind | None:
    """The kind by its first bytes, or None for what may be text."""
    for magic, kind in _ACCEPTED:
        if content.startswith(magic):
            return kind
    if content[4:8] == b"ftyp":
        return _media(content)
    if content.startswith(b"PK\x03\x04"):
        return archives.office_kind(content)
    if content.startswith(_OLE):
        encrypted = _ENCRYPTED_OFFICE in content
        raise Unacceptable(Why.ENCRYPTED if encrypted else Why.OLD_OFFICE)
    for magic, why in _REFUSED:
        if content.startswith(magic):
            raise Unacceptable(why)
    if content[_TAR] == b"ustar":
        raise Unacceptable(Why.ARCHIVE)
    if b"%PDF-" in content[:1024]:
        raise Unacceptable(Why.POLYGLOT)  # readers look for the mark in the first 1,024 bytes
    return None


def _media(content: bytes) -> FileKind:
    brand = content[8:12]
    if brand in _MOVING_BRANDS:
        raise Unacceptable(Why.FRAMES)
    if brand not in _HEIC_BRANDS:
        raise Unacceptable(Why.UNKNOWN_KIND)
    return FileKind.HEIC


def _require_second_opinion(content: bytes, kind: FileKind) -> None:
    try:
        matches = puremagic.magic_string(content)
    except puremagic.PureError:
        return  # it does not know every brand of HEIC
    known = {match.extension.lstrip(".") for match in matches}
    if kind is FileKind.HEIC:
        known |= {"heic"} if known & {"heif", "mp4", "avif"} else set()
    if not known & set(_ENDINGS[kind]):
        raise Unacceptable(Why.UNKNOWN_KIND)


def _text(content: bytes, ending: str) -> FileKind:
    if ending in _SCRIPTS:
        raise Unacceptable(Why.SCRIPT)
    if ending in _MACRO_ENDINGS:
        raise Unacceptable(Why.MACROS)
    try:
        matches = puremagic.magic_string(content[:_LOOKED_AT])
    except puremagic.PureError:
        matches = []
    try:
        text = plain.decode(content)
    except Unacceptable as error:
        known = ending in {*_ENDINGS[FileKind.CSV], *_ENDINGS[FileKind.TEXT]}
        raise error if known else Unacceptable(Why.UNKNOWN_KIND) from error
    _refuse_markup(text)
    if any(
        match.confidence >= _SURE
        and match.extension not in {".txt", ".csv"}
        and not match.mime_type.startswith("text/")
        for match in matches
    ):
        raise Unacceptable(Why.UNKNOWN_KIND)
    require_single(content[-_LOOKED_AT:])
    if ending in _ENDINGS[FileKind.CSV]:
        return FileKind.CSV
    if ending in _ENDINGS[FileKind.TEXT]:
        return FileKind.TEXT
    if ending:
        raise Unacceptable(Why.MISMATCH, ending=f".{ending}")
    return FileKind.CSV if delimited.looks_delimited(text) else FileKind.TEXT


def _refuse_markup(text: str) -> None:
    start = _MARKUP.match(text[:_LOOKED_AT])
    if start:
        tag = start[1].casefold()
        if "svg" in tag or re.search(r"<svg\b", text[:_LOOKED_AT], re.IGNORECASE):
            raise Unacceptable(Why.SVG)
        raise Unacceptable(Why.SCRIPT if tag == "?php" else Why.WEB_PAGE)
    if _WEB_MARKUP.search(text):
        raise Unacceptable(Why.WEB_PAGE)
