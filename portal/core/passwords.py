"""Passwords become proofs: argon2id (RFC 9106) here, SHA-256 of its output in the database."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from typing_extensions import override

from portal.core.keys import Keys

SHORTEST = 12
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Hashing:
    """The cost of one guess: memory in KiB, passes over it."""

    memory: int
    time: int

    @override
    def __str__(self) -> str:
        return f"argon2id$m={self.memory}$t={self.time}"

    @classmethod
    def parse(cls, written: str) -> Hashing:
        """Read what `str` wrote."""
        _, memory, time = written.split("$")
        return cls(int(memory.removeprefix("m=")), int(time.removeprefix("t=")))


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What the database keeps of a password: a 16-byte salt, a 32-byte proof, and the cost."""

    salt: bytes
    proof: bytes
    hashing: str


def email_tag(email: str, keys: Keys) -> bytes:
    """The keyed name of an account: case, spaces and Unicode form do not matter."""
    return keys.tag("email", unicodedata.normalize("NFKC", email).strip().casefold())


def raw(password: str, salt: bytes, keys: Keys, hashing: Hashing) -> bytes:
    """The 32-byte argon2id output; the password is peppered with a key outside the database."""
    peppered = hmac.digest(keys.derive("password"), password.encode(), "sha256")
    with _AT_ONCE:
        return hash_secret_raw(peppered, salt, hashing.time, hashing.memory, 1, 32, Type.ID)


def enroll(password: str, keys: Keys, hashing: Hashing) -> Secret:
    """Salt and proof of a new password."""
    salt = os.urandom(16)
    proof = hashlib.sha256(raw(password, salt, keys, hashing)).digest()
    return Secret(salt, proof, str(hashing))


def decoy_salt(tag: bytes, keys: Keys) -> bytes:
    """The salt that an unknown account answers with, so that both kinds cost the same work."""
    return keys.tag("decoy salt", tag.hex())[:16]
