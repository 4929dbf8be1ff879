"""Bad files that are text or pretend to be: scripts, pages, programs, names, sizes."""

from __future__ import annotations

from portal.privacy.files.limits import MOST_BYTES, MOST_CELLS, MOST_CHARACTERS
from portal.privacy.files.report import Why
from tests.privacy.files import making

TEXT = b"An ordinary note about wages.\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

FILES = (
    ("nothing at all", "a.txt", bytes, Why.EMPTY),
    ("one byte too many", "a.txt", lambda: b"a" * (MOST_BYTES + 1), Why.TOO_BIG),
    ("a long text", "a.txt", lambda: b"word " * (MOST_CHARACTERS // 4), Why.TOO_LONG),
    ("a table with too many cells", "a.csv", lambda: b"1,2\n" * MOST_CELLS, Why.TOO_LONG),
    ("a cell that never ends", "a.csv", lambda: b'a,"' + b"x" * 200_000, Why.DAMAGED),
    ("a page", "a.txt", lambda: b"<!DOCTYPE html><html><body>x</body></html>", Why.WEB_PAGE),
    ("a page behind a comment", "a.txt", lambda: b"<!-- x -->\n<html></html>", Why.WEB_PAGE),
    ("a page as a table", "a.csv", lambda: b"<table><tr><td>1</td></tr></table>", Why.WEB_PAGE),
    ("a script in a text", "a.txt", lambda: TEXT + b"<script>alert(1)</script>", Why.WEB_PAGE),
    ("a frame in a table", "a.csv", lambda: b"a,b\n1,<iframe src=x>\n", Why.WEB_PAGE),
    ("a page in UTF-16", "a.txt", lambda: "<html></html>".encode("utf-16"), Why.WEB_PAGE),
    ("a drawing", "a.svg", lambda: SVG, Why.SVG),
    ("a drawing as a picture", "a.png", lambda: SVG, Why.SVG),
    ("a drawing behind a declaration", "a.txt", lambda: b"<?xml version='1.0'?>" + SVG, Why.SVG),
    ("an XML document", "a.txt", lambda: b"<?xml version='1.0'?><a/>", Why.WEB_PAGE),
    ("a shell script", "a.txt", lambda: b"#!/bin/sh\nrm -rf /\n", Why.SCRIPT),
    ("a PHP script", "a.txt", lambda: b"<?php system($_GET[0]);", Why.SCRIPT),
    ("PHP inside a text", "a.txt", lambda: TEXT + b"<?php echo 1;", Why.WEB_PAGE),
    ("JavaScript", "a.js", lambda: b"alert(1)\n", Why.SCRIPT),
    ("Visual Basic", "a.vbs", lambda: b'MsgBox "x"\n', Why.SCRIPT),
    ("PowerShell", "a.ps1", lambda: b"Get-Process\n", Why.SCRIPT),
    ("rich text", "a.txt", lambda: rb"{\rtf1\ansi x}", Why.OLD_OFFICE),
    ("an old Word document", "a.doc", lambda: OLE, Why.OLD_OFFICE),
    ("an old workbook as a new one", "a.xlsx", lambda: OLE, Why.OLD_OFFICE),
    (
        "an encrypted workbook",
        "a.xlsx",
        lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500),
        Why.ENCRYPTED,
    ),
    ("a program for Windows", "a.txt", lambda: b"MZ\x90\x00" + bytes(300), Why.PROGRAM),
    ("a program for Linux", "a.pdf", lambda: b"\x7fELF\x02\x01\x01" + bytes(300), Why.PROGRAM),
    ("a program for macOS", "a", lambda: b"\xcf\xfa\xed\xfe" + bytes(300), Why.PROGRAM),
    ("a program for Java", "a", lambda: b"\xca\xfe\xba\xbe" + bytes(300), Why.PROGRAM),
    ("WebAssembly", "a", lambda: b"\x00asm\x01\x00\x00\x00", Why.PROGRAM),
    ("a shortcut", "a.lnk", lambda: b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(99), Why.PROGRAM),
    ("bytes that mean nothing", "a.txt", lambda: bytes(range(256)) * 9, Why.UNKNOWN_KIND),
    ("a text with control characters", "a.txt", lambda: TEXT + b"\x01\x02", Why.NOT_TEXT),
    ("a text cut off in UTF-16", "a.txt", lambda: "wages".encode("utf-16")[:-1], Why.DAMAGED),
    ("a text with a PDF behind it", "a.txt", lambda: TEXT + making.pdf(), Why.POLYGLOT),
    ("a text as a PDF", "a.pdf", lambda: TEXT, Why.MISMATCH),
    ("a text as a program", "a.exe", lambda: TEXT, Why.MISMATCH),
    ("a text with two endings", "a.txt.scr", lambda: TEXT, Why.MISMATCH),
    ("a PDF as a Word document", "a.docx", making.pdf, Why.MISMATCH),
    ("a picture as another", "a.jpg", making.picture, Why.MISMATCH),
    ("a Word document as a workbook", "a.xlsx", making.word, Why.MISMATCH),
    ("a workbook as a text", "a.txt", making.workbook, Why.MISMATCH),
    ("a name written backwards", "a\u202ecod.exe.txt", lambda: TEXT, Why.BAD_NAME),
    ("a name that leads up", "../../a.txt", lambda: TEXT, Why.BAD_NAME),
    ("a name with a zero byte", "a.txt\x00.pdf", lambda: TEXT, Why.BAD_NAME),
    ("a name of a stream", "a.txt:b.exe", lambda: TEXT, Why.BAD_NAME),
)
