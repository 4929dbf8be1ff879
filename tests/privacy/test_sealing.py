"""Two of three custodians open a seal; one alone, a stranger or a forger does not."""

from itertools import combinations, permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from portal.privacy import sealing
from portal.privacy.sealing import (
    CannotOpen,
    open_family,
    open_with_two,
    owner_tag,
    seal_family,
    seal_for_custodians,
)

PRIVATE = [bytes(PrivateKey(bytes([number]) * 32)) for number in (1, 2, 3)]
PUBLIC = [bytes(PrivateKey(key).public_key) for key in PRIVATE]
STRANGER = bytes(PrivateKey(bytes([9]) * 32))
STEWARD = bytes(range(32))


@settings(deadline=None)
@given(
    st.binary(max_size=sealing.LONGEST_PAYLOAD), st.sampled_from(list(permutations(range(3), 2)))
)
def test_any_two_custodians_in_any_order_open_what_was_sealed(
    payload: bytes, pair: tuple[int, int]
) -> None:
    box = seal_for_custodians(PUBLIC, payload)
    one, other = pair
    assert open_with_two(box, (one, PRIVATE[one]), (other, PRIVATE[other])) == payload


@settings(deadline=None)
@given(st.binary(max_size=sealing.LONGEST_PAYLOAD))
def test_every_box_has_one_length_and_no_two_are_alike(payload: bytes) -> None:
    boxes = {seal_for_custodians(PUBLIC, payload) for _ in range(2)}
    assert len(boxes) == 2
    assert {len(box) for box in boxes} == {sealing.SEALED_LENGTH}


@pytest.mark.parametrize(("one", "other"), list(permutations(range(3), 2)))
def test_one_key_alone_opens_nothing(one: int, other: int) -> None:
    box = seal_for_custodians(PUBLIC, b"author")
    for second in (PRIVATE[one], STRANGER):
        with pytest.raises(CannotOpen):
            open_with_two(box, (one, PRIVATE[one]), (other, second))


def test_one_custodian_twice_is_refused() -> None:
    box = seal_for_custodians(PUBLIC, b"author")
    with pytest.raises(ValueError, match="different"):
        open_with_two(box, (0, PRIVATE[0]), (0, PRIVATE[0]))
    with pytest.raises(ValueError, match="three"):
        open_with_two(box, (0, PRIVATE[0]), (3, PRIVATE[1]))


@pytest.mark.parametrize("pair", list(combinations(range(3), 2)))
def test_a_changed_box_does_not_open(pair: tuple[int, int]) -> None:
    box = bytes(byte ^ 1 for byte in seal_for_custodians(PUBLIC, b"author"))
    with pytest.raises(CannotOpen):
        open_with_two(box, *((index, PRIVATE[index]) for index in pair))
    with pytest.raises(CannotOpen):
        open_with_two(box[:-1], *((index, PRIVATE[index]) for index in pair))


def test_the_payload_is_not_in_the_box() -> None:
    assert b"author-of-this" not in seal_for_custodians(PUBLIC, b"author-of-this")


@pytest.mark.parametrize(
    "keys", [PUBLIC[:2], [*PUBLIC, PUBLIC[0]], [PUBLIC[0], PUBLIC[0], PUBLIC[1]]]
)
def test_other_than_three_different_custodians_are_refused(keys: list[bytes]) -> None:
    with pytest.raises(ValueError, match="three"):
        seal_for_custodians(keys, b"author")


def test_a_payload_that_would_show_by_its_length_is_refused() -> None:
    with pytest.raises(ValueError, match="510"):
        seal_for_custodians(PUBLIC, bytes(sealing.LONGEST_PAYLOAD + 1))


@given(st.uuids(), st.uuids(), st.binary(min_size=32, max_size=32))
def test_an_owner_tag_is_the_same_only_for_the_same_key_and_id(
    one: UUID, other: UUID, key: bytes
) -> None:
    assert len(owner_tag(key, one)) == 32
    assert (owner_tag(key, one) == owner_tag(key, other)) == (one == other)
    assert (owner_tag(key, one) == owner_tag(STEWARD, one)) == (key == STEWARD)


def test_ids_that_differ_in_one_bit_have_different_owner_tags() -> None:
    tags = {owner_tag(STEWARD, UUID(int=1 << bit)) for bit in range(128)}
    assert len(tags) == 128


@given(st.uuids(), st.uuids())
def test_a_family_comes_back_and_its_boxes_look_unrelated(family: UUID, subject: UUID) -> None:
    boxes = [seal_family(STEWARD, family, subject=subject) for _ in range(2)]
    assert [open_family(STEWARD, box, subject=subject) for box in boxes] == [family, family]
    assert boxes[0] != boxes[1]
    assert {len(box) for box in boxes} == {sealing.FAMILY_BOX_LENGTH}


def test_a_family_box_opens_only_for_its_own_subject_and_key() -> None:
    subject = uuid4()
    box = seal_family(STEWARD, uuid4(), subject=subject)
    with pytest.raises(CannotOpen):
        open_family(STEWARD, box, subject=uuid4())
    with pytest.raises(CannotOpen):
        open_family(bytes(32), box, subject=subject)
    with pytest.raises(CannotOpen):
        open_family(STEWARD, box[:-1], subject=subject)
    with pytest.raises(CannotOpen):
        open_family(STEWARD, box[:-1] + bytes([box[-1] ^ 1]), subject=subject)


def test_a_steward_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal_family(bytes(16), uuid4(), subject=uuid4())
