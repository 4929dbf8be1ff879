"""The portal's secrets: one file outside the database, one derived key for each purpose."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.public import PrivateKey

DEMO_ROOT = hashlib.sha256(b"common ground demo: not a secret").digest()


class MissingKeys(Exception):
    """The portal was started without keys of its own outside demo mode."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """Everything derived from the root key. `repr` shows nothing.

    `root` is 32 bytes; `custodians` are three X25519 public keys of 32 bytes each, whose private
    halves are held by the custodians and not by the portal.
    """

    root: bytes
    custodians: tuple[bytes, bytes, bytes]

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose, by HKDF-SHA256 (RFC 5869)."""
        return HKDF(SHA256(), 32, None, purpose.encode()).derive(self.root)

    def tag(self, purpose: str, value: str) -> bytes:
        """A 32-byte keyed name of `value` that means nothing without the root key."""
        return hmac.digest(self.derive(purpose), value.encode(), "sha256")


def load(path: Path | None, *, demo: bool) -> Keys:
    """Read the key file, or in demo mode make one up; raise `MissingKeys` otherwise."""
    if path is not None and path.exists():
        return _parse(path.read_text())
    if demo:
        return Keys(DEMO_ROOT, _demo_custodians())
    raise MissingKeys("PORTAL_KEYS_FILE names no file; make one with `portal keys FILE`")


def refuse_defaults(keys: Keys) -> None:
    """Raise `MissingKeys` when the keys are those that everybody can read in this file."""
    if hmac.compare_digest(keys.root, DEMO_ROOT):
        raise MissingKeys("the key file holds the demo keys; make your own with `portal keys FILE`")


def generate(folder: Path) -> Path:
    """Write a new key file and three custodian key files (mode 0600); never overwrites."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    privates = [PrivateKey.generate() for _ in range(3)]
    custodians = [bytes(private.public_key).hex() for private in privates]
    main = folder / "portal-keys.json"
    _write_new(main, json.dumps({"root": secrets.token_hex(32), "custodians": custodians}))
    for number, private in enumerate(privates, 1):
        _write_new(folder / f"custodian-{number}.key", bytes(private).hex())
    return main


def demo_custodian(number: int) -> PrivateKey:
    """The private key of demo custodian 0, 1 or 2, for the unsealing drill."""
    return PrivateKey(hashlib.sha256(DEMO_ROOT + bytes([number])).digest())


def _demo_custodians() -> tuple[bytes, bytes, bytes]:
    first, second, third = (bytes(demo_custodian(n).public_key) for n in range(3))
    return first, second, third


def _parse(text: str) -> Keys:
    raw = json.loads(text)
    first, second, third = (bytes.fromhex(key) for key in raw["custodians"])
    root = bytes.fromhex(raw["root"])
    if len(root) < 32:
        raise MissingKeys("the root key has fewer than 32 bytes")
    return Keys(root, (first, second, third))


def _write_new(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
