"""What a list of audits or actions is asked for: read from an address, written to one, as chips."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from portal.audit_records.listing import NEVER, UNGRADED, Asked
from portal.core.text import tidy
from portal.db.pages import Edge
from portal.reference import audits
from portal.web.audit_words import audit_choices, audit_word

LONGEST: Final = 200

Option = dict[str, Any]


def read_asked(given: MultiDict[str, str]) -> dict[str, Any]:
    """The fields of `Asked`; what is not known is ignored."""
    return {
        "words": tidy(given.get("q"))[:LONGEST],
        "supplier": given.get("supplier", type=UUID),
        "severity": read_code(
            given, "severity", {UNGRADED, *(each.code for each in audits.SEVERITIES)}
        ),
        "scheme": read_code(given, "scheme", {each.code for each in audits.SCHEMES}),
    }


def read_code(given: MultiDict[str, str], name: str, codes: set[str]) -> str:
    code = given.get(name, "")
    return code if code in codes else ""


def read_edge(given: MultiDict[str, str]) -> Edge | None:
    """The edge of an address: `after` or `before` a row and its day."""
    for name, backward in (("after", False), ("before", True)):
        day, _, row = given.get(name, "").partition("~")
        try:
            return Edge(date.fromisoformat(day) if day else NEVER, UUID(row), backward)
        except ValueError:
            continue
    return None


def query_of(asked: Asked, edge: Edge | None = None) -> dict[str, Any]:
    """The address's query; what is not chosen is left out."""
    query = {
        "q": asked.words,
        "supplier": str(asked.supplier or ""),
        "severity": asked.severity,
        "scheme": asked.scheme,
    }
    if edge is not None:
        day = "" if edge.day is NEVER else edge.day.isoformat()
        query["before" if edge.backward else "after"] = f"{day}~{edge.id}"
    return {name: value for name, value in query.items() if value}


def chosen(asked: Asked, supplier: str) -> list[tuple[str, dict[str, Any]]]:
    """Each chosen filter in words, with the fields that take it away."""
    found: list[tuple[str, dict[str, Any]]] = [
        (f"“{asked.words}”" if asked.words else "", {"words": ""}),
        (supplier, {"supplier": None}),
        (severity_word(asked.severity) if asked.severity else "", {"severity": ""}),
        (audit_word("scheme", asked.scheme), {"scheme": ""}),
    ]
    return [each for each in found if each[0]]


def severity_word(code: str) -> str:
    return audit_word("severity", "" if code == UNGRADED else code)


def offered(asked: Asked) -> dict[str, list[Option]]:
    """The choices of severity and scheme."""
    severities = [*audit_choices("severity"), (UNGRADED, gettext("Not graded"))]
    return {
        "severity": options(severities, asked.severity),
        "scheme": options(audit_choices("scheme"), asked.scheme),
    }


def options(listed: list[tuple[str, str]], code: str) -> list[Option]:
    """Choices of a filter, as the template's macro wants them."""
    return [{"value": value, "label": label, "chosen": value == code} for value, label in listed]
