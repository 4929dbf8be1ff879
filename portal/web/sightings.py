"""The words of answers to a release, and which answers each kind of release knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, lazy_gettext

from portal.models import ContributionKind, SightingKind

LABELS: Final[Mapping[str, LazyString]] = {
    SightingKind.SEEN: lazy_gettext("We see this too"),
    SightingKind.OTHERWISE: lazy_gettext("We see otherwise"),
    SightingKind.REMEDIATED: lazy_gettext("Remediated here"),
    SightingKind.ADOPTED: lazy_gettext("Adopted"),
    SightingKind.ADAPTED: lazy_gettext("Adapted"),
    SightingKind.REJECTED: lazy_gettext("Rejected"),
}
ICONS: Final[Mapping[str, str]] = {
    SightingKind.SEEN: "eye",
    SightingKind.OTHERWISE: "slash-circle",
    SightingKind.REMEDIATED: "bandaid",
    SightingKind.ADOPTED: "check-circle",
    SightingKind.ADAPTED: "sliders",
    SightingKind.REJECTED: "x-circle",
}
_EVENTS: Final = (SightingKind.SEEN, SightingKind.OTHERWISE, SightingKind.REMEDIATED)
_PRACTICE: Final = (SightingKind.ADOPTED, SightingKind.ADAPTED, SightingKind.REJECTED)


def kinds_of(release_kind: str) -> tuple[SightingKind, ...]:
    """The answers to a release of this kind, in the order in which they are offered."""
    return _PRACTICE if release_kind == ContributionKind.PRACTICE else _EVENTS


def has_notes(release_kind: str) -> bool:
    """Whether an answer may say what came of it."""
    return release_kind == ContributionKind.PRACTICE
