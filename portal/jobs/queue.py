"""Deferring jobs inside the caller's transaction, and running them under the ticket it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import procrastinate
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.clock import now
from portal.core.config import Settings
from portal.core.keys import Keys
from portal.core.tokens import fresh, hashed
from portal.db.session import Database
from portal.jobs.catalog import PERIODIC, QUEUES, Job
from portal.models import Ticket

queue = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
# In a worker `queue` has an asynchronous connector, which cannot use a job's own connection.
_deferring = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
TICKET_LASTS = timedelta(days=7)
TRIES = 5
MAIL_TRIES = 9
"""With four times as long between tries each time: a day until a mail is given up."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a job's body is given: where to work and for whom.

    `database` opens transactions as the worker role; bind them to `ticket`, which lets the job
    act for the person who caused it (nothing for periodic jobs). `steward` is for the jobs that
    compute across tenants.
    """

    database: Database
    steward: Any
    keys: Keys
    settings: Settings
    ticket: str | None = None


Body = Callable[..., None]


def enqueue(session: Session, actor: Actor, job: Job, **args: str) -> None:
    """Defer a job that exists only if the session's transaction commits; ids only, never text."""
    token = fresh()
    session.execute(
        insert(Ticket).values(
            token_hash=hashed(token),
            organization_id=actor.organization_id,
            person_id=actor.person_id,
            expires_at=now() + TICKET_LASTS,
        )
    )
    connection = session.connection().connection.driver_connection
    deferring = _deferring.configure_task(job, queue=QUEUES[job], connection=connection)
    deferring.defer(ticket=token, **args)


def enqueue_for_nobody(session: Session, job: Job, **args: str) -> None:
    """Defer a job of the portal's own from a job of the steward: it acts for nobody."""
    connection = session.connection().connection.driver_connection
    deferring = _deferring.configure_task(job, queue=QUEUES[job], connection=connection)
    deferring.defer(**args)


def runs(job: Job) -> Callable[[Body], Body]:
    """Register the body of a job: called with its `Work` and the arguments it was enqueued with."""

    def register(body: Body) -> Body:
        def task(context: procrastinate.JobContext, /, ticket: str = "", **args: Any) -> None:
            work: Work = context.additional_context["work"]
            mine = Work(work.database, work.steward, work.keys, work.settings, ticket or None)
            args.pop("timestamp", None)  # of periodic jobs
            body(mine, **args)
            if ticket:
                close(mine)

        tries = MAIL_TRIES if QUEUES[job] == "mail" else TRIES
        retry = procrastinate.RetryStrategy(max_attempts=tries, exponential_wait=4)
        made = queue.task(name=job, queue=QUEUES[job], pass_context=True, retry=retry)(task)
        if job in PERIODIC:
            queue.periodic(cron=PERIODIC[job])(made)  # type: ignore[arg-type]  # the timestamp is among args
        return body

    return register


def acting(session: Session) -> Actor:
    """The person for whom this job's transaction acts."""
    row = session.execute(text("select guard.read_actor()")).scalar_one()
    return Actor.read(row)


def close(work: Work) -> None:
    """Destroy the job's ticket."""
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        session.execute(text("select guard.close_ticket()"))
