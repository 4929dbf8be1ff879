"""Bad files that are archives, or Office files whose archive is a trap."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib

from portal.privacy.files.limits import MOST_MEMBERS
from portal.privacy.files.report import Why
from tests.privacy.files import making
from tests.privacy.files.making import MIB, changed, unzipped, word, zipped


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"text"))
    return out.getvalue()


def with_member(name: str, data: bytes = b"x") -> bytes:
    """A Word document with one more member, whatever its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in unzipped(word()).items():
            archive.writestr(each, content)
        info = zipfile.ZipInfo("placeholder")
        info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
        archive.writestr(info, data)
    return out.getvalue()


def flagged_encrypted() -> bytes:
    data = bytearray(word())
    first_local, first_central = data.find(b"PK\x03\x04"), data.find(b"PK\x01\x02")
    data[first_local + 6] |= 1
    data[first_central + 8] |= 1
    return bytes(data)


def twice_the_same_name() -> bytes:
    return with_member("Word/Document.xml", b"<a/>")


def lying_about_sizes() -> bytes:
    """A member that says it has 10 bytes and has a million."""
    data = bytearray(changed(word(), {"word/lie.xml": b"<a>" + b" " * MIB + b"</a>"}))
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/lie.xml"))
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def overlapping() -> bytes:
    """Two entries of the directory that share the bytes of one member."""
    one = with_member("word/a.xml", b"<a/>")
    archive = zipfile.ZipFile(io.BytesIO(one))
    out = io.BytesIO(one)
    with zipfile.ZipFile(out, "a") as appended:
        twin = zipfile.ZipInfo("word/b.xml")
        source = archive.getinfo("word/a.xml")
        twin.header_offset, twin.CRC = source.header_offset, source.CRC
        twin.compress_type, twin.flag_bits = source.compress_type, source.flag_bits
        twin.compress_size, twin.file_size = source.compress_size, source.file_size
        appended.filelist.append(twin)
        appended.NameToInfo[twin.filename] = twin
        appended._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def many_members() -> bytes:
    return changed(word(), {f"word/x{n}.xml": b"<a/>" for n in range(MOST_MEMBERS)})


def many_unpacked() -> bytes:
    """Each member is below the ratio, all together are above the sum."""
    noise = zlib.compress(bytes(MIB), 0)[:MIB] * 7
    return changed(word(), {f"word/x{n}.bin": noise + bytes([n]) * MIB for n in range(9)})


FILES = (
    ("an archive", "a.zip", lambda: zipped({"a.txt": b"text"}), Why.ARCHIVE),
    ("an archive as a Word document", "a.docx", lambda: zipped({"a.txt": b"x"}), Why.ARCHIVE),
    ("an empty archive", "a.zip", lambda: zipped({}), Why.ARCHIVE),
    ("a RAR archive", "a.rar", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(99), Why.ARCHIVE),
    ("a 7z archive", "a.7z", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(99), Why.ARCHIVE),
    ("a gzip archive", "a.csv", lambda: gzip.compress(b"a,b"), Why.ARCHIVE),
    ("a bzip2 archive", "a", lambda: bz2.compress(b"text"), Why.ARCHIVE),
    ("an xz archive", "a", lambda: lzma.compress(b"text"), Why.ARCHIVE),
    ("a tape archive", "a.txt", tar, Why.ARCHIVE),
    ("a cabinet", "a.cab", lambda: b"MSCF" + bytes(99), Why.ARCHIVE),
    (
        "an archive in a Word document",
        "a.docx",
        lambda: changed(word(), {"word/more.zip": zipped({"a": b"x"})}),
        Why.ARCHIVE,
    ),
    (
        "an archive as a picture in a Word document",
        "a.docx",
        lambda: changed(word(), {"word/media/image9.png": zipped({"a": b"x"})}),
        Why.ARCHIVE,
    ),
    (
        "an archive as an embedded workbook",
        "a.docx",
        lambda: changed(word(), {"word/embeddings/a.xlsx": zipped({"a": b"x"})}),
        Why.ARCHIVE,
    ),
    (
        "a program in a Word document",
        "a.docx",
        lambda: changed(word(), {"word/media/image9.png": b"MZ\x90\x00" + bytes(99)}),
        Why.PROGRAM,
    ),
    ("a member above the folder", "a.docx", lambda: with_member("../../x.xml"), Why.HOSTILE_NAMES),
    ("a member from the root", "a.docx", lambda: with_member("/etc/passwd"), Why.HOSTILE_NAMES),
    ("a member with backslashes", "a.docx", lambda: with_member("..\\..\\x"), Why.HOSTILE_NAMES),
    ("a member on a drive", "a.docx", lambda: with_member("C:/x.xml"), Why.HOSTILE_NAMES),
    ("a member with a zero byte", "a.docx", lambda: with_member("a\x01.xml"), Why.HOSTILE_NAMES),
    ("a member with a long name", "a.docx", lambda: with_member("x" * 300), Why.HOSTILE_NAMES),
    ("a member twice", "a.docx", twice_the_same_name, Why.HOSTILE_NAMES),
    ("an encrypted member", "a.docx", flagged_encrypted, Why.ENCRYPTED),
    ("zeros that unpack", "a.docx", lambda: with_member("word/z.bin", bytes(40 * MIB)), Why.BOMB),
    ("members that unpack together", "a.docx", many_unpacked, Why.BOMB),
    ("a member larger than it says", "a.docx", lying_about_sizes, Why.DAMAGED),
    ("members that share bytes", "a.docx", overlapping, Why.BOMB),
    ("thousands of members", "a.docx", many_members, Why.BOMB),
    ("a program before the archive", "a.docx", lambda: b"MZ" + word(), Why.PROGRAM),
    ("a note before the archive", "a.docx", lambda: b"note " * 9 + word(), Why.UNKNOWN_KIND),
    (
        "a page as the comment of the archive",
        "a.docx",
        lambda: zipped(unzipped(word()), b"<html>"),
        Why.POLYGLOT,
    ),
    ("a document cut off", "a.docx", lambda: word()[:-400], Why.DAMAGED),
    ("a document cut in half", "a.docx", lambda: word()[:9000], Why.DAMAGED),
    ("a workbook cut off", "a.xlsx", lambda: making.workbook()[:-30], Why.DAMAGED),
)
