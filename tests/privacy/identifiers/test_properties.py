"""What holds for any text: spans are real, do not overlap, and nothing binding survives."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.privacy.identifiers.engine import detect, residual
from portal.privacy.identifiers.hits import LABELS, Kind
from portal.privacy.identifiers.lexicon import Lexicon
from portal.privacy.identifiers.page import Page, fold
from portal.privacy.identifiers.redact import redact
from tests.privacy.identifiers import rules

NAMED = (
    "Sunrise Gloves Sdn Bhd", "sunrise glovs", "SUNRISE GLOVES", "Alif Embroidery", "Northwind", "Nguyễn Văn An", "Kahatex",
    "+60 12-345 6789", "ramesh@alif.com", "www.alif.com.bd", "4454 7945 1139 0933", "CSQU3054383", "DE89 3704 0044 0532 0130 00",
)  # fmt: skip
FILLER = (
    "the workers said that", "passports were kept by", "and", "in 2026", "on 14 August 2026", "Mr. Borukh Zalman", "in Shah Alam",
    "Golden Manpower Ltd", "paid RM 8,200 to", "112 of 140 workers", "who", "\n\n", "of", "Plot 12", "Nepal", "(", "),", "[phone removed]",
)  # fmt: skip
stories = st.lists(st.sampled_from([*NAMED, *FILLER]), max_size=14).map(lambda parts: ". ".join(" ".join(parts[i : i + 4]) for i in range(0, len(parts), 4)))  # fmt: skip
TAME = settings(
    derandomize=True,
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@TAME
@given(text=st.one_of(st.text(max_size=200), stories))
def test_hits_are_real_spans_in_order_without_overlap(lexicon: Lexicon, text: str) -> None:
    position = 0
    for hit in detect(text, lexicon):
        assert position <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.text
        position = hit.end


@TAME
@given(text=stories)
def test_nothing_that_must_go_survives_redaction(lexicon: Lexicon, text: str) -> None:
    redacted = redact(text, detect(text, lexicon), {})

    assert residual(redacted, lexicon) == ()
    assert not any(name in redacted for name in NAMED)


@TAME
@given(text=stories)
def test_redacting_twice_changes_nothing_more(lexicon: Lexicon, text: str) -> None:
    once = redact(text, rules.detect(text, lexicon), {})

    assert redact(once, rules.detect(once, lexicon), {}) == once


@TAME
@given(name=st.sampled_from(NAMED), data=st.data())
def test_invisible_characters_hide_nothing(
    lexicon: Lexicon, name: str, data: st.DataObject
) -> None:
    hidden = "".join(
        char + data.draw(st.sampled_from(["", "\u200b", "\u202e", "\u00ad"])) for char in name
    )
    text = f"They named {hidden} there."

    first = text.index(hidden[0], 11)
    assert any(hit.start <= first and fold(hit.text) == fold(name) for hit in detect(text, lexicon))


@TAME
@given(text=st.text(max_size=200))
def test_every_position_of_a_page_has_its_origin_in_the_text(text: str) -> None:
    page = Page(text)
    origins = [page.origin(index, index + 1) for index in range(len(page.text))]

    assert all(0 <= start < end <= len(text) for start, end in origins)
    assert origins == sorted(origins)


def test_every_kind_has_a_label() -> None:
    assert set(LABELS) == set(Kind)
