"""Run background jobs; the one place that knows every job body."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from procrastinate import App, PsycopgConnector
from procrastinate.periodic import PeriodicRegistry

from portal.core import keys as key_file
from portal.core import logs
from portal.core.config import Settings
from portal.db.roles import DatabaseRole, conninfo, url_for
from portal.db.session import Database
from portal.db.steward import Steward
from portal.features.attachments import jobs as attachments_jobs
from portal.features.audit_imports import jobs as audit_imports_jobs
from portal.features.bundles import jobs as bundles_jobs
from portal.features.contributions import jobs as contributions_jobs
from portal.features.counter_signals import jobs as counter_signals_jobs
from portal.features.insight_releases import jobs as insight_releases_jobs
from portal.features.notices import jobs as notices_jobs
from portal.features.organizations import jobs as organizations_jobs
from portal.features.printouts import jobs as printouts_jobs
from portal.features.questions import jobs as questions_jobs
from portal.features.review import jobs as review_jobs
from portal.features.sightings import jobs as sightings_jobs
from portal.features.submissions import jobs as submissions_jobs
from portal.features.suppliers import jobs as suppliers_jobs
from portal.features.threads import jobs as threads_jobs
from portal.jobs import stalled
from portal.jobs.queue import Work, queue

BODIES: tuple[ModuleType, ...] = (
    attachments_jobs,
    audit_imports_jobs,
    bundles_jobs,
    contributions_jobs,
    counter_signals_jobs,
    insight_releases_jobs,
    notices_jobs,
    organizations_jobs,
    printouts_jobs,
    questions_jobs,
    review_jobs,
    sightings_jobs,
    submissions_jobs,
    suppliers_jobs,
    threads_jobs,
    stalled,
)


def work(settings: Settings, base_url: str, *, wait: bool = True) -> None:
    """Run jobs until stopped; with `wait=False` until none is left, and the clock starts none."""
    logs.set_up()
    keys = key_file.load(settings.keys_file, demo=settings.mode != "production")
    passwords = settings.database_password_dir
    worker_url = url_for(base_url, DatabaseRole.WORKER, passwords)
    steward = Steward(url_for(base_url, DatabaseRole.STEWARD, passwords), keys)
    database = Database(worker_url, keys)
    context = {"work": Work(database, steward, keys, settings)}
    try:
        connector = PsycopgConnector(conninfo=conninfo(worker_url))
        with queue.replace_connector(connector) as app, _clock(app, runs=wait):
            app.run_worker(
                wait=wait,
                concurrency=2,
                listen_notify=wait,
                install_signal_handlers=wait,
                additional_context=context,
                delete_jobs="successful",
            )
    finally:
        database.engine.dispose()
        steward.close()


@contextmanager
def _clock(app: App, *, runs: bool) -> Iterator[None]:
    """Whether periodic jobs start: who only drains the queue waits for none, and gets none."""
    registry = app.periodic_registry
    if not runs:
        app.periodic_registry = PeriodicRegistry()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        app.periodic_registry = registry
