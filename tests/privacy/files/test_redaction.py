import io
from collections.abc import Callable

import docx
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.privacy.files import redacting, sandbox, word_blocks
from portal.privacy.files.report import (
    Box,
    LabelKind,
    Part,
    Redaction,
    Report,
    Unacceptable,
    Why,
)
from portal.privacy.files.word_blocks import Paragraph, Run
from tests.privacy.files import making
from tests.privacy.files.planting import found

NAME = "Kelantan Glove"
SENTENCE = f"At {NAME} wages were withheld"
REST = "wages were withheld"
LABEL = "[supplier 1]"


def word() -> bytes:
    """A name that is cut into three runs."""
    document = docx.Document()
    paragraph = document.add_paragraph("At ")
    for text in ("Kel", "antan Gl", f"ove {REST}"):
        paragraph.add_run(text).bold = text == "antan Gl"
    document.add_table(1, 1).cell(0, 0).text = SENTENCE
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "a.pdf": lambda: making.pdf([[SENTENCE, "An ordinary line"], [SENTENCE]]),
    "a.docx": word,
    "a.xlsx": lambda: making.workbook([[SENTENCE, 12], ["x", NAME]]),
    "a.csv": f"a,b\n{SENTENCE},2\n".encode,
    "a.txt": f"{SENTENCE}.\nMore.\n\n{NAME}\n".encode,
}
NAMES = pytest.mark.parametrize("name", FILES)


def everywhere(report: Report, wanted: str) -> list[Redaction]:
    """One redaction for each place of the wanted text."""
    return [
        Redaction(part.id, part.text.index(wanted), part.text.index(wanted) + len(wanted), LABEL)
        for part in report.parts
        if wanted in part.text
    ]


@NAMES
def test_redacted_text_is_gone_from_every_layer(name: str) -> None:
    content = FILES[name]()
    report = sandbox.inspect(content, name)
    redactions = everywhere(report, NAME)
    made = sandbox.rebuild(content, redactions, name)
    words = {"whole": NAME, "first": "Kelantan"}
    assert found(content, words) or name == "a.docx"
    assert found(made.content, words) == set()
    text = "\n".join(part.text for part in sandbox.inspect(made.content, name).parts)
    assert text.count(LABEL) == len(redactions)
    assert REST in text
    assert NAME not in text


@NAMES
def test_two_redactions_of_one_part_are_both_laid(name: str) -> None:
    content = FILES[name]()
    part = next(p for p in sandbox.inspect(content, name).parts if SENTENCE in p.text)
    start, end = part.text.index("At"), part.text.index("wages")
    redactions = [
        Redaction(part.id, end, end + 5, "pay"),
        Redaction(part.id, start, start + 2, "Near"),
    ]
    made = sandbox.rebuild(content, redactions, name)
    text = "\n".join(each.text for each in sandbox.inspect(made.content, name).parts)
    assert "Near" in text
    assert "pay" in text


@NAMES
@pytest.mark.parametrize(
    "redactions",
    [
        [Redaction("nowhere", 0, 1, "")],
        [Redaction("", 0, 1, "")],
        [Redaction("PART", 0, 9999, "")],
        [Redaction("PART", -1, 2, "")],
        [Redaction("PART", 2, 2, "")],
        [Redaction("PART", 0, 4, ""), Redaction("PART", 3, 6, "")],
    ],
    ids=["other part", "no part", "too long", "before", "empty", "overlapping"],
)
def test_redactions_that_do_not_fit_are_refused(name: str, redactions: list[Redaction]) -> None:
    content = FILES[name]()
    part = next(p for p in sandbox.inspect(content, name).parts if SENTENCE in p.text)
    fitted = [
        Redaction(part.id if each.part_id == "PART" else each.part_id, each.start, each.end, "x")
        for each in redactions
    ]
    with pytest.raises(Unacceptable) as refusal:
        sandbox.rebuild(content, fitted, name)
    assert refusal.value.code is Why.STALE


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.csv", "a.txt"])
def test_boxes_on_what_has_no_pages_are_refused(name: str) -> None:
    with pytest.raises(Unacceptable) as refusal:
        sandbox.rebuild(FILES[name](), [], name, [Box(1, 0, 0, 1, 1)])
    assert refusal.value.code is Why.STALE


def test_a_box_takes_pixels_and_text_of_a_page() -> None:
    content = FILES["a.pdf"]()
    made = sandbox.rebuild(content, [], "a.pdf", [Box(2, 0, 0, 1, 0.5)])
    first, second = sandbox.inspect(made.content).parts
    assert NAME in first.text
    assert second.text == ""
    with pypdfium2.PdfDocument(made.content) as document:
        picture = document[1].render().to_pil().convert("L")
        untouched = document[0].render().to_pil().convert("L")
    upper = picture.crop((0, 0, picture.width, picture.height // 2 - 2))
    assert max(upper.tobytes()) < 8
    assert max(untouched.tobytes()) == 255


def test_pixels_of_redacted_words_are_black() -> None:
    content = making.pdf([[NAME]])
    made = sandbox.rebuild(content, everywhere(sandbox.inspect(content), NAME), "a.pdf")
    black = sandbox.rebuild(content, [Redaction("page:1", 0, len(NAME), "")], "a.pdf")
    for each, lightest in ((made, 255), (black, 20)):
        with pypdfium2.PdfDocument(each.content) as document:
            picture = document[0].render(scale=2).to_pil().convert("L")
        # Helvetica of 12 points that begins at x = 72, y = 720 from below.
        inside = picture.crop((150, 232, 300, 244))
        assert max(inside.tobytes()) <= lightest
        assert sum(inside.tobytes()) / len(inside.tobytes()) < 120


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_box_is_burned_into_a_picture(kind: str) -> None:
    content = making.picture(kind)
    made = sandbox.rebuild(content, [], boxes=[Box(1, 0.0, 0.0, 0.25, 1.0)])
    picture = Image.open(io.BytesIO(made.content))
    assert picture.size == (320, 200)
    assert max(picture.crop((0, 0, 78, 200)).tobytes()) < 8
    red, _, blue = picture.getpixel((130, 100))  # type: ignore[misc]
    assert red > 240
    assert blue < 20


@pytest.mark.parametrize("box", [Box(2, 0, 0, 1, 1), Box(1, -0.1, 0, 1, 1), Box(1, 0, 0, 0, 1)])
def test_boxes_outside_a_picture_are_refused(box: Box) -> None:
    with pytest.raises(Unacceptable) as refusal:
        sandbox.rebuild(making.picture(), [], boxes=[box])
    assert refusal.value.code is Why.STALE


def test_a_replacement_is_one_line_without_invisible_characters() -> None:
    part = Part("p", LabelKind.LINE, "1", "abc")
    leaves = redacting.redacted([part], [Redaction("p", 1, 2, "x\u200b\n\ty")])
    assert leaves == {"p": "ax yc"}


def test_a_redacted_number_becomes_text() -> None:
    content = making.workbook([[601234567]])
    made = sandbox.rebuild(content, [Redaction("sheet:1!A1", 0, 9, "=1+1")])
    cell = openpyxl.load_workbook(io.BytesIO(made.content)).active["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_name_of_a_sheet_is_redacted() -> None:
    content = making.replaced(
        making.workbook(), "xl/workbook.xml", b'name="Sheet"', f'name="{NAME}"'.encode()
    )
    made = sandbox.rebuild(content, [Redaction("sheet:1", 0, len(NAME), LABEL)])
    assert openpyxl.load_workbook(io.BytesIO(made.content)).sheetnames == ["(supplier 1)"]
    assert found(made.content, {"name": NAME}) == set()


pieces = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=6)


@given(pieces, st.data())
def test_redacting_runs_is_redacting_their_text(texts: list[str], data: st.DataObject) -> None:
    paragraph = Paragraph(pieces=[Run(text) for text in texts])
    whole = paragraph.text
    cuts = data.draw(st.lists(st.integers(0, len(whole)), max_size=6, unique=True).map(sorted))
    redactions = [
        Redaction("p", start, end, "[x]") for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    word_blocks.redact(paragraph, redactions)
    assert paragraph.text == redacting.apply(whole, redactions)
    assert len(paragraph.pieces) == len(texts)
