"""Pictures in a Word document: cropped as they are seen, and written anew from their pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from PIL import Image

from portal.privacy.files import packages, pictures
from portal.privacy.files.limits import MOST_PICTURES
from portal.privacy.files.report import FileKind, Hidden, HiddenKind, too_long
from portal.privacy.files.word_blocks import Picture

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_WHOLE: Final = 100_000  # a side, in thousandths of a percent
_WIDEST: Final = 5_486_400  # English Metric Units: 6 inches, what fits on a page
_KINDS: Final = ((b"\x89PNG\r\n\x1a\n", FileKind.PNG), (b"\xff\xd8\xff", FileKind.JPEG))


class Pictures:
    """Reads the pictures of one document; `hidden` says which were left out."""

    def __init__(self, parts: Mapping[str, bytes], main: str) -> None:
        self._parts = parts
        self._related = packages.relationships(parts, main)
        self._count = 0
        self.hidden: list[Hidden] = []
        self.any = False

    def read(self, node: Any) -> Iterator[Picture]:
        """The pictures in a drawing; what is no picture is noted."""
        self._note(node)
        extent = next(node.iter(f"{_PLACED}extent"), None)
        width = 0 if extent is None else _number(extent.get("cx"))
        for blip in node.iter(f"{_DRAWING}blip"):
            crop = blip.getparent().find(f"{_DRAWING}srcRect")
            yield from self._picture(blip.get(f"{_OFFICE}embed", ""), crop, width)
        for old in node.iter(f"{_VML}imagedata"):
            yield from self._picture(old.get(f"{_OFFICE}id", ""), None, width)

    def _picture(self, id_: str, crop: Any, width: int) -> Iterator[Picture]:
        self._count += 1
        if self._count > MOST_PICTURES:
            raise too_long()
        related = self._related.get(id_)
        data = b"" if related is None else self._parts.get(related.target, b"")
        kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
        if kind is None:
            self.hidden.append(Hidden(HiddenKind.PICTURE, str(self._count), ""))
            return
        self.any = True
        for each in pictures.inspect(data, kind).hidden:
            self.hidden.append(Hidden(each.kind, f"{self._count}: {each.where}", each.sample))
        seen = self._cropped(pictures.from_pixels(data, kind), crop)
        yield Picture(pictures.encoded(seen, kind), min(max(width, 0), _WIDEST))

    def _cropped(self, picture: Image.Image, crop: Any) -> Image.Image:
        if crop is None:
            return picture
        left, top, right, bottom = (
            min(max(_number(crop.get(side)) / _WHOLE, 0), 1) for side in "ltrb"
        )
        box = (
            int(left * picture.width),
            int(top * picture.height),
            int((1 - right) * picture.width),
            int((1 - bottom) * picture.height),
        )
        if box[0] >= box[2] or box[1] >= box[3]:
            return picture.crop((0, 0, 1, 1))
        if (left, top, right, bottom) != (0, 0, 0, 0):
            self.hidden.append(Hidden(HiddenKind.PICTURE, str(self._count), "crop"))
        return picture.crop(box)

    def _note(self, node: Any) -> None:
        for each in node.iter():
            if each.tag in {f"{_PLACED}docPr", f"{_VML}shape"}:
                said = each.get("descr") or each.get("title") or each.get("alt") or ""
                if said:
                    self.hidden.append(Hidden(HiddenKind.ALT_TEXT, "", said[:200]))
            elif each.tag == f"{_CHART}chart":
                self.any = True
                self.hidden.append(Hidden(HiddenKind.CHART, "", ""))
            elif isinstance(each.tag, str) and each.tag.endswith("}OLEObject"):
                said = each.get("ProgID", "")
                self.hidden.append(Hidden(HiddenKind.EMBEDDED_FILE, "", said[:200]))


def _number(value: str | None) -> int:
    try:
        return int(float(value or 0))
    except ValueError:
        return 0
