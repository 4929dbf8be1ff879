"""Pictures and texts with a mark in every field that can hold one."""

from __future__ import annotations

import io
import struct
import zlib

import pillow_heif
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from portal.privacy.files.report import FileKind
from tests.privacy.files.bad_pictures import chunk
from tests.privacy.files.making import VISIBLE, photo
from tests.privacy.files.planting import PNG, Marks, Planted

HIDDEN_BITS = "".join("\u200b\u200c"[bit == "1"] for bit in f"{0xC0FFEE:024b}")


def exif(marks: Marks) -> Image.Exif:
    tags = Image.Exif()
    for tag in (
        *(ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.ImageDescription),
        *(ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Software),
        *(ExifTags.Base.HostComputer, ExifTags.Base.DocumentName),
    ):
        tags[tag] = marks(tag.name)
    tags[ExifTags.Base.XPAuthor] = marks("XPAuthor").encode("utf-16-le")
    tags[ExifTags.Base.XPComment] = marks("XPComment").encode("utf-16-le")
    inner = tags.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.UserComment] = b"ASCII\x00\x00\x00" + marks.bytes("UserComment")
    inner[ExifTags.Base.MakerNote] = marks.bytes("MakerNote")
    inner[ExifTags.Base.CameraOwnerName] = marks("CameraOwnerName")
    inner[ExifTags.Base.BodySerialNumber] = marks("BodySerialNumber")
    place = tags.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitude] = (1.0, 29.0, 7.0)
    place[ExifTags.GPS.GPSAreaInformation] = b"ASCII\x00\x00\x00" + marks.bytes("GPSArea")
    place[ExifTags.GPS.GPSProcessingMethod] = b"ASCII\x00\x00\x00" + marks.bytes("GPSMethod")
    return tags


def xmp(marks: Marks) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f"<creator>{marks('XMP creator')}</creator><CreatorTool>{marks('XMP tool')}</CreatorTool>"
        f"<History>{marks('XMP history')}</History></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def profile(marks: Marks, place: str) -> bytes:
    """A color profile whose description and owner are marks."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    word = marks(place).encode("utf-16-be")
    start = data.index("sRGB".encode("utf-16-be"))
    data[start : start + len(word)] = word
    return bytes(data)


def segment(number: int, data: bytes) -> bytes:
    return bytes((0xFF, number)) + struct.pack(">H", len(data) + 2) + data


def iptc(word: bytes) -> bytes:
    line = b"\x1c\x02\x50" + struct.pack(">H", len(word)) + word
    line += b"\x00" * (len(line) % 2)
    size = struct.pack(">I", len(line))
    return segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + size + line)


def jpeg(marks: Marks | None = None) -> Planted:
    marks = marks or Marks("jpg")
    tags = exif(marks)
    thumbnail = io.BytesIO()
    photo((64, 48)).save(thumbnail, "JPEG", comment=marks("thumbnail"))
    out = io.BytesIO()
    photo().save(
        out,
        "JPEG",
        exif=tags,
        xmp=xmp(marks),
        icc_profile=profile(marks, "ICC description"),
        comment=marks("comment"),
    )
    data = out.getvalue()
    more = iptc(marks.bytes("IPTC by-line"))
    more += segment(0xEB, b"JP\x00\x01" + marks.bytes("JUMBF"))
    more += segment(0xE2, b"FPXR\x00" + marks.bytes("FlashPix"))
    more += segment(0xE0, b"JFXX\x00\x10" + thumbnail.getvalue())
    more += segment(0xFE, marks.bytes("second comment"))
    data = data[:2] + more + data[2:] + thumbnail.getvalue() + marks.bytes("behind the end")
    return Planted(FileKind.JPEG, "a.jpg", data, marks.words)


def png(marks: Marks | None = None) -> Planted:
    marks = marks or Marks("png")
    info = PngImagePlugin.PngInfo()
    for key in ("Author", "Title", "Software", "Source", "Creation Time"):
        info.add_text(key, marks(f"tEXt {key}"))
    info.add_text("Description", marks("zTXt"), zip=True)
    info.add_itxt("Comment", marks("iTXt"))
    info.add_itxt("Copyright", marks("iTXt packed"), zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp(marks).decode())
    info.add_text("Raw profile type iptc", marks("IPTC"))
    out = io.BytesIO()
    seen = photo().convert("RGBA")
    icc = profile(marks, "ICC description")
    seen.save(out, "PNG", pnginfo=info, exif=exif(marks), icc_profile=icc)
    head, end = out.getvalue().rsplit(chunk(b"IEND", b""), 1)
    data = head + chunk(b"prVt", marks.bytes("private chunk"))
    data += chunk(b"zzZz", zlib.compress(marks.bytes("packed private chunk")))
    data += chunk(b"IEND", b"") + end + marks.bytes("behind the end")
    assert data.startswith(PNG)
    return Planted(FileKind.PNG, "a.png", data, marks.words)


def heic() -> Planted:
    marks = Marks("hei")
    out = io.BytesIO()
    made = pillow_heif.from_pillow(photo())
    made.save(out, exif=exif(marks).tobytes(), xmp=xmp(marks), quality=90)
    return Planted(FileKind.HEIC, "a.heic", out.getvalue(), marks.words)


def text() -> Planted:
    content = f"{VISIBLE}{HIDDEN_BITS} of the factory.\n\nA second\u2060 block\u00a0here.\n"
    words = {each: each for each in ("\u200b", "\u200c", "\u2060", "\u00a0")}
    return Planted(FileKind.TEXT, "a.txt", content.encode("utf-16"), words, (VISIBLE,))


def table() -> Planted:
    content = f"Finding,Wage\n{VISIBLE}{HIDDEN_BITS},1200\n\ufeff=1+1,\U000e0041\n"
    words = {each: each for each in ("\u200b", "\u200c", "\U000e0041")}
    return Planted(FileKind.CSV, "a.csv", content.encode(), words, (VISIBLE, "1200"))
