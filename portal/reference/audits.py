"""What an audit can say: neutral severities, the crosswalk of every scheme, steps of an action."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from portal.core.text import fold
from portal.reference import taxonomy
from portal.reference.documents import document
from portal.reference.taxonomy import Choice


@dataclass(frozen=True, slots=True)
class Value:
    """`value` is the scheme's own word; `severity` the neutral one beside it, "" where it has none.

    A result is the word for a whole audit, a finding the word for one thing found.
    """

    value: str
    severity: str
    collaborative: bool = False
    is_result: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """`code` is one of `taxonomy.AUDIT_SCHEMES`; `label` and `description` are message ids.

    `is_free` says that the scheme has no words of its own: neutral names stand in for them.
    """

    code: str
    label: str
    description: str
    source: str
    check: str | None
    is_free: bool
    values: tuple[Value, ...]


def _choices(key: str) -> tuple[Choice, ...]:
    rows = document("audits")[key]
    return tuple(Choice(row["code"], row["label"], row["description"]) for row in rows)


SEVERITIES: Final = _choices("severities")
"""The gravest first."""

CAP_STATES: Final = _choices("cap_states")
CAP_PROGRESS: Final = _choices("cap_progress")
ANNOUNCEMENTS: Final = _choices("announcements")
PURPOSES: Final = _choices("purposes")
MODES: Final = _choices("modes")
VERIFICATIONS: Final = _choices("verifications")

CLOSED: Final = frozenset({"verified_closed", "closed_long_term"})
"""States in which nothing is waited for, so nothing is overdue."""

LISTS: Final[dict[str, tuple[Choice, ...]]] = {
    "severity": SEVERITIES,
    "cap_state": CAP_STATES,
    "cap_progress": CAP_PROGRESS,
    "announcement": ANNOUNCEMENTS,
    "purpose": PURPOSES,
    "mode": MODES,
    "verification": VERIFICATIONS,
}


def _values(rows: list[dict[str, Any]], *, is_result: bool) -> tuple[Value, ...]:
    return tuple(
        Value(
            value=row["value"],
            severity=row["severity"],
            collaborative=row.get("collaborative", False),
            is_result=is_result,
            aliases=tuple(row.get("aliases", ())),
        )
        for row in rows
    )


def _scheme(row: dict[str, Any]) -> Scheme:
    return Scheme(
        code=row["code"],
        label=taxonomy.choice("scheme", row["code"]).label,
        description=row["description"],
        source=row["source"],
        check=row["check"],
        is_free=row.get("free", False),
        values=_values(row["findings"], is_result=False) + _values(row["results"], is_result=True),
    )


SCHEMES: Final = tuple(_scheme(row) for row in document("audits")["schemes"])
_BY_CODE: Final = {each.code: each for each in SCHEMES}
_STEPS: Final[dict[str, dict[str, Any]]] = {
    row["code"]: row for row in document("audits")["cap_states"]
}
_FILLER: Final = re.compile(r"\b(?:non ?(?:conformity|conformities|compliance|conformance)|nc)\b")


def choice(list_name: str, code: str) -> Choice:
    """One choice of a list of LISTS; KeyError for an unknown list or code."""
    return {each.code: each for each in LISTS[list_name]}[code]


def scheme(code: str) -> Scheme:
    """The values of a scheme; KeyError for a code that no audit can have."""
    return _BY_CODE[code]


def values_of(code: str) -> tuple[str, ...]:
    """A scheme's own words for findings, then for whole audits; nothing for an unknown scheme."""
    found = _BY_CODE.get(code)
    return tuple(dict.fromkeys(each.value for each in found.values)) if found else ()


def severity_of(code: str, value: str) -> str:
    """The neutral severity beside a scheme's own word; "" where it has none or is unknown.

    Upper case, hyphens and a word like "non-conformity" behind it make no difference.
    """
    found = _CROSSWALK.get(code, {}).get(_comparable(value))
    return found.severity if found else ""


def is_collaborative(code: str, value: str) -> bool:
    """Does the scheme's own word say that it takes more than the supplier?"""
    found = _CROSSWALK.get(code, {}).get(_comparable(value))
    return found is not None and found.collaborative


def worst(severities: list[str]) -> str:
    """The gravest of neutral severities; "" where there is none."""
    ranked = [each.code for each in SEVERITIES if each.code in severities]
    return ranked[0] if ranked else ""


def next_states(state: str, *, collaborative: bool = True) -> tuple[str, ...]:
    """The states that may follow; () for an unknown state.

    Only what is collaborative may be closed for the long term.
    """
    following: list[str] = _STEPS.get(state, {"next": []})["next"]
    return tuple(
        each
        for each in following
        if collaborative or not _STEPS[each].get("collaborative_only", False)
    )


def _comparable(word: str) -> str:
    """Folded, without the noun that every scheme writes or leaves out."""
    folded = fold(word)
    return " ".join(_FILLER.sub(" ", folded).split()) or folded


def _crosswalk(of: Scheme) -> dict[str, Value]:
    known: dict[str, Value] = {}
    for value in of.values:
        for word in (value.value, *value.aliases):
            known.setdefault(_comparable(word), value)
    return known


_CROSSWALK: Final = {each.code: _crosswalk(each) for each in SCHEMES}
