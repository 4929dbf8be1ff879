"""Tags count families and tell nothing without the key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.footprint import SITE_VALUES, path, question, site, tag

KEY = bytes(range(32))
BANGLADESH = ("BD", "034", "142", "001")
APPAREL = ("14", "C", "any")


def test_a_cell_covers_every_rung_above_it_and_none_below() -> None:
    found = path(KEY, BANGLADESH, APPAREL)
    assert len(found) == 25
    assert sum(each is not None for each in found) == 4 * 3
    assert tag(KEY, "BD", "14") in found
    assert found[-1] == tag(KEY, "001", "any")
    assert tag(KEY, "BD-13", "14") not in found
    assert tag(KEY, "BD", "1410") not in found


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_two_pairs_have_one_tag_only_if_they_are_equal(a: str, b: str, c: str, d: str) -> None:
    assert (tag(KEY, a, b) == tag(KEY, c, d)) == ((a, b) == (c, d))


def test_a_letter_moved_from_place_to_sector_changes_the_tag() -> None:
    assert tag(KEY, "BD1", "4") != tag(KEY, "BD", "14")


def test_another_key_gives_another_tag_of_the_same_length() -> None:
    other = tag(bytes(32), "BD", "14")
    assert other != tag(KEY, "BD", "14")
    assert len(other) == 32


@given(st.text(max_size=40))
def test_a_facility_has_one_short_number_that_depends_on_the_key(name: str) -> None:
    assert site(KEY, name) == site(KEY, name)
    assert 0 <= site(KEY, name) < SITE_VALUES


def test_facilities_rarely_share_a_number() -> None:
    assert len({site(KEY, f"BD mill {number}") for number in range(200)}) >= 198
    assert [site(KEY, f"{n}") for n in range(9)] != [site(bytes(32), f"{n}") for n in range(9)]


def test_a_question_has_another_name_on_another_day_and_is_no_tag() -> None:
    assert question(KEY, "2026-11-24", "BD") == question(KEY, "2026-11-24", "BD")
    assert question(KEY, "2026-11-24", "BD") != question(KEY, "2026-11-25", "BD")
    assert question(KEY, "BD", "14") != tag(KEY, "BD", "14")


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        tag(b"short", "BD", "14")
