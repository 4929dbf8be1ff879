"""The process that reads one file: confined first, then one request, one answer, and the end."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, Protocol, cast

from portal.privacy.files import wire
from portal.privacy.files.confinement import confine
from portal.privacy.files.report import Box, FileKind, Redaction, Report, Unacceptable, Why


class Format(Protocol):
    """What each module for a kind of file offers."""

    def inspect(self, content: bytes, kind: FileKind) -> Report: ...

    def rebuild(
        self,
        content: bytes,
        kind: FileKind,
        redactions: Sequence[Redaction],
        boxes: Sequence[Box],
    ) -> tuple[bytes, FileKind]: ...


_FORMATS: Final = {
    FileKind.PDF: "pdf",
    FileKind.DOCX: "word",
    FileKind.XLSX: "workbooks",
    FileKind.CSV: "delimited",
    FileKind.TEXT: "plain",
    FileKind.PNG: "pictures",
    FileKind.JPEG: "pictures",
    FileKind.HEIC: "pictures",
}


def main() -> None:
    confine()
    try:
        head, content = wire.unpack(sys.stdin.buffer.read())
        answer, made = _carry_out(head, content)
    except Unacceptable as refusal:
        answer, made = {"refused": refusal.code, "values": refusal.values}, b""
    except (MemoryError, RecursionError):
        answer, made = {"refused": Why.TOO_HEAVY, "values": {}}, b""
    except Exception:  # noqa: BLE001  # whatever a parser says of a hostile file, it is no file
        answer, made = {"refused": Why.DAMAGED, "values": {}}, b""
    sys.stdout.buffer.write(wire.pack({**answer, "peak_kb": _peak()}, made))
    sys.stdout.buffer.flush()


def _carry_out(head: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    # Only the one parser that this file needs is ever loaded.
    kinds = import_module("portal.privacy.files.kinds")
    kind: FileKind = kinds.recognize(content, head["name"])
    module = cast("Format", import_module(f"portal.privacy.files.{_FORMATS[kind]}"))
    if head["task"] == "inspect":
        return {"report": wire.write_report(module.inspect(content, kind))}, b""
    redactions = [Redaction(*each) for each in head["redactions"]]
    boxes = [Box(*each) for each in head["boxes"]]
    made, made_kind = module.rebuild(content, kind, redactions, boxes)
    return {"kind": made_kind}, made


def _peak() -> int:
    """The most memory that was ever resident, in KiB (0 where the kernel does not say)."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  # pathlib costs
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


if __name__ == "__main__":
    main()
