"""The invented people chose how often mail comes; the last batches are told as everybody's are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.features.notices.jobs import NEWS_LASTS, gather, plan
from portal.features.notices.service import choose_cadences
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue_for_nobody
from portal.models import Bulletin, BulletinKind, Cadence
from portal.seeding import content
from portal.seeding.cast import Cast, id_of


def tell(cast: Cast, steward: Callable[[], AbstractContextManager[Session]]) -> None:
    """`steward` opens its transactions. The mails wait as jobs.

    Whoever reads by the week hears of later batches only.
    """
    for person, chosen in groupby(content.read("notices"), key=lambda row: str(row["person"])):
        with cast.acting(person) as (session, actor):
            cadences = {id_of("group", row["group"]): Cadence(row["cadence"]) for row in chosen}
            choose_cadences(session, actor, cadences)
    with steward() as session:
        gather(session, now(), timedelta())
    with steward() as session:
        batches = Bulletin.kind == BulletinKind.BATCH
        last = session.scalar(select(func.max(Bulletin.told_on)).where(batches))
        since = (now() - NEWS_LASTS).date()
        for digest_id in plan(session, cast.keys, now(), min(last or since, since)):
            enqueue_for_nobody(session, Job.SEND_DIGEST, digest_id=str(digest_id))
