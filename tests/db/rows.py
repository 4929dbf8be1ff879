"""A row in every table for one writer of a world, under the names by which URLs call them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine, insert
from sqlalchemy.dialects import postgresql

from portal.core.clock import now
from portal.core.tokens import fresh, hashed
from portal.db.base import Base
from portal.db.encrypted import vault
from portal.models import (
    Appointment,
    Batch,
    Bundle,
    BundleRound,
    Candidate,
    Event,
    Exclusion,
    Invitation,
    Release,
    Review,
    Seal,
    SealedMessage,
    Shredding,
    SignIn,
    Throttle,
    Ticket,
    Witness,
)
from portal.privacy.sealing import owner_tag
from tests.db.asked import ask
from tests.db.attached import file_rows
from tests.db.figures import figure_rows
from tests.db.gate_rows import gate_rows
from tests.db.talk import talk_rows
from tests.db.told import told_rows
from tests.db.workspace import write_workspace
from tests.world import World

MONDAY = date(2026, 1, 5)
FACETS: dict[str, Any] = {
    "place": "IN",
    "sector": "13",
    "product": None,
    "period": "2025",
    "headcount_band": None,
    "tier": None,
    "origin": None,
    "indicators": [],
    "severity": {"scale": 2, "scope": 2, "irremediability": None},
    "confidence": None,
    "remediation": "reported",
}
AUDIENCES = ("group", "group_and_observers", "association", "public")


def fill(
    world: World, who: str = "writer@alfa", *, group_id: UUID | None = None
) -> dict[str, UUID]:
    """Ids by URL parameter (the person is a custodian); beside the named release (audience group) one of every audience, anonymous and signed."""
    group = group_id or world.group_id
    named = ("contribution", "supplier", "import", "area", "audit", "cap_item", "audit_import")
    ids = {f"{name}_id": uuid4() for name in (*named, "view", "printout")}
    candidate, waiting, release = uuid4(), uuid4(), uuid4()
    with world.transaction(who, write=True) as session:
        write_workspace(session, world.site, world.people[who].id, ids, group)
        tags = [owner_tag(vault(session).tenant_key(), subject) for subject in (candidate, release)]
    ids |= {"candidate_id": candidate, "release_id": release, "group_id": group}
    ids |= _arranged(world, who, ids, dict(zip((candidate, release), tags, strict=True)), waiting)
    return ids | {"question_id": ask(world, who, ids, MONDAY)}


def _arranged(
    world: World, who: str, ids: Mapping[str, UUID], tags: Mapping[UUID, bytes], waiting: UUID
) -> dict[str, UUID]:
    """What only jobs, coordinators and the guard itself write: put there by the administrator."""
    person, candidate, release = world.people[who], ids["candidate_id"], ids["release_id"]
    organization = next(n for n, i in world.organizations.items() if i == person.organization_id)
    made = {
        n: uuid4() for n in ("batch_id", "invitation_id", "session_id", "event_id", "message_id")
    }
    made |= {name: uuid4() for name in ("thread_id", "post_id", "report_id", "insight_id")}
    place = {"association_id": world.association_id, "group_id": ids["group_id"]}
    text = {
        "kind": "finding",
        "tlp": "TLP:AMBER",
        "title": "A finding",
        "narrative": "It was seen.",
    }
    coordinator = world.people["coordinator1"].id
    colleague = world.people[f"reader@{organization}"].id
    rows: list[tuple[type[Base], dict[str, Any]]] = [
        (
            Batch,
            {
                "id": made["batch_id"],
                **place,
                "state": "released",
                "opened_on": MONDAY,
                "released_on": MONDAY,
            },
        ),
        (Candidate, _candidate(candidate, place, text)),
        (Candidate, _candidate(waiting, place, text) | {"state": "approved"}),
        (Exclusion, {"candidate_id": candidate, "person_id": world.people["coordinator2"].id}),
        (
            Review,
            {
                "id": uuid4(),
                "candidate_id": waiting,
                "group_id": place["group_id"],
                "week": MONDAY,
                "coordinator_id": coordinator,
                "candidate_version": 1,
                "verdict": "approve",
            },
        ),
        (
            SealedMessage,
            {
                "id": made["message_id"],
                "candidate_id": candidate,
                "week": MONDAY,
                "place": 1,
                "group_id": place["group_id"],
                "side": "coordination",
                "body": "Which year?",
            },
        ),
        (Shredding, {"subject_id": uuid4(), "week": MONDAY}),
        (
            Invitation,
            {
                "id": made["invitation_id"],
                "organization_id": person.organization_id,
                "email": f"{uuid4().hex}@people.example",
                "name": "New",
                "role": "reader",
                "token_hash": hashed(fresh()),
                "invited_by": person.id,
                "invited_at": now(),
                "expires_at": now().replace(year=2099),
            },
        ),
        (
            SignIn,
            {
                "id": made["session_id"],
                **_who(person),
                "token_hash": hashed(fresh()),
                "started_at": now(),
                "seen_at": now(),
                "idle_until": now().replace(year=2099),
                "expires_at": now().replace(year=2099),
            },
        ),
        *gate_rows(person.organization_id, world.families[organization], ids["group_id"]),
        (Throttle, {"email_tag": uuid4().bytes, "failures": 1, "locked_until": now()}),
        (
            Ticket,
            {"token_hash": hashed(fresh()), **_who(person), "expires_at": now().replace(year=2099)},
        ),
        (Event, _event(made["event_id"], "organization", person.organization_id, person.id)),
        (
            Event,
            _event(uuid4(), "organization", person.organization_id, person.id) | {"personal": True},
        ),
        (Event, _event(uuid4(), "group", ids["group_id"], coordinator)),
        *(
            (
                Seal,
                {
                    "subject_id": subject,
                    "owner_tag": tag,
                    "custodian_box": b"c",
                    "family_box": b"f",
                },
            )
            for subject, tag in tags.items()
        ),
        *(
            (
                Release,
                _release(release if audience == "group" else uuid4(), place, text)
                | {"batch_id": made["batch_id"], "audience": audience},
            )
            for audience in AUDIENCES
        ),
        *(
            (
                Release,
                _release(uuid4(), place, text)
                | {"batch_id": made["batch_id"], "audience": audience, "byline": "Alfa"},
            )
            for audience in AUDIENCES
        ),
        *(row for audience in AUDIENCES[1:] for row in _bundle(audience, place, text)),
        *file_rows(world.site, ids, ids["group_id"]),
        *told_rows(place, _who(person)),
        *talk_rows(made, place, MONDAY),
        *figure_rows(made["insight_id"], place, coordinator),
    ]
    engine = create_engine(world.site.admin_url_of_database)
    with engine.begin() as connection:
        held = {"id": uuid4(), **place, "held_on": MONDAY}
        connection.execute(postgresql.insert(BundleRound).values(held).on_conflict_do_nothing())
        for model, values in rows:
            connection.execute(insert(model).values(values))
        custodian = {"kind": "custodian", **place, **_who(world.people[f"reader@{organization}"])}
        connection.execute(
            postgresql.insert(Appointment).values(custodian).on_conflict_do_nothing()
        )
    engine.dispose()
    return made | {"person_id": colleague, "organization_id": person.organization_id}


def _who(person: Any) -> dict[str, UUID]:
    return {"organization_id": person.organization_id, "person_id": person.id}


def _candidate(id: UUID, place: Mapping[str, UUID], text: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": id,
        **place,
        **text,
        "state": "in_review",
        "week": MONDAY,
        "position": uuid4(),
        "audience": "group",
        "facets": FACETS,
        "decisions": {"hits": []},
        "gate": {"passed": True, "changes": []},
        "goes_alone": False,
        "version": 1,
    }


def _release(id: UUID, place: Mapping[str, UUID], text: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": id,
        **place,
        **text,
        "released_on": MONDAY,
        "position": uuid4(),
        "facets": FACETS,
        "indicators": [],
        "place_path": ["IN"],
        "sector_path": ["13"],
        "period_path": ["2025"],
        "status": "reported",
        "withdrawn": False,
    }


def _bundle(
    audience: str, place: Mapping[str, UUID], text: Mapping[str, str]
) -> list[tuple[type[Base], dict[str, Any]]]:
    """A frozen bundle of three rows by three families."""
    bundle, three = uuid4(), range(3)
    shown = {name: FACETS[name] for name in ("place", "period", "sector")}
    made = {
        "id": bundle,
        "group_id": place["group_id"],
        "frozen_on": MONDAY,
        "audience": audience,
        **shown,
        "product": "any",
        "k": 3,
        "size": 3,
    }
    row = {"bundle_id": bundle, "audience": audience, "facets": {**shown, "indicators": []}}
    return [
        (Bundle, made),
        *((Witness, {"bundle_id": bundle, "tag": uuid4().bytes}) for _ in three),
        *((Release, _release(uuid4(), place, text) | row) for _ in three),
    ]


def _event(id: UUID, chain: str, chain_id: UUID, actor_id: UUID) -> dict[str, Any]:
    """A line far down its chain: real lines begin at 1 and do not meet it."""
    return {
        "id": id,
        "chain": chain,
        "chain_id": chain_id,
        "place": 1_000_000 + uuid4().int % 1_000_000_000,
        "at": now(),
        "actor_id": actor_id,
        "personal": False,
        "kind": "group.changed",
        "subject_id": uuid4(),
        "facts": {},
        "seal": b"s",
    }
