"""Audits of two invented companies: several schemes, plans in every state, some of them late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import repeat
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.core.clock import now
from portal.db.encrypted import vault
from portal.facility_lists.facility import Facility
from portal.features.audits.service import add_audit
from portal.features.corrective_actions.service import VERIFIED, Move, advance_action
from portal.models import CapItem, Supplier
from portal.reference import audits
from portal.seeding import content
from portal.seeding.cast import Cast

DAYS: Final = {"grave": 30, "middle": 90, "light": 180, "seen": 270, "shared": 0}
"""From the audit until an action is due; what is shared has no day."""

USUAL: Final = ("open", "plan_submitted", "plan_accepted", "in_progress", "evidence_submitted")
SEEN: Final = ("plan_rejected", "verification_failed", "disputed", *USUAL, "verified_closed")
"""Every state that anybody can have, for the first actions: so that each is there to be seen."""

WALK: Final = ("plan_submitted", "plan_accepted", "in_progress", "evidence_submitted")

Supply = tuple[str, Facility]


def keep_audits(cast: Cast) -> None:
    """As the contributors of the two companies would by hand."""
    told = content.read("audits")
    people = {row["slug"]: row["people"] for row in content.organizations()}
    for row in told["organizations"]:
        writer = next(p for p in people[row["slug"]] if p["role"] == "contributor")
        with cast.acting(writer["email"]) as (session, actor):
            draw = Random(row["slug"])  # noqa: S311  # the same world every time
            made = outcomes(draw, told, _suppliers(session), row["audits"])
            added = [add_audit(session, actor, each) for each in made]
            _walk(session, actor, added[0])


def _suppliers(session: Session) -> list[Supply]:
    box = vault(session)
    rows = session.execute(select(Supplier.id, Supplier.sealed)).all()
    found = [
        (str(row.id), Facility.from_json(box.open(row.sealed, f"suppliers/{row.id}")))
        for row in rows
    ]
    return sorted(found, key=lambda each: each[1].name)


def outcomes(
    draw: Random, told: dict[str, Any], suppliers: Sequence[Supply], number: int
) -> Iterator[Outcome]:
    today, chosen = now().date(), draw.sample(suppliers, k=min(len(suppliers), number // 2 + 4))
    weights = [scheme["weight"] for scheme in told["schemes"]]
    shown = iter(SEEN)
    for count in range(number):
        scheme = told["schemes"][0] if not count else draw.choices(told["schemes"], weights)[0]
        supplier_id, facility = draw.choice(chosen)
        day = today - timedelta(days=45 if not count else draw.randrange(20, 640))
        picked = draw.sample(told["findings"], k=draw.randrange(2, 7))
        result = draw.choice(scheme["results"])
        yield Outcome(
            supplier=facility.name,
            supplier_id=supplier_id,
            country=facility.country,
            scheme=scheme["code"],
            reference=f"{scheme['code'][:2].upper()}-{draw.randrange(10**5, 10**6)}",
            value=result,
            audited_on=day,
            announcement=draw.choice([each.code for each in audits.ANNOUNCEMENTS]),
            purpose=draw.choice(("initial", "periodic", "full", "follow_up")),
            mode=draw.choice(("on_site", "on_site", "hybrid", "virtual")),
            findings=tuple(
                _finding(draw, told, scheme, (day, each), shown if count else repeat("open"))
                for each in picked
            ),
        )


def _finding(
    draw: Random,
    told: dict[str, Any],
    scheme: dict[str, Any],
    found: tuple[date, dict[str, Any]],
    shown: Iterator[str],
) -> AuditFinding:
    day, row = found
    value = scheme[row["gravity"]]
    shared = row["gravity"] == "shared"
    due = day + timedelta(days=DAYS[row["gravity"]]) if DAYS[row["gravity"]] else None
    return AuditFinding(
        issue=row["issue"],
        reference=row["reference"],
        indicators=tuple(row["indicators"]),
        value=value,
        severity=audits.severity_of(scheme["code"], value),
        collaborative=shared or audits.is_collaborative(scheme["code"], value),
        actions=tuple(
            _action(
                draw,
                told["evidence"],
                Action(text=text, owner=owner, due_on=due, state=next(shown, "")),
            )
            for text, owner in row["actions"]
        ),
    )


def _action(draw: Random, evidence: Sequence[str], planned: Action) -> Action:
    """With the state that was planned, or one that suits its day, and what goes with it."""
    state, due = planned.state, planned.due_on
    if not state and due is None:
        state = draw.choice(("open", "in_progress", "closed_long_term"))
    if not state:
        old = due is not None and due < now().date() - timedelta(days=10)
        state = "verified_closed" if old and draw.random() < 0.92 else draw.choice(USUAL)
    shows = state in {*VERIFIED, "evidence_submitted", "closed_long_term"}
    how = draw.choice([each.code for each in audits.VERIFICATIONS])
    return replace(
        planned,
        state=state,
        evidence=draw.choice(evidence) if shows else "",
        verification=how if state in VERIFIED else "",
    )


def _walk(session: Session, actor: Actor, audit_id: UUID) -> None:
    """Take the first action of an audit through its states, so that it has a history."""
    item = session.scalars(select(CapItem).where(CapItem.audit_id == audit_id)).first()
    if item is None:
        return
    for state in WALK:
        advance_action(session, actor, item, Move(state, item.version))
