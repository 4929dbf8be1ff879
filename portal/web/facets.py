"""The codes of facets as words: for previews, the queue, the feed and its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import LazyString, get_locale, gettext, lazy_gettext

from portal.airlock.kinds import FACTS, fact
from portal.models import ContributionKind
from portal.reference import indicators, periods, places, products, sectors, taxonomy

LABELS: Final[Mapping[str, tuple[str, LazyString]]] = {
    "place": ("geo-alt", lazy_gettext("Place")),
    "sector": ("diagram-3", lazy_gettext("Sector")),
    "product": ("box-seam", lazy_gettext("Product")),
    "period": ("calendar3", lazy_gettext("Period")),
    "headcount_band": ("people", lazy_gettext("Workers")),
    "tier": ("layers", lazy_gettext("Supply-chain tier")),
    "scheme": ("clipboard-check", lazy_gettext("Audit scheme")),
    "origin": ("signpost-2", lazy_gettext("Workers' origin")),
    "confidence": ("patch-check", lazy_gettext("Source confidence")),
    "remediation": ("bandaid", lazy_gettext("Remediation")),
    "remedied_in": ("hourglass-split", lazy_gettext("Remedied in")),
    "grade": ("speedometer2", lazy_gettext("Gravest finding")),
    "cap_progress": ("list-check", lazy_gettext("Corrective actions")),
    "collaborative": ("people", lazy_gettext("Who must act")),
    "announcement": ("megaphone", lazy_gettext("Announcement")),
    "requirement": ("patch-check", lazy_gettext("Requirement")),
    "cost": ("cash-coin", lazy_gettext("Cost")),
    "effort": ("hourglass-split", lazy_gettext("Effort")),
}
"""Icon and label of each facet that has one code, in the order in which pages show them."""


WIDE: Final[Mapping[str, LazyString]] = {
    "place": lazy_gettext("Where it worked"),
    places.WORLD: lazy_gettext("Anywhere"),
    sectors.ANY: lazy_gettext("Any sector"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One facet in words."""

    name: str
    icon: str
    label: LazyString
    value: str
    shown: bool = True


def word(name: str, code: str | None) -> str:
    """The facet's code in the reader's language; what is not shown says so."""
    if not code or code == "any":
        return gettext("Not shown")
    if name in {"place", "origin"}:
        return gettext(places.place(code).name)
    if name == "sector":
        return gettext(sectors.sector(code).name)
    if name == "product":
        return gettext(products.label(code))
    if name == "period":
        return periods.label(code, str(get_locale()))
    if name == "indicator":
        return gettext(indicators.indicator(code).name)
    if name == "confidence":
        return _confidence(code)
    if name in FACTS:
        return gettext(fact(name, code).label)
    return gettext(taxonomy.choice(name, code).label)


def facts(facets: Mapping[str, Any], kind: str = "") -> tuple[Fact, ...]:
    """The facets that are known, in words; what was never said is left out.

    Of a practice `kind` lets the widest place and sector be told: they were meant, not hidden.
    """
    wide = WIDE if kind == ContributionKind.PRACTICE else {}
    return tuple(
        Fact(
            name,
            icon,
            wide.get(name, label),
            str(wide.get(facets[name]) or word(name, facets[name])),
            facets[name] in wide or facets[name] != "any",
        )
        for name, (icon, label) in LABELS.items()
        if facets.get(name)
    )


def _confidence(code: str) -> str:
    reliability = gettext(taxonomy.choice("source_reliability", code[0]).label)
    return f"{reliability} · {gettext(taxonomy.choice('information_credibility', code[1]).label)}"
