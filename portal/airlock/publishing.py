"""The rows that others read: the group's copy of a candidate, and the outsiders' copy of that."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func

from portal.airlock.kinds import FACTS, KINDS, fact, sections_of
from portal.airlock.telling import ANY
from portal.models import Batch, Bundle, Candidate, Release
from portal.privacy.diversity import homogeneous
from portal.reference import indicators, periods, places, products, sectors, taxonomy

SEVERITY: Final = ("scale", "scope", "irremediability")


def inside(candidate: Candidate, batch: Batch, on: date, edition: int = 1) -> dict[str, Any]:
    """Values of the group's copy: everything that the candidate says, under its id.

    A practice begins a lineage of its own unless it is an edition of another.
    """
    editable = KINDS[candidate.kind].takes_name
    return {
        "id": candidate.id,
        "association_id": candidate.association_id,
        "group_id": candidate.group_id,
        "batch_id": batch.id,
        "released_on": on,
        "kind": candidate.kind,
        "audience": candidate.audience,
        "tlp": candidate.tlp,
        "byline": candidate.byline,
        "lineage_id": (candidate.lineage_id or candidate.id) if editable else None,
        "edition": edition,
        **_told(candidate.kind, candidate.title, candidate.narrative, candidate.facets),
    }


def outside(release: Release, bundle: Bundle, id: UUID, various: Collection[str]) -> dict[str, Any]:
    """Values of the outsiders' copy: the bundle's facets, and of the item's own only `various`."""
    shared = {
        "place": bundle.place,
        "period": _shown(bundle.period),
        "sector": bundle.sector,
        "product": _shown(bundle.product),
    }
    own: dict[str, Any] = {
        name: release.facets.get(name) if name in various else None
        for name in KINDS[release.kind].sensitive
        if name not in {"indicators", *SEVERITY}
    }
    own["indicators"] = release.facets["indicators"] if "indicators" in various else []
    if KINDS[release.kind].is_rated:
        rated = release.facets.get("severity") or {}
        own["severity"] = {name: rated.get(name) if name in various else None for name in SEVERITY}
    return {
        "id": id,
        "association_id": release.association_id,
        "group_id": release.group_id,
        "bundle_id": bundle.id,
        "released_on": bundle.frozen_on,
        "kind": release.kind,
        "audience": release.audience,
        "tlp": release.tlp,
        **_told(release.kind, release.title, release.narrative, shared | own),
    }


def various(rows: Iterable[tuple[Hashable, Mapping[str, Any]]]) -> frozenset[str]:
    """Of families and their items' facets: which sensitive facets a bundle may show beside them."""
    known = list(rows)
    names = {name for kind in KINDS.values() for name in kind.sensitive}
    said = {name: [(who, _values(facets, name)) for who, facets in known] for name in names}
    return frozenset(name for name, values in said.items() if not homogeneous(values))


def _values(facets: Mapping[str, Any], name: str) -> set[str]:
    """What an item says in a sensitive facet; nothing where it was never said."""
    if name == "indicators":
        return {each["code"] for each in facets["indicators"]}
    value = (facets.get("severity") or {}).get(name) if name in SEVERITY else facets.get(name)
    return {str(value)} if value else set()


def _told(kind: str, title: str, narrative: str, facets: Mapping[str, Any]) -> dict[str, Any]:
    """Text and facets, and what readers find them by."""
    place_path, sector_path = places.path(facets["place"]), sectors.path(facets["sector"])
    period = facets.get("period")
    words = [title, *(each.text for each in sections_of(kind, narrative))]
    words += _words(facets, place_path, sector_path)
    return {
        "position": uuid4(),
        "title": title,
        "narrative": narrative,
        "facets": facets,
        "indicators": [each["code"] for each in facets["indicators"]],
        "place_path": list(place_path),
        "sector_path": list(sector_path),
        "period_path": list(periods.path(period)) if period else [],
        "status": facets.get("remediation") or "",
        "withdrawn": False,
        "search": func.to_tsvector("english", "\n".join(words)),
    }


def _words(
    facets: Mapping[str, Any], place_path: Sequence[str], sector_path: Sequence[str]
) -> list[str]:
    """What a reader may type to find it: the shown facets and what lies above them, in English."""
    found = [places.place(code).name for code in place_path if code != places.WORLD]
    found += [sectors.sector(code).name for code in sector_path if code != sectors.ANY]
    found += [indicators.indicator(each["code"]).name for each in facets["indicators"]]
    found += [fact(name, facets[name]).label for name in FACTS if facets.get(name)]
    if facets.get("scheme"):
        found.append(taxonomy.choice("scheme", facets["scheme"]).label)
    if facets.get("product"):
        found.append(products.label(facets["product"]))
    if facets.get("period"):
        found.append(periods.label(facets["period"]))
    if facets.get("origin"):
        found.append(places.place(facets["origin"]).name)
    return found


def _shown(code: str) -> str | None:
    return None if code == ANY else code
