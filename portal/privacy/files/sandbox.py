"""Reads and rebuilds a file in a process of its own that has little memory, time and no network."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO, Any, Final

import portal
from portal.privacy.files import wire
from portal.privacy.files.limits import MIB, MOST_BYTES, MOST_OUTPUT, PATIENCE
from portal.privacy.files.report import (
    Box,
    FileKind,
    Rebuilt,
    Redaction,
    Report,
    Unacceptable,
    Why,
)

_COMMAND: Final = (sys.executable, "-P", "-s", "-m", "portal.privacy.files.worker")
_ENVIRONMENT: Final = {
    "PYTHONPATH": str(Path(portal.__file__).parents[1]),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "PYTHONHASHSEED": "0",  # the same input gives the same bytes
    "TZ": "UTC",
    "MALLOC_ARENA_MAX": "1",
}
_CHUNK: Final = 1 << 16

_MEDIA: Final = {
    FileKind.PDF: ("application/pdf", ".pdf", b"%PDF-"),
    FileKind.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        b"PK\x03\x04",
    ),
    FileKind.XLSX: (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
        b"PK\x03\x04",
    ),
    FileKind.CSV: ("text/csv; charset=utf-8", ".csv", b""),
    FileKind.TEXT: ("text/plain; charset=utf-8", ".txt", b""),
    FileKind.PNG: ("image/png", ".png", b"\x89PNG\r\n\x1a\n"),
    FileKind.JPEG: ("image/jpeg", ".jpg", b"\xff\xd8\xff"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """What a process answered, how many seconds it took, and the most that was resident (MiB)."""

    head: dict[str, Any]
    content: bytes
    seconds: float
    peak_mb: float


def inspect(content: bytes, name: str = "") -> Report:
    """What the file shows and hides; of `name` only the ending counts. Raise `Unacceptable`."""
    answer = run(wire.write_request("inspect", name, (), ()), content)
    try:
        return wire.read_report(answer.head.get("report"))
    except wire.Garbled as error:
        raise Unacceptable(Why.DAMAGED) from error


def rebuild(
    content: bytes, redactions: Sequence[Redaction], name: str = "", boxes: Sequence[Box] = ()
) -> Rebuilt:
    """A new file of what may leave; the same input gives the same bytes. Raise `Unacceptable`."""
    answer = run(wire.write_request("rebuild", name, redactions, boxes), content)
    try:
        kind = FileKind(str(answer.head.get("kind")))
        media_type, ending, magic = _MEDIA[kind]
    except (ValueError, KeyError) as error:
        raise Unacceptable(Why.NOT_CLEAN) from error
    if not answer.content.startswith(magic):
        raise Unacceptable(Why.NOT_CLEAN)
    return Rebuilt(answer.content, kind, media_type, ending)


def run(request: dict[str, Any], content: bytes) -> Run:
    """Let a fresh process do one task; raise `Unacceptable` for what it refuses or dies of."""
    if not content:
        raise Unacceptable(Why.EMPTY)
    if len(content) > MOST_BYTES:
        raise Unacceptable(Why.TOO_BIG, most=str(MOST_BYTES // MIB))
    started = monotonic()
    data = _converse(wire.pack(request, content), started + PATIENCE)
    seconds = monotonic() - started
    try:
        head, rest = wire.unpack(data)
        if "refused" in head:
            raise wire.read_refusal(head["refused"], head.get("values"))
        return Run(head, rest, seconds, int(head.get("peak_kb", 0)) / 1024)
    except (wire.Garbled, TypeError, ValueError) as error:
        # Killed by a limit, or crashed: neither leaves a whole answer.
        raise Unacceptable(Why.TOO_HEAVY) from error


def _converse(request: bytes, deadline: float) -> bytes:
    process = subprocess.Popen(  # noqa: S603  # our own command
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback could quote the file
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    feeder = Thread(target=_feed, args=(process.stdin, request), daemon=True)
    feeder.start()
    try:
        return _listen(process.stdout, deadline)
    finally:
        process.kill()
        process.wait()
        feeder.join()
        process.stdout.close()


def _feed(pipe: IO[bytes], request: bytes) -> None:
    with suppress(BrokenPipeError):
        pipe.write(request)
    with suppress(BrokenPipeError):
        pipe.close()


def _listen(pipe: IO[bytes], deadline: float) -> bytes:
    """All that comes until the end, the deadline or the cap; what is cut off is garbled."""
    received = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - monotonic()) > 0 and selector.select(left):
            chunk = os.read(pipe.fileno(), _CHUNK)
            if not chunk:
                return bytes(received)
            received += chunk
            if len(received) > MOST_OUTPUT:
                break
    return b""
