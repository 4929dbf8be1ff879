"""Freezing bundles: at each fixed round, once for each group, all of it or nothing."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import date
from random import SystemRandom
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.airlock.publishing import outside, various
from portal.airlock.sealing import outside_id
from portal.airlock.telling import codes, told
from portal.audit.kinds import Kind
from portal.audit.record import record_by_steward
from portal.core.clock import now
from portal.core.keys import Keys
from portal.db.session import keys
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, runs
from portal.models import Bundle, BundleRound, Group, Release, Seal, Witness
from portal.privacy import bundles, sealing
from portal.reference.tlp import Audience

FEWEST_FAMILIES: Final = 2
"""However low a group's threshold is: a bundle of one family would name it."""


@runs(Job.FREEZE_BUNDLES)
def freeze_bundles(work: Work) -> None:
    """Hold the latest round in every group that has not held it; one that was missed is gone."""
    on = bundles.last_round(now().date())
    with work.steward.transaction() as session:
        held = select(BundleRound.group_id).where(BundleRound.held_on == on)
        groups = session.scalars(select(Group.id).where(Group.id.not_in(held))).all()
    for group_id in groups:
        with work.steward.transaction() as session:
            hold_round(session, group_id, on)


def hold_round(session: Session, group_id: UUID, on: date) -> int:
    """Freeze what can be frozen of what the group read before this day; answers how many bundles.

    For a session of the steward. Whoever comes second waits for the first and finds it done. Every
    round leaves the same line in the group's trail, whatever was frozen: whether anything was
    depends on who contributed.
    """
    association_id, k_author = session.execute(
        select(Group.association_id, Group.k_author).where(Group.id == group_id)
    ).one()
    new = upsert(BundleRound).values(
        id=uuid4(), association_id=association_id, group_id=group_id, held_on=on
    )
    new = new.on_conflict_do_nothing(index_elements=["group_id", "held_on"])
    round_id = session.scalar(new.returning(BundleRound.id))
    if round_id is None:
        return 0
    waiting = _waiting(session, group_id, on)
    rule = bundles.Rule(max(k_author, FEWEST_FAMILIES))
    frozen = bundles.freeze((row for row, _ in waiting.values()), rule)
    for each in frozen:
        releases = [waiting[row.id][1] for row in each.rows]
        _publish(session, each, releases, on=on, k=rule.k)
    record_by_steward(session, Kind.BUNDLE_FROZEN, round_id, group_id)
    return len(frozen)


def _waiting(
    session: Session, group_id: UUID, on: date
) -> dict[object, tuple[bundles.Row, Release]]:
    """What reaches more than the group and has not left it, locked so that nobody withdraws it.

    Nothing that is signed: outsiders read it as it is, and it hides nobody.
    """
    rows = session.execute(
        select(Release, Seal.family_box)
        .join(Seal, Seal.subject_id == Release.id)
        .where(
            Release.group_id == group_id,
            Release.bundle_id.is_(None),
            Release.audience != Audience.GROUP,
            Release.byline == "",
            Release.released_on < on,
            Release.withdrawn.is_(False),
        )
        .with_for_update(of=Release)
    ).all()
    known = keys(session)
    ids = {release.id: outside_id(known, release.id) for release, _ in rows}
    left = set(session.scalars(select(Release.id).where(Release.id.in_(list(ids.values())))))
    steward = known.derive("steward")
    return {
        release.id: (
            bundles.Row(
                id=release.id,
                family=sealing.open_family(steward, box, subject=release.id),
                # A kind is told, and not every family has the same: each fills bundles of its own.
                apart=f"{release.audience} {release.kind}",
                waited=on - release.released_on,
                codes=codes(release.facets),
                told=told(f"{release.title}\n\n{release.narrative}", release.facets),
            ),
            release,
        )
        for release, box in rows
        if ids[release.id] not in left
    }


def _publish(
    session: Session,
    frozen: bundles.Bundle,
    releases: list[Release],
    *,
    on: date,
    k: int,
) -> None:
    known = keys(session)
    place, period, sector, product = frozen.shown
    bundle = Bundle(
        id=uuid4(),
        group_id=releases[0].group_id,
        frozen_on=on,
        audience=releases[0].audience,
        place=place,
        period=period,
        sector=sector,
        product=product,
        k=k,
        size=len(releases),
    )
    session.add(bundle)
    session.flush()
    session.execute(insert(Witness), _witnesses(known, bundle, frozen.families))
    shown = various(
        (row.family, release.facets) for row, release in zip(frozen.rows, releases, strict=True)
    )
    SystemRandom().shuffle(releases)
    for release in releases:
        values = outside(release, bundle, outside_id(known, release.id), shown)
        session.execute(insert(Release).values(**values))


def _witnesses(known: Keys, bundle: Bundle, families: Iterable[object]) -> list[dict[str, object]]:
    """As many families as are needed, for the database to count: it never learns how many more."""
    key = known.tag("witness", str(bundle.id))
    tags = [hmac.digest(key, str(family).encode(), "sha256") for family in families]
    chosen = SystemRandom().sample(sorted(tags), bundle.k)
    return [{"bundle_id": bundle.id, "tag": tag} for tag in chosen]
