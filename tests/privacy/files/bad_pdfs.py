"""Bad PDFs: encrypted, cut off, two files in one, too long, and those that unpack without end."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name

from portal.privacy.files.limits import MOST_PAGES
from portal.privacy.files.report import Why
from tests.privacy.files.making import MIB, VISIBLE, add_page, pdf, saved, zipped


def encrypted(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf())) as made:
        return saved(made, encryption=Encryption(owner="owner", user=user, R=6))


def bomb(*, twice: bool = False) -> bytes:
    """A page whose content unpacks to gigabytes of operators."""
    with pikepdf.new() as made:
        page = add_page(made, [VISIBLE])
        squeezer = zlib.compressobj(9)
        block = b"0 0 m 9 9 l S\n" * (MIB // 14)
        packed = b"".join(squeezer.compress(block) for _ in range(700)) + squeezer.flush()
        filters = [Name.FlateDecode]
        if twice:
            packed, filters = zlib.compress(packed, 9), [Name.FlateDecode, Name.FlateDecode]
        page.Contents = made.make_stream(packed, Filter=Array(filters))
        return saved(made)


def enormous_picture() -> bytes:
    """A page with a picture of 60,000 x 60,000 pixels made of zeros."""
    with pikepdf.new() as made:
        page = add_page(made, [VISIBLE], "q 500 0 0 500 0 0 cm /X Do Q")
        squeezer = zlib.compressobj(9)
        packed = b"".join(squeezer.compress(bytes(MIB)) for _ in range(3500)) + squeezer.flush()
        page.Resources.XObject = Dictionary(
            X=made.make_stream(
                packed,
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=60_000,
                Height=60_000,
                BitsPerComponent=8,
                ColorSpace=Name.DeviceGray,
                Filter=Name.FlateDecode,
            )
        )
        return saved(made)


def sized(width: float) -> bytes:
    with pikepdf.new() as made:
        add_page(made, [VISIBLE]).MediaBox = Array([0, 0, width, width])
        return saved(made)


def slow() -> bytes:
    """A page with a hundred million curves to draw, by forms that draw forms."""
    with pikepdf.new() as made:
        page = add_page(made, [VISIBLE], "/X8 Do")
        drawn = b"0 0 m 100 700 500 100 500 800 c B " * 10
        forms = Dictionary(X0=form(made, drawn, Dictionary()))
        for level in range(1, 9):
            below = Dictionary({f"/X{level - 1}": forms[f"/X{level - 1}"]})
            forms[f"/X{level}"] = form(made, f"/X{level - 1} Do ".encode() * 12, below)
        page.Resources.XObject = Dictionary(X8=forms.X8)
        return saved(made)


def form(made: pikepdf.Pdf, content: bytes, drawn: Dictionary) -> pikepdf.Object:
    return made.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(XObject=drawn),
    )


def no_pages() -> bytes:
    with pikepdf.new() as made:
        return saved(made)


FILES = (
    ("a PDF with a password", "a.pdf", lambda: encrypted("user"), Why.ENCRYPTED),
    ("a PDF that only its owner may change", "a.pdf", lambda: encrypted(""), Why.ENCRYPTED),
    ("a PDF cut off", "a.pdf", lambda: pdf()[:-40], Why.DAMAGED),
    ("a PDF cut in half", "a.pdf", lambda: pdf()[: len(pdf()) // 2], Why.DAMAGED),
    ("a PDF of noise", "a.pdf", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, Why.DAMAGED),
    ("a PDF of noise that ends", "a.pdf", lambda: b"%PDF-1.7\nxyz\n%%EOF\n", Why.DAMAGED),
    ("a PDF without pages", "a.pdf", no_pages, Why.DAMAGED),
    ("a PDF behind a note", "a.pdf", lambda: b"note\n" + pdf(), Why.POLYGLOT),
    ("a PDF with a page in front", "a.pdf", lambda: b"<html>" + pdf(), Why.POLYGLOT),
    (
        "a PDF with a script in its first lines",
        "a.pdf",
        lambda: pdf().replace(b"\n", b"\n%<script>alert(1)</script>\n", 1),
        Why.POLYGLOT,
    ),
    ("a PDF with an archive behind it", "a.pdf", lambda: pdf() + zipped({"a": b"x"}), Why.POLYGLOT),
    ("a PDF with a page behind it", "a.pdf", lambda: pdf() + b"<html></html>", Why.POLYGLOT),
    (
        "a PDF with a program behind it",
        "a.pdf",
        lambda: pdf() + b"\x7fELF" + bytes(99),
        Why.POLYGLOT,
    ),
    ("a PDF with noise behind it", "a.pdf", lambda: pdf() + b"x" * 9000, Why.DAMAGED),
    ("a long PDF", "a.pdf", lambda: pdf([[VISIBLE]] * (MOST_PAGES + 1)), Why.TOO_LONG),
    ("a PDF as large as a house", "a.pdf", lambda: sized(1e7), Why.DAMAGED),
    ("a PDF that unpacks without end", "a.pdf", bomb, Why.TOO_HEAVY),
    ("a PDF that unpacks twice", "a.pdf", lambda: bomb(twice=True), Why.TOO_HEAVY),
    ("a PDF that draws without end", "a.pdf", slow, Why.TOO_HEAVY),
)
