"""Make the invented world, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from portal.core import keys as key_file
from portal.core.clock import now
from portal.core.config import Settings
from portal.db.roles import DatabaseRole, url_for
from portal.db.steward import Steward
from portal.features.bundles.jobs import hold_round
from portal.features.review.jobs import release
from portal.privacy import bundles
from portal.seeding import (
    accounts,
    audits,
    content,
    field_insights,
    findings,
    insights,
    library,
    notices,
    past,
    practices,
    sightings,
    threads,
)
from portal.seeding.cast import Cast, enroll_everybody, id_of, is_enrolled
from portal.seeding.directory import hosts, make_groups
from portal.seeding.sourcing import give_suppliers
from portal.worker import work

Tell = Callable[[str, int, int], None]
FINISHED = "demo"
"""A file under the home that says that the world is whole."""


class HalfMade(Exception):
    """The database holds a part of the invented world."""


def is_finished(settings: Settings) -> bool:
    """Was the world of this home made to the end?"""
    return (settings.home / FINISHED).exists()


def seed(settings: Settings, tell: Tell) -> None:
    """Fill an empty database; a world that is there already is left as people have changed it."""
    organizations = content.organizations()
    if is_finished(settings):
        return
    keys = key_file.load(settings.keys_file, demo=True)
    if is_enrolled(settings, keys, organizations):
        raise HalfMade("an earlier seeding was interrupted: give it an empty database")
    tell("Enrolling invented companies and people", 0, 1)
    enroll_everybody(settings, keys, organizations)
    groups = content.groups()
    cast = Cast(settings, keys, hosts(groups, organizations))
    make_groups(cast, groups, organizations)
    members = [row for row in organizations if row["profile"]]
    for number, row in enumerate(members):
        tell("Importing their facility lists", number, len(members))
        give_suppliers(cast, row, content.suppliers_by_hand(row["slug"]))
    work(settings, settings.database_url or "", wait=False)
    _fill_groups(settings, cast, tell)
    accounts.write(settings.home, organizations)
    (settings.home / FINISHED).touch()


def _fill_groups(settings: Settings, cast: Cast, tell: Tell) -> None:
    assert settings.database_url is not None
    steward = Steward(url_for(settings.database_url, DatabaseRole.STEWARD), cast.keys)

    def leave(group: str, on: date) -> int:
        with steward.transaction() as session:
            return release(session, cast.keys, id_of("group", group), on)

    tell("Putting earlier findings on the shelves", 0, 1)
    past.shelve(cast, steward.transaction)
    released = content.findings("released")
    done = 0
    for group, on, rows in findings.batches(released):
        for row in rows:
            tell("Writing and reviewing findings", done, len(released))
            findings.approve(cast, findings.submit(cast, row), group)
            done += 1
        joined = field_insights.join(cast, rows)
        if leave(group, on) != len(rows) + joined:
            raise findings.NotPublishable(f"the batch of {on} in {group} does not hold")
    _hold_rounds(steward, content.groups(), [on for _, on, _ in findings.batches(released)])
    insights.release(cast, steward.transaction, tell)
    insights.answer(cast, steward.transaction)
    practices.share(cast, leave)
    waiting = [(row, findings.submit(cast, row)) for row in content.findings("waiting")]
    for row, candidate, state in findings.settled(cast, waiting):
        if state == "approved":
            findings.approve(cast, candidate, row["group"])
        elif state == "returned":
            findings.ask(cast, candidate, row["group"], row["question"])
    for row in content.findings("drafts"):
        findings.keep_draft(cast, row)
    field_insights.keep(cast)
    audits.keep_audits(cast)
    threads.talk(cast)
    sightings.answer(cast, steward.transaction)
    sightings.converse(cast)
    library.keep_views(cast)
    notices.tell(cast, steward.transaction)
    work(settings, settings.database_url, wait=False)


def _hold_rounds(steward: Steward, groups: list[dict[str, Any]], batches: list[date]) -> None:
    """Every round of bundles that has come since the first batch, oldest first."""
    on = bundles.first_round_after(min(batches))
    while on <= now().date():
        for row in groups:
            with steward.transaction() as session:
                hold_round(session, id_of("group", row["slug"]), on)
        on = bundles.first_round_after(on)
