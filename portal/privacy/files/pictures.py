"""Pictures: decoded, turned, made smaller and written anew from their pixels alone."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import ceil, floor
from typing import Any, Final

from PIL import ExifTags, Image, ImageDraw, UnidentifiedImageError

from portal.privacy.files import kinds
from portal.privacy.files.limits import LONGEST_SIDE, MOST_HEIC_PIXELS, MOST_PIXELS
from portal.privacy.files.report import (
    Box,
    FileKind,
    Hidden,
    HiddenKind,
    Redaction,
    Report,
    Unacceptable,
    Why,
)

_FORMAT: Final = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG", FileKind.HEIC: "HEIF"}
_QUALITY: Final = 85
_SAMPLE: Final = 200
_SHRINKABLE: Final = frozenset(("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"))
_TURNS: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SHOWN_BY_THEMSELVES: Final = frozenset(
    (ExifTags.Base.Orientation, ExifTags.Base.ExifOffset, ExifTags.Base.GPSInfo)
)
_TECHNICAL: Final = frozenset(
    (
        *("exif", "dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density", "bit_depth"),
        *("transparency", "mp", "mpoffset", "aux", "nclx_profile", "chroma", "primary"),
    )
)
_XMP_KEYS: Final = frozenset(("xmp", "XML:com.adobe.xmp", "Raw profile type xmp"))
_PNG_END: Final = b"IEND\xaeB`\x82"
_JPEG_END: Final = b"\xff\xd9"


def inspect(content: bytes, kind: FileKind) -> Report:
    with opened(content, kind) as picture:
        hidden = tuple(_hidden(content, kind, picture))
        picture.thumbnail((1, 1), Image.Resampling.NEAREST)  # decodes: a cut-off file fails
    return Report(kind, (), hidden, 1, needs_eyes=True)


def rebuild(
    content: bytes, kind: FileKind, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> tuple[bytes, FileKind]:
    if redactions or any(box.page != 1 for box in boxes):
        raise Unacceptable(Why.STALE)
    made = FileKind.PNG if kind is FileKind.PNG else FileKind.JPEG
    kinds.require_single(_tail(content, kind))
    picture = from_pixels(content, kind)
    burn(picture, boxes)
    return encoded(picture, made), made


def from_pixels(content: bytes, kind: FileKind, longest: int = LONGEST_SIDE) -> Image.Image:
    """A new picture, RGB or gray, of the pixels as they are seen; raise `Unacceptable`."""
    with opened(content, kind) as picture:
        turn = _TURNS.get(picture.getexif().get(ExifTags.Base.Orientation, 1))
        if picture.mode in _SHRINKABLE:
            # First smaller, then converted: two copies of all pixels do not fit into the memory.
            # A JPEG is decoded at a half or a quarter of its size at once.
            picture.thumbnail((longest, longest), reducing_gap=2.0)
        flat = _flat(picture)
    flat.thumbnail((longest, longest))
    seen = flat if turn is None else flat.transpose(turn)
    fresh = Image.new(seen.mode, seen.size)
    fresh.paste(seen)
    return fresh


def burn(picture: Image.Image, boxes: Sequence[Box]) -> None:
    """Draw black rectangles over what the author boxed; raise `Unacceptable` outside 0 to 1."""
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(pixels(picture, box), fill=0)


def pixels(picture: Image.Image, box: Box) -> tuple[int, int, int, int]:
    """The pixels that a box covers, rounded outward; raise `Unacceptable` outside 0 to 1."""
    if not (0 <= box.x <= 1 and 0 <= box.y <= 1 and 0 < box.w <= 1 and 0 < box.h <= 1):
        raise Unacceptable(Why.STALE)
    return (
        floor(box.x * picture.width),
        floor(box.y * picture.height),
        ceil((box.x + box.w) * picture.width),
        ceil((box.y + box.h) * picture.height),
    )


def encoded(picture: Image.Image, kind: FileKind) -> bytes:
    out = io.BytesIO()
    if kind is FileKind.PNG:
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


@contextmanager
def opened(content: bytes, kind: FileKind) -> Iterator[Image.Image]:
    """The picture with its pixels not yet decoded; raise `Unacceptable` for what is none."""
    if kind is FileKind.HEIC:
        _register_heif()
    most = MOST_HEIC_PIXELS if kind is FileKind.HEIC else MOST_PIXELS
    Image.MAX_IMAGE_PIXELS = most
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[_FORMAT[kind]]) as picture:
                # A second picture behind a JPEG (brightness of a phone's photo) is left out.
                if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
                    raise Unacceptable(Why.FRAMES)
                yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unacceptable(Why.PIXELS, most=str(most // 1_000_000)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unacceptable(Why.DAMAGED) from error


def _register_heif() -> None:
    import pillow_heif  # noqa: PLC0415  # 20 MiB that only HEIC needs

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.register_heif_opener()


def _flat(picture: Image.Image) -> Image.Image:
    """Gray or RGB on white: transparent pixels keep colors that nobody sees."""
    if picture.mode in {"1", "L"} and "transparency" not in picture.info:
        return picture.convert("L")
    if picture.mode in {"I;16", "I", "F"}:
        return picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    return picture.convert("RGB")


def _hidden(content: bytes, kind: FileKind, picture: Image.Image) -> Iterator[Hidden]:
    yield from _in_exif(picture.getexif())
    yield from _in_chunks(picture.info)
    more = getattr(picture, "n_frames", 1) - 1
    if more > 0:
        yield Hidden(HiddenKind.PICTURE, "", f"+ {more}")
    tail = _tail(content, kind)
    if tail.strip(b"\x00"):
        kinds.require_single(tail)
        yield Hidden(HiddenKind.TRAILING_DATA, "", f"{len(tail):,} bytes")


def _in_exif(exif: Image.Exif) -> Iterator[Hidden]:
    names: dict[int, str]
    for kind, values, names in (
        (HiddenKind.EXIF, exif, ExifTags.TAGS),
        (HiddenKind.EXIF, exif.get_ifd(ExifTags.IFD.Exif), ExifTags.TAGS),
        (HiddenKind.GPS, exif.get_ifd(ExifTags.IFD.GPSInfo), ExifTags.GPSTAGS),
    ):
        for tag, value in values.items():
            if tag not in _SHOWN_BY_THEMSELVES:
                yield _found(kind, names.get(tag, str(tag)), value)
    if exif.get_ifd(ExifTags.IFD.IFD1):
        yield Hidden(HiddenKind.THUMBNAIL, "EXIF", "")


def _in_chunks(info: Mapping[Any, Any]) -> Iterator[Hidden]:
    for key, value in info.items():
        if key == "icc_profile":
            yield Hidden(HiddenKind.COLOR_PROFILE, "", "")
        elif key in _XMP_KEYS:
            yield _found(HiddenKind.XMP, "", value)
        elif key not in _TECHNICAL and isinstance(value, (str, bytes, dict)):
            yield _found(HiddenKind.TEXT_CHUNK, str(key), value)


def _found(kind: HiddenKind, where: str, value: object) -> Hidden:
    values = value.values() if isinstance(value, dict) else (value,)
    return Hidden(kind, where, readable(" ".join(map(_said, values)))[:_SAMPLE])


def _said(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    wide = value[1::2].count(0) > len(value) // 4
    return value.decode("utf-16-le" if wide else "utf-8", "replace")


def readable(text: str) -> str:
    """What a person can read of a text that may be no text."""
    return re.sub(r"[^\w\s.,:;@/()<>=+-]+", " ", text).strip()


def _tail(content: bytes, kind: FileKind) -> bytes:
    """What follows the end of the picture (phones put videos there)."""
    if kind is FileKind.PNG:
        return content.partition(_PNG_END)[2]
    if kind is FileKind.JPEG:
        return _after_jpeg(content)
    return b""


def _after_jpeg(content: bytes) -> bytes:
    """What follows the first picture; segments before its data may hold whole thumbnails."""
    place = 2
    while content[place : place + 1] == b"\xff" and content[place + 1] != 0xDA:
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    # Inside the data 0xFF is followed by 0x00, a restart mark, or another segment's mark.
    end = content.find(_JPEG_END, place)
    return content[end + 2 :] if end >= 0 else b""
