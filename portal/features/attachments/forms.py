"""What may be sent about attachments: files, a choice about a detail, rectangles, a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, IntegerField, MultipleFileField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from portal.airlock.attachments import Attachment
from portal.features.attachments.service import Marks
from portal.privacy.files.report import Box, HiddenKind
from portal.web.forms import PortalForm

ACCEPTED: Final = ".pdf,.docx,.xlsx,.csv,.txt,.png,.jpg,.jpeg,.heic"
MOST_BOXES: Final = 100
HIDDEN: Final = {
    HiddenKind.PROPERTIES: lazy_gettext("Who made it, when and with what"),
    HiddenKind.XMP: lazy_gettext("Metadata (XMP)"),
    HiddenKind.EXIF: lazy_gettext("Data of the camera"),
    HiddenKind.GPS: lazy_gettext("Where the picture was taken"),
    HiddenKind.THUMBNAIL: lazy_gettext("A small copy of the picture"),
    HiddenKind.TEXT_CHUNK: lazy_gettext("Text inside the picture file"),
    HiddenKind.COLOR_PROFILE: lazy_gettext("A color profile"),
    HiddenKind.TRAILING_DATA: lazy_gettext("Data behind the end of the file"),
    HiddenKind.COMMENT: lazy_gettext("A comment"),
    HiddenKind.TRACKED_CHANGE: lazy_gettext("A tracked change"),
    HiddenKind.HIDDEN_TEXT: lazy_gettext("Hidden text"),
    HiddenKind.HIDDEN_SHEET: lazy_gettext("A hidden sheet"),
    HiddenKind.HIDDEN_ROWS: lazy_gettext("Hidden rows"),
    HiddenKind.HIDDEN_COLUMNS: lazy_gettext("Hidden columns"),
    HiddenKind.DEFINED_NAME: lazy_gettext("A name of cells"),
    HiddenKind.FORMULA: lazy_gettext("A formula"),
    HiddenKind.EXTERNAL_LINK: lazy_gettext("A link to another file"),
    HiddenKind.DATA_CONNECTION: lazy_gettext("A connection to data elsewhere"),
    HiddenKind.PIVOT_CACHE: lazy_gettext("The data behind a pivot table"),
    HiddenKind.HEADER_FOOTER: lazy_gettext("A header or footer"),
    HiddenKind.FOOTNOTE: lazy_gettext("A footnote"),
    HiddenKind.LINK: lazy_gettext("A link"),
    HiddenKind.ALT_TEXT: lazy_gettext("A description of a picture"),
    HiddenKind.CUSTOM_XML: lazy_gettext("Data of other programs"),
    HiddenKind.EMBEDDED_FILE: lazy_gettext("A file inside the file"),
    HiddenKind.PICTURE: lazy_gettext("A picture or drawing"),
    HiddenKind.CHART: lazy_gettext("A chart with its data"),
    HiddenKind.ANNOTATION: lazy_gettext("A note on a page"),
    HiddenKind.FORM_FIELD: lazy_gettext("A form field"),
    HiddenKind.JAVASCRIPT: lazy_gettext("A script"),
    HiddenKind.ACTION: lazy_gettext("Something that happens on opening"),
    HiddenKind.OUTLINE: lazy_gettext("An outline"),
    HiddenKind.LAYER: lazy_gettext("A layer"),
    HiddenKind.OTHER: lazy_gettext("Something else"),
}
SIDES: Final = ("page", "left", "top", "width", "height")


class UploadForm(PortalForm):
    files = MultipleFileField(
        lazy_gettext("Files"),
        description=lazy_gettext(
            "PDF, DOCX, XLSX, CSV, PNG, JPEG, HEIC or plain text. At most 10 files of 20 MB each."
        ),
        render_kw={"accept": ACCEPTED, "multiple": True},
    )

    @property
    def sent(self) -> list[FileStorage]:
        """The files that were chosen; an empty field sends one without a name."""
        return [each for each in request.files.getlist("files") if each.filename]


class MarksForm(PortalForm):
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    looked = BooleanField(
        lazy_gettext("I have looked at every picture"),
        description=lazy_gettext(
            "Faces, number plates, signs, stamps and handwriting in them are covered or harmless."
            " Names in another language than English are not found: I have read such text as well."
        ),
    )

    def rows(self, attachment: Attachment) -> list[tuple[str, ...]]:
        """The rectangles as typed, in percent; before anything is sent those that are kept."""
        if self.is_submitted():
            return [row for row in _sent_rows() if any(row[1:])]
        return [_percent(each) for each in attachment.boxes]

    def marks(self, attachment: Attachment) -> Marks | None:
        """What was sent, or nothing if a rectangle cannot be (then `form_errors` says which)."""
        boxes, wrong = [], []
        for number, row in enumerate(self.rows(attachment), 1):
            box = _box(row, attachment.pages)
            if box is None:
                wrong.append(
                    gettext(
                        "Rectangle %(number)s does not lie on the page. Give percents of its width"
                        " and height, from 0 to 100.",
                        number=number,
                    )
                )
            else:
                boxes.append(box)
        if len(boxes) > MOST_BOXES:
            wrong.append(gettext("At most %(most)s rectangles are possible.", most=MOST_BOXES))
        self.form_errors = wrong
        if wrong:
            return None
        return Marks(attachment.number, self.version.data, tuple(boxes), bool(self.looked.data))


def _sent_rows() -> list[tuple[str, ...]]:
    columns: Sequence[list[str]] = [request.form.getlist(f"box-{side}") for side in SIDES]
    return list(zip(*(map(str.strip, column) for column in columns), strict=False))


def _box(row: tuple[str, ...], pages: int) -> Box | None:
    try:
        page = int(row[0] or 1)
        x, y, w, h = (float(value.replace(",", ".")) / 100 for value in row[1:])
    except ValueError:
        return None
    inside = 0 <= x < 1 and 0 <= y < 1 and 0 < w <= 1 and 0 < h <= 1
    if not inside or not 1 <= page <= pages:
        return None
    return Box(page, x, y, min(w, 1 - x), min(h, 1 - y))


def _percent(box: Box) -> tuple[str, ...]:
    return (str(box.page), *(f"{value * 100:.4g}" for value in (box.x, box.y, box.w, box.h)))


@dataclass(frozen=True, slots=True)
class SentChoice:
    """What a button in the list of details says: "keep:<key>", with a reason beside it."""

    key: str
    keep: bool
    reason: str


def sent_choice() -> SentChoice | None:
    choice, _, key = request.form.get("decide", "").partition(":")
    if choice not in {"keep", "replace"}:
        return None
    reason = " ".join(request.form.get(f"reason-{key}", "").split())
    return SentChoice(key, choice == "keep", reason)
