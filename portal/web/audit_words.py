"""The codes of audits and corrective actions as words and tones, for the pages of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext

from portal.audit_lists.outcome import Outcome
from portal.reference import audits, taxonomy

TONES: Final[Mapping[str, str]] = {
    "zero_tolerance": "bad",
    "critical": "bad",
    "major": "warn",
    "good_practice": "good",
    "plan_rejected": "bad",
    "verification_failed": "bad",
    "plan_accepted": "ok",
    "in_progress": "ok",
    "evidence_submitted": "warn",
    "plan_submitted": "warn",
    "verified_closed": "good",
    "closed_long_term": "good",
    "disputed": "warn",
}
"""Of severities and states; the others are neutral."""

ICONS: Final[Mapping[str, str]] = {
    "zero_tolerance": "exclamation-octagon",
    "critical": "exclamation-triangle",
    "major": "exclamation-circle",
    "minor": "dash-circle",
    "observation": "eye",
    "good_practice": "star",
    "open": "circle",
    "plan_submitted": "file-text",
    "plan_accepted": "check",
    "plan_rejected": "x-circle",
    "in_progress": "arrow-repeat",
    "evidence_submitted": "inbox",
    "verified_closed": "check-circle",
    "verification_failed": "x-octagon",
    "disputed": "chat-left-text",
    "closed_long_term": "people",
}


def audit_word(of: str, code: str) -> str:
    """A code of `reference.audits.LISTS`, or of a `scheme`; what was not said is empty."""
    if not code:
        return gettext("Not graded") if of == "severity" else ""
    if of == "scheme":
        return gettext(taxonomy.choice("scheme", code).label)
    return gettext(audits.choice(of, code).label)


def scheme_name(outcome: Outcome) -> str:
    """The scheme of an audit, by the name that was typed where it is not on the list."""
    return outcome.scheme_name or audit_word("scheme", outcome.scheme)


def audit_choices(of: str) -> list[tuple[str, str]]:
    """A list as codes and words."""
    if of == "scheme":
        return [(each.code, gettext(each.label)) for each in audits.SCHEMES]
    return [(each.code, gettext(each.label)) for each in audits.LISTS[of]]
