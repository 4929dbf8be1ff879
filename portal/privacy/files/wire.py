"""What goes between the portal and the process that reads files: a JSON head, then bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from portal.privacy.files.characters import clean
from portal.privacy.files.report import (
    Box,
    FileKind,
    Hidden,
    HiddenKind,
    LabelKind,
    Part,
    Redaction,
    Report,
    Unacceptable,
    Why,
)

_LENGTH: Final = 4  # bytes that say how long the head is
_LONGEST_VALUE: Final = 200
_MOST_HIDDEN: Final = 500  # more is more than an author would read


class Garbled(Exception):
    """The other side did not speak as agreed."""


def pack(head: Mapping[str, Any], content: bytes = b"") -> bytes:
    # Lone surrogates, which a PDF can have, travel escaped.
    encoded = json.dumps(head, ensure_ascii=True).encode("ascii")
    return len(encoded).to_bytes(_LENGTH, "big") + encoded + content


def unpack(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The head and what follows it; raise `Garbled`."""
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    if len(data) < _LENGTH or len(data) < end:
        raise Garbled("cut off")
    try:
        head = json.loads(data[_LENGTH:end])
    except ValueError as error:
        raise Garbled("no JSON") from error
    if not isinstance(head, dict):
        raise Garbled("no object")
    return head, data[end:]


def write_request(
    task: str, name: str, redactions: Sequence[Redaction], boxes: Sequence[Box]
) -> dict[str, Any]:
    return {
        "task": task,
        "name": name,
        "redactions": [[r.part_id, r.start, r.end, r.replacement] for r in redactions],
        "boxes": [[b.page, b.x, b.y, b.w, b.h] for b in boxes],
    }


def write_report(report: Report) -> dict[str, Any]:
    return {
        "kind": report.kind,
        "parts": [[p.id, p.label_kind, p.label, p.text] for p in report.parts],
        "hidden": [[h.kind, _line(h.where), _line(h.sample)] for h in report.hidden[:_MOST_HIDDEN]],
        "pages": report.pages,
        "needs_eyes": report.needs_eyes,
    }


def read_report(head: Any) -> Report:
    """The report that a process sent, each of its values checked; raise `Garbled`."""
    try:
        return Report(
            kind=FileKind(head["kind"]),
            parts=tuple(
                Part(str(id_), LabelKind(kind), str(label), str(text))
                for id_, kind, label, text in head["parts"]
            ),
            hidden=tuple(
                Hidden(HiddenKind(kind), _line(str(where)), _line(str(sample)))
                for kind, where, sample in head["hidden"]
            ),
            pages=int(head["pages"]),
            needs_eyes=bool(head["needs_eyes"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Garbled("no report") from error


def read_refusal(code: Any, values: Any) -> Unacceptable:
    """The refusal that a process sent; its words are never the process' own. Raise `Garbled`."""
    try:
        filled = {str(key): str(value)[:_LONGEST_VALUE] for key, value in dict(values).items()}
        return Unacceptable(Why(code), **filled)
    except (TypeError, ValueError) as error:
        raise Garbled("no refusal") from error


def _line(text: str) -> str:
    """One line without characters that could deceive: it is shown as it is."""
    return " ".join(clean(text[: 2 * _LONGEST_VALUE]).split())[:_LONGEST_VALUE]
