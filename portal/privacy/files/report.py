"""What is found in a file: parts that would leave, what is hidden, redactions and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.privacy.files.limits import MOST_CELLS, MOST_CHARACTERS, MOST_PAGES


class FileKind(StrEnum):
    """What a file is by its content; nothing else is accepted."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "text"
    PNG = "png"
    JPEG = "jpeg"
    HEIC = "heic"


class LabelKind(StrEnum):
    """What the label of a part counts."""

    PAGE = "page"  # "3"
    SHEET = "sheet"  # "Wages": the text is the name of the sheet
    CELL = "cell"  # "Wages!B4", in CSV "B4"
    PARAGRAPH = "paragraph"  # "7"
    LINE = "line"  # "12", the first line of a block without empty lines


class HiddenKind(StrEnum):
    """What a reader does not see at first, or what cannot be kept: none of it is rebuilt."""

    PROPERTIES = "properties"  # author, company, dates, software
    XMP = "xmp"
    EXIF = "exif"
    GPS = "gps"
    THUMBNAIL = "thumbnail"
    TEXT_CHUNK = "text_chunk"  # comments inside a picture
    COLOR_PROFILE = "color_profile"
    TRAILING_DATA = "trailing_data"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    HIDDEN_TEXT = "hidden_text"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    DEFINED_NAME = "defined_name"
    FORMULA = "formula"
    EXTERNAL_LINK = "external_link"
    DATA_CONNECTION = "data_connection"
    PIVOT_CACHE = "pivot_cache"
    HEADER_FOOTER = "header_footer"
    FOOTNOTE = "footnote"
    LINK = "link"
    ALT_TEXT = "alt_text"
    CUSTOM_XML = "custom_xml"
    EMBEDDED_FILE = "embedded_file"
    PICTURE = "picture"  # a picture or drawing that cannot be rebuilt
    CHART = "chart"
    ANNOTATION = "annotation"
    FORM_FIELD = "form_field"
    JAVASCRIPT = "javascript"
    ACTION = "action"  # what a document would do when it is opened
    OUTLINE = "outline"
    LAYER = "layer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """Text that leaves with the file, in reading order; `id` is unique in the file."""

    id: str
    label_kind: LabelKind
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """One thing that the rebuilt copy does not have; `sample` has at most 200 characters."""

    kind: HiddenKind
    where: str
    sample: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `inspect` saw; `needs_eyes`: there are pixels, and no detector reads pixels."""

    kind: FileKind
    parts: tuple[Part, ...]
    hidden: tuple[Hidden, ...]
    pages: int
    needs_eyes: bool


@dataclass(frozen=True, slots=True)
class Redaction:
    """Replace `Part.text[start:end]` (code points); redactions of a part may not overlap."""

    part_id: str
    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle burned into a page (from 1) or a picture (page 1).

    `x` and `y` of the upper left corner, width and height, as fractions (0.0 to 1.0) of the page
    as it is seen (turned as EXIF or the page says).
    """

    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A new file; `kind` is JPEG where HEIC came in; `ending` has its dot."""

    content: bytes
    kind: FileKind
    media_type: str
    ending: str


class Why(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    TOO_HEAVY = "too_heavy"
    TOO_LONG = "too_long"
    UNKNOWN_KIND = "unknown_kind"
    MISMATCH = "mismatch"
    BAD_NAME = "bad_name"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    SCRIPT = "script"
    WEB_PAGE = "web_page"
    SVG = "svg"
    PROGRAM = "program"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    BOMB = "bomb"
    POLYGLOT = "polyglot"
    DECLARATIONS = "declarations"
    EXTERNAL = "external"
    DDE = "dde"
    HOSTILE_NAMES = "hostile_names"
    PIXELS = "pixels"
    FRAMES = "frames"
    NOT_TEXT = "not_text"
    STALE = "stale"
    NOT_CLEAN = "not_clean"


N_: Final = str  # marks a message id for the catalog; the page translates it

MESSAGES: Final[Mapping[Why, str]] = {
    Why.EMPTY: N_("The file is empty."),
    Why.TOO_BIG: N_("The file is larger than %(most)s MB."),
    Why.TOO_HEAVY: N_(
        "The file takes too much memory or time to read safely. Send the pages that matter, or a"
        " smaller copy."
    ),
    Why.TOO_LONG: N_(
        "The file is too long: at most %(pages)s pages, %(cells)s cells or %(characters)s"
        " characters are accepted. Send what matters."
    ),
    Why.UNKNOWN_KIND: N_(
        "This kind of file is not accepted. Send PDF, DOCX, XLSX, CSV, PNG, JPEG, HEIC or plain"
        " text."
    ),
    Why.MISMATCH: N_("The name ends in %(ending)s, but the content is something else."),
    Why.BAD_NAME: N_("The name of the file has characters that could deceive. Rename the file."),
    Why.DAMAGED: N_("The file is damaged or incomplete. Save it again and send the new copy."),
    Why.ENCRYPTED: N_("The file is encrypted or has a password. Save it without a password."),
    Why.MACROS: N_("The file has macros or active controls. Save it as DOCX or XLSX without them."),
    Why.SCRIPT: N_("The file is a script."),
    Why.WEB_PAGE: N_("The file is a web page. Print it as PDF."),
    Why.SVG: N_("The file is an SVG drawing, which can have scripts. Save it as PNG."),
    Why.PROGRAM: N_("The file is a program."),
    Why.ARCHIVE: N_("The file is an archive, or has one in it. Send each file on its own."),
    Why.OLD_OFFICE: N_("The file has an old Office format. Save it as DOCX, XLSX or PDF."),
    Why.BOMB: N_("The file unpacks to far more than its size."),
    Why.POLYGLOT: N_("The file is two kinds of file at once. Save it again from its program."),
    Why.DECLARATIONS: N_("The file has XML declarations that no ordinary document has."),
    Why.EXTERNAL: N_(
        "The document loads something from elsewhere (a template, a picture or another document)."
        " Copy its content into a new document."
    ),
    Why.DDE: N_("The file asks another program for data. Copy its values into a new file."),
    Why.HOSTILE_NAMES: N_("The file has inner names that lead out of it."),
    Why.PIXELS: N_("The picture has more than %(most)s million pixels. Send a smaller copy."),
    Why.FRAMES: N_("The picture moves or has several frames. Send one picture."),
    Why.NOT_TEXT: N_("The file has characters that plain text does not have."),
    Why.STALE: N_("The places to redact do not fit this file. Check the file again."),
    Why.NOT_CLEAN: N_("The rebuilt copy did not pass its check, so nothing leaves."),
}


class Unacceptable(Exception):
    """The file is refused: `message` is a msgid that `values` fill."""

    def __init__(self, code: Why, **values: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.values = values

    @property
    def message(self) -> str:
        return MESSAGES[self.code]


def too_long() -> Unacceptable:
    return Unacceptable(
        Why.TOO_LONG,
        pages=str(MOST_PAGES),
        cells=f"{MOST_CELLS:,}",
        characters=f"{MOST_CHARACTERS:,}",
    )
