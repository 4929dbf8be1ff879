"""A practice and an audit outcome as people write them."""

from __future__ import annotations

from typing import Any, Final

from portal.airlock.kinds import BREAK
from tests.features.contributions import finding
from tests.pages import Visitor
from tests.world import World

PRACTICE: Final = {
    "title": "Receipts read together before departure",
    "problem": "Workers sign papers that nobody has read to them.",
    "approach": "Somebody who speaks their language reads every receipt aloud with them.",
    "steps": "Ask for all receipts.\nRead them aloud.\nWrite down what was paid.",
    "evidence": "Fewer complaints about fees than before.",
    "country": "001",
    "sector": "any",
    "cost": "low",
    "effort": "weeks",
    "requirement": "remediation",
    "indicator_debt_bondage": "medium",
    "audience": "group",
    "tlp": "TLP:AMBER",
}
AUDIT: Final = {
    "title": "Passports kept by the employer",
    "narrative": "Passports lay in a safe to which only the office had a key.",
    "country": "BD",
    "sector": "1410",
    "period": "2026-Q2",
    "scheme": "smeta",
    "grade": "critical",
    "cap_progress": "some",
    "announcement": "unannounced",
    "indicator_retention_of_identity_documents": "strong",
    "audience": "group",
    "tlp": "TLP:AMBER",
}
RELEASED: Final[dict[str, Any]] = {
    "kind": "practice",
    "title": PRACTICE["title"],
    "narrative": BREAK.join(
        PRACTICE[name] for name in ("problem", "approach", "steps", "evidence")
    ),
    "facets": {
        "place": "001",
        "sector": "any",
        "indicators": [{"code": "debt_bondage", "strength": "medium"}],
        "requirement": "remediation",
        "cost": "low",
        "effort": "weeks",
    },
}
"""A practice as its candidate says it."""


def ready(visitor: Visitor, world: World, kind: str, typed: dict[str, str]) -> str:
    """A draft of this kind that could be sent, everything found in it replaced."""
    new = {"group": str(world.group_id), "kind": kind}
    path = str(visitor.send(f"/contributions/new?kind={kind}", new).location)
    assert (
        finding.save(visitor, path, **(typed | {"group": str(world.group_id)})).status_code == 303
    )
    if not typed.get("named"):
        finding.save(visitor, path, do="gate")
        finding.save(visitor, path, do="accept")
    finding.decide_all(visitor, path)
    return path


def fields_of(world: World, who: str, path: str) -> dict[str, Any]:
    fields: dict[str, Any] = finding.sealed(world, who, path)["fields"]
    return fields


def offered(world: World, item: Any) -> None:
    """To every coordinator: a decoy would hide the candidate from the one who looks."""
    world.sql("delete from exclusions where candidate_id = :id", id=item)
