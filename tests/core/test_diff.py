"""The pieces of a diff make both texts again, and changed phrases stay whole."""

from hypothesis import given
from hypothesis import strategies as st

from portal.core.diff import Change, Piece, words

TEXT = st.text(st.sampled_from("ab ,.\n'é"), max_size=60)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    pieces = words(before, after)
    assert "".join(p.text for p in pieces if p.kind is not Change.NEW) == before
    assert "".join(p.text for p in pieces if p.kind is not Change.GONE) == after


def test_a_phrase_of_several_words_is_one_change() -> None:
    assert words("Ask the agent for receipts.", "Ask every worker twice for receipts.") == (
        Piece(Change.SAME, "Ask "),
        Piece(Change.GONE, "the agent"),
        Piece(Change.NEW, "every worker twice"),
        Piece(Change.SAME, " for receipts."),
    )


def test_equal_texts_have_no_change() -> None:
    assert words("The same.", "The same.") == (Piece(Change.SAME, "The same."),)
    assert words("", "") == ()
