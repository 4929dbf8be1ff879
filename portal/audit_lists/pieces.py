"""A file that is kept in pieces, read as if it were whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Final

from typing_extensions import override

SIZE: Final = 1 << 18
"""Bytes of every piece but the last."""
KEPT: Final = 4


def cut(stream: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a stream, in order."""
    while piece := stream.read(SIZE):
        yield piece


class Pieces(io.RawIOBase):
    """Seekable; `fetch` answers the piece of a number, and few of them are held at a time."""

    def __init__(self, fetch: Callable[[int], bytes], size: int) -> None:
        super().__init__()
        self._fetch = lru_cache(KEPT)(fetch)
        self._size = size
        self._at = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("a negative place in a file")
        self._at = start + offset
        return self._at

    @override
    def tell(self) -> int:
        return self._at

    @override
    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # narrower than any buffer
        if self._at >= self._size:
            return 0
        number, inside = divmod(self._at, SIZE)
        found = self._fetch(number)[inside : inside + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)
