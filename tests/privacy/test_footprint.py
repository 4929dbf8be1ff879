"""Tags count families and tell nothing without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.footprint import tag, tags_of

KEY = bytes(range(32))
DHAKA = ("BD-13", "BD", "034", "142", "001")
BANGLADESH = DHAKA[1:]
SEWING = ("1410", "141", "14", "C", "any")
APPAREL = SEWING[2:]


def test_a_profile_covers_every_rung_above_it_and_none_below() -> None:
    tags = tags_of(KEY, [(BANGLADESH, APPAREL)])
    assert len(tags) == 4 * 3
    assert tag(KEY, "BD", "14") in tags
    assert tag(KEY, "001", "any") in tags
    assert tag(KEY, "BD-13", "14") not in tags
    assert tag(KEY, "BD", "1410") not in tags


def test_pairs_are_not_mixed() -> None:
    tags = tags_of(KEY, [(("BD", "001"), ("14", "any")), (("CN", "001"), ("26", "any"))])
    assert tag(KEY, "BD", "14") in tags
    assert tag(KEY, "BD", "26") not in tags


def test_an_empty_profile_covers_nothing() -> None:
    assert tags_of(KEY, []) == frozenset()


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_two_pairs_have_one_tag_only_if_they_are_equal(a: str, b: str, c: str, d: str) -> None:
    assert (tag(KEY, a, b) == tag(KEY, c, d)) == ((a, b) == (c, d))


def test_a_letter_moved_from_place_to_sector_changes_the_tag() -> None:
    assert tag(KEY, "BD1", "4") != tag(KEY, "BD", "14")


def test_another_key_gives_another_tag_of_the_same_length() -> None:
    other = tag(bytes(32), "BD", "14")
    assert other != tag(KEY, "BD", "14")
    assert len(other) == 32


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        tag(b"short", "BD", "14")
