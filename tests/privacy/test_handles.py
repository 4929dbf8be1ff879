"""A handle is one person's in one thread, and nothing leads from one thread to the next."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.handles import handle, own_tag, post_shelf, topic_shelf

KEYS = st.binary(min_size=32, max_size=32)
IDS = st.uuids(version=4)


@given(KEYS, IDS, IDS, IDS)
def test_a_handle_is_stable_in_its_thread_and_fresh_elsewhere(
    key: bytes, thread: UUID, other: UUID, person: UUID
) -> None:
    mine = handle(key, thread, person)
    assert mine == handle(key, thread, person)
    assert mine.version == 4
    assert (mine == handle(key, other, person)) is (thread == other)


@given(KEYS, IDS, IDS)
def test_no_tag_says_the_same_as_another(key: bytes, thread: UUID, person: UUID) -> None:
    tags = [
        own_tag(key, thread, person),
        *(post_shelf(key, thread, voice, person) for voice in ("named", "handle", "author")),
        topic_shelf(key, thread, date(2026, 1, 5), person),
        topic_shelf(key, thread, date(2026, 1, 6), person),
    ]
    assert len(set(tags)) == len(tags)
    assert {len(tag) for tag in tags} == {32}
