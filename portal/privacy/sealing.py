"""Seals: authorship for two of three custodians, the owner's tag, the family for the steward."""

import hmac
import os
from collections.abc import Sequence
from itertools import combinations
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl.bindings import crypto_box_SEALBYTES
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

CUSTODIANS: Final = 3
PADDED: Final = 512
_LENGTH: Final = 2
LONGEST_PAYLOAD: Final = PADDED - _LENGTH
_PAIRS: Final = tuple(combinations(range(CUSTODIANS), 2))
_DOUBLE_BOX: Final = PADDED + 2 * crypto_box_SEALBYTES
SEALED_LENGTH: Final = len(_PAIRS) * _DOUBLE_BOX

_NONCE: Final = 12
_FAMILY_DOMAIN: Final = b"common-ground/family/1"
_OWNER_DOMAIN: Final = b"common-ground/owner/1"
FAMILY_BOX_LENGTH: Final = _NONCE + 16 + 16  # nonce, UUID, GCM tag


class CannotOpen(Exception):
    """The key does not fit, or the box was changed or belongs to something else."""


def seal_for_custodians(public_keys: Sequence[bytes], payload: bytes) -> bytes:
    """A box of SEALED_LENGTH bytes that any two of three custodians open together.

    One double box (libsodium sealed box inside a sealed box) for each pair of custodians; the
    payload is padded first, so that the length says nothing. `public_keys`: three different
    X25519 keys of 32 bytes. ValueError for other keys or more than LONGEST_PAYLOAD bytes.
    """
    if len(public_keys) != CUSTODIANS or len(set(public_keys)) != CUSTODIANS:
        raise ValueError("authorship is sealed for exactly three different custodians")
    if len(payload) > LONGEST_PAYLOAD:
        raise ValueError(f"a sealed payload has at most {LONGEST_PAYLOAD} bytes")
    padded = (len(payload).to_bytes(_LENGTH, "big") + payload).ljust(PADDED, b"\0")
    boxes = [SealedBox(PublicKey(key)) for key in public_keys]
    return b"".join(boxes[outer].encrypt(boxes[inner].encrypt(padded)) for outer, inner in _PAIRS)


def open_with_two(box: bytes, one: tuple[int, bytes], other: tuple[int, bytes]) -> bytes:
    """The payload, given two custodians as (index among the three, private key of 32 bytes).

    ValueError if both are the same custodian or an index is not 0, 1 or 2; CannotOpen if a key
    does not fit or the box was changed.
    """
    (outer, outer_key), (inner, inner_key) = sorted((one, other), key=lambda each: each[0])
    if (outer, inner) not in _PAIRS:
        raise ValueError("it takes two different custodians of the three")
    if len(box) != SEALED_LENGTH:
        raise CannotOpen("a sealed authorship has another length")
    start = _PAIRS.index((outer, inner)) * _DOUBLE_BOX
    try:
        inside = SealedBox(PrivateKey(outer_key)).decrypt(box[start : start + _DOUBLE_BOX])
        padded = SealedBox(PrivateKey(inner_key)).decrypt(inside)
    except CryptoError as error:
        raise CannotOpen("a custodian's key does not fit this box") from error
    length = int.from_bytes(padded[:_LENGTH], "big")
    return padded[_LENGTH : _LENGTH + length]


def owner_tag(tenant_key: bytes, id: UUID) -> bytes:
    """32 bytes, HMAC-SHA256: by it the author's own workspace knows its candidate or release."""
    return hmac.digest(tenant_key, _OWNER_DOMAIN + id.bytes, "sha256")


def seal_family(steward_key: bytes, family_id: UUID, *, subject: UUID) -> bytes:
    """FAMILY_BOX_LENGTH bytes, AES-256-GCM (NIST SP 800-38D) with the subject as associated data.

    `steward_key` has 32 bytes and lasts one epoch; `subject` is the candidate or release, so that
    a box moved to another row does not open. Two boxes of one family look unrelated.
    """
    nonce = os.urandom(_NONCE)
    sealed = _steward(steward_key).encrypt(nonce, family_id.bytes, _about(subject))
    return nonce + sealed


def open_family(steward_key: bytes, box: bytes, *, subject: UUID) -> UUID:
    """The family; CannotOpen if key or subject do not fit or the box was changed."""
    if len(box) != FAMILY_BOX_LENGTH:
        raise CannotOpen("a family box has another length")
    try:
        plain = _steward(steward_key).decrypt(box[:_NONCE], box[_NONCE:], _about(subject))
    except InvalidTag as error:
        raise CannotOpen("key or subject do not fit this box") from error
    return UUID(bytes=plain)


def _steward(key: bytes) -> AESGCM:
    if len(key) != 32:
        raise ValueError("a steward key has 32 bytes")
    return AESGCM(key)


def _about(subject: UUID) -> bytes:
    return _FAMILY_DOMAIN + subject.bytes
