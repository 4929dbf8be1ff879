"""Weighing the open batch of a group, and releasing it: all of it or nothing, exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import SystemRandom
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.airlock.attachments_crossing import release_files
from portal.airlock.editions import following
from portal.airlock.plausible import still_plausible
from portal.airlock.publishing import inside
from portal.airlock.tracking import PATIENCE
from portal.audit.kinds import Kind
from portal.audit.record import record_by_steward
from portal.core.clock import now
from portal.core.keys import Keys
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import (
    Batch,
    BatchState,
    Candidate,
    CandidateState,
    Group,
    Release,
    Seal,
)
from portal.privacy import sealing

FEWEST_FAMILIES: Final = 3
"""Items of three families are three items: the rule of privacy.md section 5 in one number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approved candidate; `plausible`: enough families could still have written it.

    What is signed hides nobody, so it makes no batch safe and waits for none.
    """

    candidate: Candidate
    family_id: UUID
    plausible: bool


def leaving(waiting: Sequence[Waiting], on: date) -> list[Candidate]:
    """What may leave together on a day; nothing if the rule does not hold."""
    signed = [each.candidate for each in waiting if each.candidate.byline]
    able = [each for each in waiting if each.plausible and not each.candidate.byline]
    if len({each.family_id for each in able}) >= FEWEST_FAMILIES:
        return [*signed, *(each.candidate for each in able)]
    return signed + [
        each.candidate
        for each in able
        if each.candidate.goes_alone and each.candidate.week + PATIENCE <= on
    ]


@runs(Job.WEIGH_BATCH)
def weigh_batch(work: Work, group_id: str) -> None:
    """Say whether the group's open batch is ready, after an approval or its undoing."""
    with work.steward.transaction() as session:
        weigh(session, work.keys, UUID(group_id), now().date())


@runs(Job.RELEASE_BATCH)
def release_batch(work: Work, batch_id: str) -> None:
    """Release this batch, as a coordinator asked; if it has left already, nothing happens."""
    with work.steward.transaction() as session:
        group_id = session.scalar(
            select(Batch.group_id)
            .where(Batch.id == UUID(batch_id), Batch.state != BatchState.RELEASED)
            .with_for_update()
        )
        if group_id is not None:
            release(session, work.keys, group_id, now().date())


@runs(Job.KEEP_RHYTHM)
def keep_rhythm(work: Work) -> None:
    """Weigh every batch that gathers, and release those that are due."""
    with work.steward.transaction() as session:
        groups = session.scalars(
            select(Candidate.group_id)
            .where(Candidate.state == CandidateState.APPROVED)
            .union(select(Batch.group_id).where(Batch.state != BatchState.RELEASED))
        ).all()
    for group_id in groups:
        with work.steward.transaction() as session:
            weigh(session, work.keys, group_id, now().date())
            if is_due(session, group_id, now().date()):
                release(session, work.keys, group_id, now().date())


def is_due(session: Session, group_id: UUID, on: date) -> bool:
    """Whether the group's rhythm has come round since its last release, or its first opening."""
    rhythm = session.scalars(select(Group.rhythm_days).where(Group.id == group_id)).one()
    since = session.scalar(
        select(func.coalesce(func.max(Batch.released_on), func.min(Batch.opened_on))).where(
            Batch.group_id == group_id
        )
    )
    return since is not None and since + timedelta(days=rhythm) <= on


def weigh(session: Session, keys: Keys, group_id: UUID, on: date) -> tuple[Batch, list[Candidate]]:
    """The group's open batch, locked, with its state brought up to date, and what may leave."""
    batch = _open_batch(session, group_id, on)
    ready = leaving(_waiting(session, keys, group_id, on), on)
    batch.state = BatchState.READY if ready else BatchState.GATHERING
    session.flush()
    return batch, ready


def release(session: Session, keys: Keys, group_id: UUID, on: date) -> int:
    """Turn what may leave into releases under one date; answers how many, 0 if the rule fails.

    For a session of the steward. The caller's transaction is the unit: whoever comes second waits
    for the lock on the batch and then finds nothing, and a kill at any moment leaves all as it was.
    """
    batch, ready = weigh(session, keys, group_id, on)
    if not ready:
        return 0
    SystemRandom().shuffle(ready)
    for candidate in ready:
        # Two editions of one practice that leave together are numbered as the lot has it.
        number = following(session, candidate.lineage_id)
        session.execute(insert(Release).values(**inside(candidate, batch, on, number)))
    release_files(session, [each.id for each in ready])
    session.execute(delete(Candidate).where(Candidate.id.in_([each.id for each in ready])))
    batch.state = BatchState.RELEASED
    batch.released_on = on
    session.flush()
    record_by_steward(session, Kind.BATCH_RELEASED, batch.id, group_id)
    return len(ready)


def _open_batch(session: Session, group_id: UUID, on: date) -> Batch:
    association = select(Group.association_id).where(Group.id == group_id).scalar_subquery()
    fresh = (
        upsert(Batch)
        .values(id=uuid4(), association_id=association, group_id=group_id, opened_on=on)
        .values(state=BatchState.GATHERING)
        .on_conflict_do_nothing(
            index_elements=["group_id"], index_where=text("state <> 'released'")
        )
    )
    open_now = (
        select(Batch)
        .where(Batch.group_id == group_id, Batch.state != BatchState.RELEASED)
        .with_for_update()
    )
    # Whoever waited for a lock may find that the batch has left: then a new one opens.
    while (batch := session.scalars(open_now).one_or_none()) is None:
        session.execute(fresh)
    return batch


def _waiting(session: Session, keys: Keys, group_id: UUID, on: date) -> list[Waiting]:
    """Every approved candidate, locked, so that nobody takes it back or withdraws it meanwhile."""
    rows = session.execute(
        select(Candidate, Seal.family_box)
        .join(Seal, Seal.subject_id == Candidate.id)
        .where(Candidate.group_id == group_id, Candidate.state == CandidateState.APPROVED)
        .with_for_update(of=Candidate)
    ).all()
    steward = keys.derive("steward")
    hidden = [candidate for candidate, _ in rows if not candidate.byline]
    enough = still_plausible(session, keys, hidden, on)
    return [
        Waiting(
            candidate,
            sealing.open_family(steward, box, subject=candidate.id),
            candidate.id in enough,
        )
        for candidate, box in rows
    ]
