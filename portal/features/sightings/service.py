"""Answer a release for one's organization, change the answer, take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock.own_marks import act_as_witness
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.errors import Refused
from portal.db.session import keys
from portal.models import Release, Sighting, SightingKind
from portal.privacy.sealing import seal_family

N_: Final = str

WITHDRAWN: Final = N_("This item was withdrawn: there is nothing to answer any longer.")


@dataclass(frozen=True, slots=True)
class Answer:
    kind: SightingKind
    note: str


def answer_release(session: Session, actor: Actor, release: Release, new: Answer) -> None:
    """Say it for the organization, in place of what it said before.

    Nothing changes for others until the next count. Whether the author's own family answers is
    nobody's business: its answer is kept and counted like any other's (decision 0015).
    """
    require(actor, Action.RELEASE_SIGHT, release)
    if release.withdrawn:
        raise Refused(WITHDRAWN)
    said = {"kind": new.kind, "note": new.note}
    row = upsert(Sighting).values(
        id=uuid4(),
        group_id=release.group_id,
        release_id=release.id,
        owner_tag=act_as_witness(session, release.id),
        family_box=seal_family(
            keys(session).derive("sightings"), actor.family_id, subject=release.id
        ),
        **said,
    )
    session.execute(
        row.on_conflict_do_update(index_elements=["release_id", "owner_tag"], set_=said)
    )
    record_personal(session, actor, Kind.SIGHTING_KEPT, release.id)


def take_back_answer(session: Session, actor: Actor, release: Release) -> None:
    """Leave no answer of the organization."""
    require(actor, Action.RELEASE_SIGHT, release)
    tag = act_as_witness(session, release.id)
    session.execute(
        delete(Sighting).where(Sighting.release_id == release.id, Sighting.owner_tag == tag)
    )
    record_personal(session, actor, Kind.SIGHTING_TAKEN_BACK, release.id)
