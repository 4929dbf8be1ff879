from functools import cache

import pytest

from portal.privacy.files import sandbox
from portal.privacy.files.report import FileKind, HiddenKind, Rebuilt, Report
from tests.privacy.files.canaries import PLANTED
from tests.privacy.files.planting import Planted, found

KINDS = pytest.mark.parametrize("kind", PLANTED)

TOLD = {
    "PDF": (
        *(HiddenKind.PROPERTIES, HiddenKind.XMP, HiddenKind.EMBEDDED_FILE, HiddenKind.ANNOTATION),
        *(HiddenKind.JAVASCRIPT, HiddenKind.FORM_FIELD, HiddenKind.OUTLINE, HiddenKind.LAYER),
        *(HiddenKind.HIDDEN_TEXT, HiddenKind.LINK, HiddenKind.TRAILING_DATA, HiddenKind.THUMBNAIL),
        *(HiddenKind.EXIF, HiddenKind.OTHER, HiddenKind.ACTION),
    ),
    "DOCX": (
        *(HiddenKind.PROPERTIES, HiddenKind.COMMENT, HiddenKind.TRACKED_CHANGE, HiddenKind.LINK),
        *(HiddenKind.HIDDEN_TEXT, HiddenKind.HEADER_FOOTER, HiddenKind.FOOTNOTE, HiddenKind.GPS),
        *(HiddenKind.CUSTOM_XML, HiddenKind.EMBEDDED_FILE, HiddenKind.ALT_TEXT, HiddenKind.EXIF),
        *(HiddenKind.HIDDEN_ROWS, HiddenKind.THUMBNAIL, HiddenKind.OTHER, HiddenKind.XMP),
    ),
    "XLSX": (
        *(HiddenKind.PROPERTIES, HiddenKind.COMMENT, HiddenKind.HIDDEN_SHEET, HiddenKind.LINK),
        *(HiddenKind.HIDDEN_ROWS, HiddenKind.HIDDEN_COLUMNS, HiddenKind.DEFINED_NAME),
        *(HiddenKind.FORMULA, HiddenKind.EXTERNAL_LINK, HiddenKind.PIVOT_CACHE, HiddenKind.CHART),
        *(HiddenKind.HEADER_FOOTER, HiddenKind.DATA_CONNECTION, HiddenKind.PICTURE),
        *(HiddenKind.EMBEDDED_FILE, HiddenKind.CUSTOM_XML, HiddenKind.HIDDEN_TEXT),
    ),
    "CSV": (HiddenKind.HIDDEN_TEXT,),
    "text": (HiddenKind.HIDDEN_TEXT,),
    "PNG": (
        *(HiddenKind.EXIF, HiddenKind.GPS, HiddenKind.XMP, HiddenKind.TEXT_CHUNK),
        *(HiddenKind.COLOR_PROFILE, HiddenKind.TRAILING_DATA),
    ),
    "JPEG": (
        *(HiddenKind.EXIF, HiddenKind.GPS, HiddenKind.XMP, HiddenKind.TEXT_CHUNK),
        *(HiddenKind.COLOR_PROFILE, HiddenKind.TRAILING_DATA),
    ),
    "HEIC": (HiddenKind.EXIF, HiddenKind.GPS, HiddenKind.XMP),
}


@cache
def planted(kind: str) -> Planted:
    return PLANTED[kind]()


@cache
def seen(kind: str) -> Report:
    return sandbox.inspect(planted(kind).content, planted(kind).name)


@cache
def rebuilt(kind: str) -> Rebuilt:
    return sandbox.rebuild(planted(kind).content, [], planted(kind).name)


def text_of(report: Report) -> str:
    return "\n".join(part.text for part in report.parts)


@KINDS
def test_every_mark_can_be_found_before(kind: str) -> None:
    assert found(planted(kind).content, planted(kind).words) == set(planted(kind).words)


@KINDS
def test_no_mark_is_left_after(kind: str) -> None:
    assert found(rebuilt(kind).content, planted(kind).words) == set()


@KINDS
def test_no_mark_is_in_the_text_that_leaves(kind: str) -> None:
    assert found(text_of(seen(kind)).encode(), planted(kind).words) == set()


@KINDS
def test_what_is_seen_stays(kind: str) -> None:
    again = sandbox.inspect(rebuilt(kind).content)
    for text in planted(kind).visible:
        assert text in text_of(seen(kind))
        assert text in text_of(again)


@KINDS
def test_nothing_is_hidden_in_the_new_file(kind: str) -> None:
    assert sandbox.inspect(rebuilt(kind).content).hidden == ()


@KINDS
def test_the_author_is_told_what_is_hidden(kind: str) -> None:
    assert set(TOLD[kind]) - {hidden.kind for hidden in seen(kind).hidden} == set()
    assert all(len(hidden.sample) <= 200 for hidden in seen(kind).hidden)


@KINDS
def test_two_rebuilds_are_the_same_bytes(kind: str) -> None:
    again = sandbox.rebuild(planted(kind).content, [], planted(kind).name)
    assert again.content == rebuilt(kind).content


@KINDS
def test_the_kind_of_the_new_file_is_known_without_a_name(kind: str) -> None:
    made = rebuilt(kind)
    wanted = FileKind.JPEG if kind == "HEIC" else planted(kind).kind
    assert made.kind is wanted
    assert sandbox.inspect(made.content).kind is wanted
    assert sandbox.inspect(made.content, f"x{made.ending}").kind is wanted


@KINDS
def test_pixels_that_nobody_scanned_need_eyes(kind: str) -> None:
    with_pixels = {"PDF", "DOCX", "PNG", "JPEG", "HEIC"}
    assert seen(kind).needs_eyes == (kind in with_pixels)
