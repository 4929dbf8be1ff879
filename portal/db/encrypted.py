"""Workspace text as ciphertext: a key per record, wrapped by the tenant's, wrapped by one outside.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce in front of each ciphertext. The name of
the table, the column and the row's id are associated data: a ciphertext moved elsewhere does not
open. Destroying `organization_keys.wrapped` makes all that a tenant wrote unreadable.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text
from sqlalchemy.orm import Session

NONCE = 12
_LENGTH = 8
_SMALLEST_STEP = 4096


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Encrypt under a 32-byte key; `place` says where the ciphertext belongs."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Decrypt what `seal` made; raises `cryptography.exceptions.InvalidTag` if it was moved."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())


def seal_json(key: bytes, content: Any, place: str, *, block: int = 1) -> bytes:
    """Encrypt a JSON value for `place` (`table.column/row id`), filled up to whole blocks.

    Where a length could tell something, a block hides it: white space behind JSON is ignored.
    """
    plain = json.dumps(content).encode()
    return seal(key, plain + b" " * (-len(plain) % block), place)


def open_json(key: bytes, sealed: bytes, place: str) -> Any:
    """The JSON value that `seal_json` sealed."""
    return json.loads(unseal(key, sealed, place))


def seal_file(key: bytes, content: bytes, name: str) -> bytes:
    """Encrypt a file for the object of this name, filled up so that its length says little.

    The length is rounded up to 8 steps for each power of two (at most 12.5 % more).
    """
    plain = len(content).to_bytes(_LENGTH, "big") + content
    step = max(_SMALLEST_STEP, 1 << max(0, len(plain).bit_length() - 4))
    return seal(key, plain + bytes(-len(plain) % step), f"objects/{name}")


def open_file(key: bytes, sealed: bytes, name: str) -> bytes:
    """The file that `seal_file` sealed."""
    plain = unseal(key, sealed, f"objects/{name}")
    return plain[_LENGTH : _LENGTH + int.from_bytes(plain[:_LENGTH], "big")]


@dataclass(slots=True)
class Vault:
    """Seals and opens the acting tenant's records inside one transaction."""

    session: Session
    key_encryption_key: bytes
    _tenant_key: bytes | None = None

    def tenant_key(self) -> bytes:
        """32 bytes that belong to the acting organization; read once per transaction."""
        if self._tenant_key is None:
            row = self.session.execute(
                text("select organization_id, wrapped from organization_keys")
            ).one()
            self._tenant_key = unwrap(self.key_encryption_key, row.wrapped, row.organization_id)
        return self._tenant_key

    def new_record_key(self, place: str) -> bytes:
        """A fresh key for one record, wrapped by the tenant's."""
        return seal(self.tenant_key(), os.urandom(32), place)

    def record_key(self, wrapped: bytes, place: str) -> bytes:
        """The 32-byte key of a record, for its files."""
        return unseal(self.tenant_key(), wrapped, place)

    def seal(
        self, content: Any, place: str, *, wrapped: bytes | None = None, block: int = 1
    ) -> bytes:
        """Encrypt a JSON value as `seal_json` does, under the record's key or the tenant's."""
        return seal_json(self._key(place, wrapped), content, place, block=block)

    def open(self, sealed: bytes, place: str, *, wrapped: bytes | None = None) -> Any:
        """Decrypt the JSON value of `place`."""
        return open_json(self._key(place, wrapped), sealed, place)

    def _key(self, place: str, wrapped: bytes | None) -> bytes:
        return self.tenant_key() if wrapped is None else self.record_key(wrapped, place)


def vault(session: Session) -> Vault:
    """The vault of this transaction."""
    found = session.info["vault"]
    assert isinstance(found, Vault)
    return found


def new_tenant_key(key_encryption_key: bytes, organization_id: UUID) -> bytes:
    """A fresh tenant key, wrapped for its row in `organization_keys`."""
    return seal(key_encryption_key, os.urandom(32), f"organization_keys/{organization_id}")


def unwrap(key_encryption_key: bytes, wrapped: bytes, organization_id: UUID) -> bytes:
    """The tenant key itself."""
    return unseal(key_encryption_key, wrapped, f"organization_keys/{organization_id}")
