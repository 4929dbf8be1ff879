"""Bad pictures: huge, moving, cut off, two files in one, and kinds that are not accepted."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
from PIL import Image, PngImagePlugin

from portal.privacy.files.report import Why
from tests.privacy.files.making import MIB, photo, picture, zipped


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes) -> bytes:
    """A PNG that says how large it is, with the data of a small one."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(bytes(3 * 64 * 65)))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + data + chunk(b"IEND", b"")


def huge_jpeg() -> bytes:
    data = bytearray(picture("JPEG"))
    place = data.index(b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", 60_000, 60_000)
    return bytes(data)


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (64, 64), color) for color in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def text_bomb() -> bytes:
    """A comment that unpacks to 64 MiB."""
    squeezer = zlib.compressobj(9)
    packed = b"".join(squeezer.compress(bytes(MIB)) for _ in range(64)) + squeezer.flush()
    return png(64, 64, chunk(b"zTXt", b"Comment\x00\x00" + packed))


def heic(*, brand: bytes = b"heic") -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(photo()).save(out)
    data = bytearray(out.getvalue())
    data[8:12] = brand
    return bytes(data)


def with_text(text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    return picture("PNG", pnginfo=info)


MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(99)

FILES = (
    ("a picture of 900 million pixels", "a.png", lambda: png(30_000, 30_000), Why.PIXELS),
    ("a picture of 65,535 x 65,535", "a.png", lambda: png(65_535, 65_535), Why.PIXELS),
    ("a photo of 3,600 million pixels", "a.jpg", huge_jpeg, Why.PIXELS),
    ("a picture with less data than it says", "a.png", lambda: png(2000, 2000), Why.DAMAGED),
    ("a comment that unpacks", "a.png", text_bomb, Why.DAMAGED),
    ("a moving PNG", "a.png", lambda: moving("PNG"), Why.FRAMES),
    ("a GIF", "a.gif", lambda: picture("GIF"), Why.UNKNOWN_KIND),
    ("a GIF as a PNG", "a.png", lambda: moving("GIF"), Why.UNKNOWN_KIND),
    ("a bitmap", "a.bmp", lambda: picture("BMP"), Why.UNKNOWN_KIND),
    ("a TIFF", "a.tif", lambda: picture("TIFF"), Why.UNKNOWN_KIND),
    ("a WebP", "a.webp", lambda: picture("WEBP"), Why.UNKNOWN_KIND),
    ("an icon", "a.ico", lambda: picture("ICO"), Why.UNKNOWN_KIND),
    ("an AVIF", "a.avif", lambda: heic(brand=b"avif"), Why.UNKNOWN_KIND),
    ("a video", "a.mp4", lambda: MP4, Why.UNKNOWN_KIND),
    ("a video as a photo", "a.heic", lambda: MP4, Why.UNKNOWN_KIND),
    ("a moving HEIC", "a.heic", lambda: heic(brand=b"hevc"), Why.FRAMES),
    ("a HEIC cut off", "a.heic", lambda: heic()[:300], Why.DAMAGED),
    ("a HEIC of noise", "a.heic", lambda: heic()[:24] + bytes(range(256)) * 9, Why.DAMAGED),
    ("a photo cut off", "a.jpg", lambda: picture("JPEG")[:900], Why.DAMAGED),
    ("a photo that ends after its head", "a.jpg", lambda: picture("JPEG")[:20], Why.DAMAGED),
    ("a picture cut off", "a.png", lambda: picture()[:-60], Why.DAMAGED),
    ("a picture of noise", "a.png", lambda: picture()[:8] + bytes(range(256)), Why.DAMAGED),
    (
        "a picture with an archive behind it",
        "a.png",
        lambda: picture() + zipped({"a": b"x"}),
        Why.POLYGLOT,
    ),
    (
        "a photo with a page behind it",
        "a.jpg",
        lambda: picture("JPEG") + b"<html><script>alert(1)</script>",
        Why.POLYGLOT,
    ),
    (
        "a photo with PHP behind it",
        "a.jpg",
        lambda: picture("JPEG") + b"<?php system(1);",
        Why.POLYGLOT,
    ),
    (
        "a picture with a PDF behind it",
        "a.png",
        lambda: picture() + b"%PDF-1.7 ...",
        Why.POLYGLOT,
    ),
)
