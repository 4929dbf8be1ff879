"""The figures of the benchmark on texts small enough to count by hand."""

import pytest

from benchmarks.marked_texts import MarkedText, Mention
from benchmarks.masking import Marks, mark

TEXT = "Ann Lee of Hup Lee paid on 3 May in Kenya."
ANN = Mention(0, 7, "PERSON", "ann", "DIRECT")
LEE = Mention(4, 7, "PERSON", "ann", "DIRECT")
FIRM = Mention(11, 18, "ORG", "firm", "QUASI")
DAY = Mention(27, 32, "DATETIME", "day", "QUASI")
LAND = Mention(36, 41, "LOC", "land", "NO_MASK")
MARKED = MarkedText(TEXT, (ANN, FIRM, DAY, LAND))


def measured(*spans: tuple[int, int], text: MarkedText = MARKED) -> Marks:
    return mark([text], [spans])


def test_everything_masked_is_recalled_and_what_may_stay_counts_against_precision() -> None:
    marks = measured((0, len(TEXT)))

    assert marks.token_recall.value == 1.0
    assert marks.token_recall.whole == 6
    assert marks.token_precision.part == 6
    assert marks.token_precision.whole == 11
    assert marks.precision_without_no_mask.whole == 10


def test_nothing_masked_recalls_nothing_and_is_precise() -> None:
    marks = measured()

    assert marks.token_recall.value == 0.0
    assert marks.full_mask.value == 0.0
    assert marks.token_precision.value == 1.0


def test_a_name_masked_in_part_is_a_token_recalled_but_no_entity() -> None:
    marks = measured((0, 3), (11, 18), (27, 32))

    assert (marks.token_recall.part, marks.token_recall.whole) == (5, 6)
    assert marks.entity_recall("DIRECT").value == 0.0
    assert marks.entity_recall("QUASI").value == 1.0
    assert (marks.full_mask.part, marks.full_mask.whole) == (2, 3)
    assert marks.texts_full_mask.value == 0.0
    assert marks.of_kind("ORG").value == 1.0
    assert marks.of_kind("PERSON").value == 0.0


def test_half_a_token_is_not_masked() -> None:
    marks = measured((0, 6))

    assert (marks.token_recall.part, marks.token_recall.whole) == (1, 6)


def test_an_entity_is_hidden_only_when_all_its_mentions_are() -> None:
    twice = MarkedText("Ann Lee? Ask Ann.", (ANN, Mention(13, 16, "PERSON", "ann", "DIRECT")))

    assert measured((0, 7), text=twice).entity_recall("DIRECT").value == 0.0
    assert measured((0, 7), (13, 16), text=twice).entity_recall("DIRECT").value == 1.0


def test_an_entity_with_one_direct_mention_is_direct() -> None:
    mixed = MarkedText(TEXT, (Mention(0, 7, "PERSON", "ann", "QUASI"), LEE))

    marks = measured((0, 7), text=mixed)

    assert marks.entity_recall("DIRECT").whole == 1
    assert marks.entity_recall("QUASI").whole == 0


def test_two_spans_that_meet_or_overlap_mask_one_mention() -> None:
    assert measured((0, 4), (4, 7)).of_kind("PERSON").value == 1.0
    assert measured((0, 6), (2, 7)).of_kind("PERSON").value == 1.0


@pytest.mark.parametrize("spans", [((0, 3), (4, 7)), ((0, 7),)])
def test_a_space_between_masked_words_may_stay(spans: tuple[tuple[int, int], ...]) -> None:
    assert measured(*spans).of_kind("PERSON").value == 1.0


def test_offsets_beyond_the_basic_plane_count_code_points() -> None:
    text = "\U0001f600 Ann"
    marked = MarkedText(text, (Mention(2, 5, "PERSON", "ann", "DIRECT"),))

    assert measured((2, 5), text=marked).full_mask.value == 1.0
    assert measured((3, 6), text=marked).full_mask.value == 0.0


def test_a_text_without_mentions_is_not_counted_among_the_texts() -> None:
    marks = mark([MARKED, MarkedText("Nothing.", ())], [((0, 42),), ()])

    assert marks.texts_full_mask.whole == 1
