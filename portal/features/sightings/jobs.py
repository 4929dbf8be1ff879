"""Counting the answers to releases at each group's rhythm: never live, and nothing below three."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from random import SystemRandom
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, undefer

from portal.airlock.rhythm import groups_due, hold
from portal.core.clock import now
from portal.core.keys import Keys
from portal.db.session import keys
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import FEWEST_SHOWN, Release, Sighting, Tally, TallyRound
from portal.privacy import sealing

Answers = Mapping[str, list[str]]
"""For each kind one note of every family that gave this answer, perhaps empty."""


@runs(Job.COUNT_SIGHTINGS)
def count_sightings(work: Work) -> None:
    """Count in every group whose round has come and was not held yet."""
    today = now().date()
    with work.steward.transaction() as session:
        due = groups_due(session, TallyRound, today)
    for group_id in due:
        with work.steward.transaction() as session:
            count_round(session, group_id, today)


def count_round(session: Session, group_id: UUID, on: date) -> None:
    """Replace the group's tallies by what holds now; for a session of the steward.

    All of a group's counts change in one moment, whoever answered or took back what in between.
    """
    hold(session, TallyRound, group_id, on)
    withdrawn = select(Release.id).where(Release.group_id == group_id, Release.withdrawn)
    session.execute(delete(Sighting).where(Sighting.release_id.in_(withdrawn)))
    session.execute(delete(Tally).where(Tally.group_id == group_id))
    rows = session.scalars(
        select(Sighting)
        .where(Sighting.group_id == group_id)
        .order_by(Sighting.release_id)
        .options(undefer(Sighting.family_box))
        .execution_options(yield_per=1000)
    )
    found: dict[UUID, list[Sighting]] = defaultdict(list)
    for each in rows:
        found[each.release_id].append(each)
    tallies = [
        {
            "release_id": release_id,
            "kind": kind,
            "group_id": group_id,
            "families": len(notes),
            "notes": _shuffled(note for note in notes if note),
            "counted_on": on,
        }
        for release_id, sightings in found.items()
        for kind, notes in answers(keys(session), sightings).items()
        if len(notes) >= FEWEST_SHOWN
    ]
    if tallies:
        session.execute(insert(Tally), tallies)


def answers(known: Keys, sightings: Iterable[Sighting]) -> Answers:
    """Who counts once is the family: if its organizations answer differently, it counts nowhere.

    A box that does not open was not put there by the portal and counts nothing. Of a family's notes
    the same is shown in every round: two that took turns would be known as one family's.
    """
    key = known.derive("sightings")
    said: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in sorted(sightings, key=lambda one: one.id):
        try:
            family = sealing.open_family(key, each.family_box, subject=each.release_id)
        except sealing.CannotOpen:
            continue
        said[family][each.kind].append(each.note)
    found: dict[str, list[str]] = defaultdict(list)
    for kinds in said.values():
        if len(kinds) == 1:
            kind, notes = next(iter(kinds.items()))
            found[kind].append(next(filter(None, notes), ""))
    return found


def _shuffled(notes: Iterable[str]) -> list[str]:
    drawn = list(notes)
    SystemRandom().shuffle(drawn)
    return drawn
