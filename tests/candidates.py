"""Candidates as a submission makes them, and footprints that let them pass the gate."""

from __future__ import annotations

from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from portal.airlock.sealing import outside_id
from portal.core.clock import now, week_of
from portal.db.encrypted import vault
from portal.models import Candidate, FootprintCell, Seal
from portal.privacy import footprint, sealing
from portal.privacy.gate import TOO_FEW
from portal.reference import places, sectors
from tests.world import MEMBERS, World

PLACE = "BD"
SECTOR = "1410"
FACETS: dict[str, Any] = {
    "place": PLACE,
    "sector": SECTOR,
    "product": "hs4:6109",
    "period": "2026-Q3",
    "headcount_band": "250-999",
    "tier": "tier1",
    "origin": None,
    "indicators": [
        {"code": "debt_bondage", "strength": "strong"},
        {"code": "retention_of_identity_documents", "strength": "medium"},
    ],
    "severity": {"scale": 3, "scope": 2, "irremediability": None},
    "confidence": "b2",
    "remediation": "in_progress",
}
DECISIONS: dict[str, Any] = {
    "hits": [
        {
            "kind": "supplier",
            "tier": 3,
            "choice": "replace",
            "reason": None,
            "shown": "the supplier",
        },
        {"kind": "count", "tier": 1, "choice": "keep", "reason": "Said in public.", "shown": None},
    ]
}
GATE: dict[str, Any] = {
    "passed": True,
    "changes": [
        {"name": "place", "before_rung": "subdivision", "after": PLACE, "reason": TOO_FEW},
    ],
}
NARRATIVE = "Workers at the supplier paid fees to agents. The supplier keeps passports in a safe."

_DRAW = text("select guard.draw_exclusions(:candidate, :group, :needed)")


def candidate(
    world: World, author: str = "writer@alfa", *, coordinators: int = 2, **fields: Any
) -> UUID:
    """What a submission leaves behind; `coordinators` must remain, the others may be decoys.

    `state` and `goes_alone` come later: no author can submit what is approved already.
    """
    item = uuid4()
    later = {name: fields.pop(name) for name in ("state", "goes_alone") if name in fields}
    with world.transaction(author, write=True) as session:
        given = {
            "association_id": world.association_id,
            "group_id": world.group_id,
            "kind": "finding",
            "state": "in_review",
            "week": week_of(now()),
            "position": uuid4(),
            "audience": "group",
            "tlp": "TLP:AMBER",
            "title": f"Fees taken before departure {item.hex[:6]}",
            "narrative": NARRATIVE,
            "facets": FACETS,
            "decisions": DECISIONS,
            "gate": GATE,
            "goes_alone": False,
            "version": 1,
        }
        session.add(Candidate(id=item, **(given | fields)))
        family = session.scalar(text("select guard.current_family()"))
        keys = world.site.keys
        session.add_all(
            Seal(
                subject_id=each,
                owner_tag=sealing.owner_tag(vault(session).tenant_key(), each),
                custodian_box=sealing.seal_for_custodians(keys.custodians, author.encode()),
                family_box=sealing.seal_family(keys.derive("steward"), family, subject=each),
            )
            for each in (item, outside_id(keys, item))
        )
        session.flush()
        drawn = {"candidate": item, "group": world.group_id, "needed": coordinators}
        assert session.scalar(_DRAW, drawn), "too few coordinators remain"
    for name, value in later.items():
        world.sql(f"update candidates set {name} = :value where id = :id", value=value, id=item)
    return item


def source(world: World, *organizations: str, place: str = PLACE, sector: str = SECTOR) -> None:
    """Let these member organizations (all, if none is named) source from a place and sector."""
    path = footprint.path(
        world.site.keys.derive("footprint"), places.path(place), sectors.path(sector)
    )
    for name in organizations or MEMBERS:
        with world.transaction(f"writer@{name}", write=True) as session:
            # Several sites of its own for each: the group asks for one supplier.
            session.add(
                FootprintCell(
                    organization_id=world.organizations[name],
                    path=list(path),
                    sites=[randbelow(footprint.SITE_VALUES) for _ in range(4)],
                )
            )


def as_author(session: Any, *candidates: UUID) -> None:
    """Let the transaction act as the author of these, as one's own workspace does."""
    key = vault(session).tenant_key()
    tags = ",".join(sealing.owner_tag(key, item).hex() for item in candidates)
    session.execute(text("select set_config('portal.owner_tags', :tags, true)"), {"tags": tags})
