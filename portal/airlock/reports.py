"""What releases of a group say, as reports of the declared cube: each family's word once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from portal.models import ContributionKind, Release
from portal.privacy.insights.declared import DIMENSIONS, NOT_TOLD, TIMES, Report
from portal.reference import periods, places, sectors, taxonomy
from portal.reference.tlp import Tlp

COUNTED: Final = (ContributionKind.FINDING.value, ContributionKind.AUDIT.value)
"""The kinds that say what was found at a supplier."""

OPEN: Final = "open"
UNDER_WAY: Final = "under_way"
REMEDIATED: Final = "remediated"
ADVANCE: Final = (OPEN, UNDER_WAY, REMEDIATED)
"""Codes of the dimension `remediation`, the least advanced first."""

_STATES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("remedy_delivered", "verified_with_workers", "closed"), REMEDIATED),
    **dict.fromkeys(("immediate_protection", "plan_agreed", "in_progress", "escalated"), UNDER_WAY),
}
_PROGRESS: Final[Mapping[str, str]] = {"all": REMEDIATED, "most": UNDER_WAY, "some": UNDER_WAY}
_GRADES: Final[Mapping[str, str]] = {
    "zero_tolerance": "4", "critical": "4", "major": "3", "minor": "2", "observation": "1",
    "good_practice": "1",
}  # fmt: skip
_SCHEMES: Final = frozenset(each.wider or each.code for each in taxonomy.AUDIT_SCHEMES)
_UNIT: Final = ("indicator", "region", "sector", "quarter")
"""What a family is counted once for, however many items say it."""


def is_counted(release: Release) -> bool:
    """The group's own copy of an anonymous finding or audit outcome that may be spoken of."""
    return (
        release.kind in COUNTED
        and release.bundle_id is None
        and not release.byline
        and not release.withdrawn
        and release.tlp != Tlp.RED
    )


def reports(rows: Iterable[tuple[Hashable, Release]]) -> tuple[Report, ...]:
    """The reports in which these families' releases result; what does not count is passed over.

    Of several items that say the same the gravest counts, with the least advanced remediation and
    the longest time; neither the order of the rows nor how many there are makes a difference.
    """
    said: dict[tuple[Hashable, ...], list[tuple[dict[str, str], str]]] = {}
    for family, release in rows:
        if is_counted(release):
            time = time_of(release.facets)
            for codes in codes_of(release.facets, release.kind, release.released_on):
                unit = (family, *(codes[name] for name in _UNIT))
                said.setdefault(unit, []).append((codes, time))
    return tuple(_report(unit[0], items) for unit, items in said.items())


def codes_of(facets: Mapping[str, Any], kind: str, released_on: date) -> list[dict[str, str]]:
    """Of each indicator that an item reports, a code for each of `DIMENSIONS`."""
    shared = {
        "region": _on_rung(places.path(facets["place"]), "subregion", places.place),
        "country": _on_rung(places.path(facets["place"]), "country", places.place),
        "sector": _on_rung(sectors.path(facets["sector"]), "division", sectors.sector),
        "quarter": periods.at(released_on, "quarter"),
        "severity": _severity(facets, kind),
        "remediation": remediation_of(facets, kind),
        "scheme": _scheme(facets.get("scheme")),
    }
    return [
        {name: (shared | {"indicator": each["code"]})[name] for name in DIMENSIONS}
        for each in facets["indicators"]
    ]


def remediation_of(facets: Mapping[str, Any], kind: str) -> str:
    """How far remediation has come, as one of `ADVANCE`."""
    if kind == ContributionKind.AUDIT:
        return _PROGRESS.get(facets.get("cap_progress") or "", OPEN)
    return _STATES.get(facets.get("remediation") or "", OPEN)


def time_of(facets: Mapping[str, Any]) -> str:
    """A code of `TIMES`, or "" where the item does not say how long remedy took."""
    told = facets.get("remedied_in") or ""
    return told if told in TIMES else ""


def _report(family: Hashable, items: Sequence[tuple[dict[str, str], str]]) -> Report:
    gravest = max((codes for codes, _ in items), key=_gravity)
    remediation = min((codes["remediation"] for codes, _ in items), key=ADVANCE.index)
    known = [time for _, time in items if time] if remediation == REMEDIATED else []
    return Report(
        family, gravest | {"remediation": remediation}, max(known, key=TIMES.index, default="")
    )


def _gravity(codes: Mapping[str, str]) -> tuple[str, ...]:
    """Gravest last; what was not told sorts before what was. Ties fall alike in any order."""
    told = ("severity", "country", "scheme")
    return tuple("" if codes[name] == NOT_TOLD else codes[name] for name in told)


def _on_rung(path: Sequence[str], wanted: str, row_of: Any) -> str:
    return next((code for code in path if row_of(code).rung == wanted), NOT_TOLD)


def _severity(facets: Mapping[str, Any], kind: str) -> str:
    if kind == ContributionKind.AUDIT:
        return _GRADES.get(facets.get("grade") or "", NOT_TOLD)
    rated = [value for value in (facets.get("severity") or {}).values() if value is not None]
    return str(max(rated)) if rated else NOT_TOLD


def _scheme(code: str | None) -> str:
    """Its kind; "audited" where no more is told."""
    if not code or code == taxonomy.ANY:
        return NOT_TOLD
    path = taxonomy.path("scheme", code)
    return next((each for each in path if each in _SCHEMES), NOT_TOLD)
