"""Reads and rebuilds a file in a process of its own that has little memory, time and no network."""

from __future__ import annotations

from collections.abc import Sequence

from portal.privacy.files.report import Box, Rebuilt, Redaction, Report


def inspect(content: bytes, name: str = "") -> Report:
    """What the file shows and hides; of `name` only the ending counts. Raise `Unacceptable`."""
    raise NotImplementedError


def rebuild(
    content: bytes, redactions: Sequence[Redaction], name: str = "", boxes: Sequence[Box] = ()
) -> Rebuilt:
    """A new file of what may leave; the same input gives the same bytes. Raise `Unacceptable`."""
    raise NotImplementedError
