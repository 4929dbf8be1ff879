"""Explanations of answers to figures, sealed for coordinators: of one length, empty or not."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from portal.core.keys import Keys
from portal.db.encrypted import open_json, seal_json

BLOCK: Final = 12_288
"""A thousand characters fill no second block: JSON needs at most 12 bytes for each."""


def seal_explanation(known: Keys, group_id: UUID, text: str, place: str) -> bytes:
    """`place` is the row; a ciphertext that was moved elsewhere does not open."""
    return seal_json(_key(known, group_id), text, place, block=BLOCK)


def open_explanation(known: Keys, group_id: UUID, sealed: bytes, place: str) -> str:
    """`cryptography.exceptions.InvalidTag` if it was moved or changed."""
    return str(open_json(_key(known, group_id), sealed, place))


def _key(known: Keys, group_id: UUID) -> bytes:
    return known.derive(f"signals/{group_id}")
