"""A stolen backup: every row of every table, as the role that makes backups reads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import NullPool, create_engine, text

from portal.db.roles import DatabaseRole
from tests.conftest import Site
from tests.features.contributions import finding
from tests.world import World

Dump = Mapping[str, Sequence[Mapping[str, Any]]]

SENT: Final = "Qixwarren Garments Ltd"
KEPT: Final = "Vuzpolder Garments Ltd"
DIRECTORY: Final = {"public.families", "public.organizations", "public.people", "public.sessions"}
"""Who takes part, and who is signed in, is no secret of the airlock."""
TABLES: Final = """
select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname in ('public', 'authorship') order by 1
"""
HEXADECIMAL: Final = re.compile(r"(?:[0-9a-f]{2}){32,}")


def stolen(site: Site) -> Dump:
    engine = create_engine(site.url(DatabaseRole.BACKUP), poolclass=NullPool)
    with engine.connect() as connection:
        tables = connection.execute(text(TABLES)).scalars().all()
        return {
            each: [
                dict(row) for row in connection.execute(text(f"select * from {each}")).mappings()
            ]
            for each in tables
        }


def shape(value: Any, own: Mapping[UUID, str]) -> Any:
    """What a reader without keys can tell of a value: randomness has a length and nothing else."""
    if isinstance(value, UUID):
        return own.get(value, "id")
    if isinstance(value, bytes | memoryview):
        return f"{len(bytes(value))} bytes"
    if isinstance(value, str) and HEXADECIMAL.fullmatch(value):
        return f"{len(value) // 2} bytes in hexadecimal"
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
        return value if value.time() == time() else "an exact time"
    if isinstance(value, dict):
        return {name: shape(each, own) for name, each in sorted(value.items())}
    return value


def clear(dump: Dump, world: World, organization: str) -> Counter[str]:
    """The rows that name this organization, its family or its people, as a thief reads them."""
    own = {
        world.organizations[organization]: "the organization",
        world.families[organization]: "the family",
        **{
            person.id: who.partition("@")[0]
            for who, person in world.people.items()
            if who.endswith(f"@{organization}")
        },
    }
    return Counter(
        f"{table} {[(column, shape(value, own)) for column, value in row.items()]}"
        for table, rows in dump.items()
        if table not in DIRECTORY
        for row in rows
        if own.keys() & {value for value in row.values() if isinstance(value, UUID)}
    )


@pytest.fixture
def dump(site: Site, world: World) -> Dump:
    """Bravo has sent a finding; delta keeps one that is alike, and has asked and saved as often."""
    finding.sourcing(world, "BD", "1410")
    for who, name in (("writer@bravo", SENT), ("writer@delta", KEPT)):
        finding.supplier(world, who, name)
    texts = {
        name: finding.NARRATIVE.replace(finding.SUPPLIER, name) + f" {name.split()[0]} again."
        for name in (SENT, KEPT)
    }
    queue = len(stolen(site)["public.procrastinate_jobs"])
    finding.sent(world.visit("writer@bravo"), world, narrative=texts[SENT])
    keeper = world.visit("writer@delta")
    draft = finding.ready(keeper, world, narrative=texts[KEPT])
    finding.save(keeper, draft, do="gate")

    taken = stolen(site)
    assert len(taken["public.procrastinate_jobs"]) == queue, "a job was made by the submission"
    return taken


def test_a_stolen_dump_does_not_tell_who_of_two_has_submitted(world: World, dump: Dump) -> None:
    sender, keeper = clear(dump, world, "bravo"), clear(dump, world, "delta")

    assert sender == keeper
    told = {line.partition(" ")[0] for line in sender}
    assert {"public.contributions", "public.events", "public.gate_questions"} <= told
    assert "public.tickets" not in told, "a ticket was made by the submission"


def test_a_stolen_dump_does_not_tell_which_draft_is_as_long_as_a_candidate(
    site: Site, world: World
) -> None:
    for who, narrative in (
        ("writer@bravo", "They could not leave. " * 250),
        ("writer@delta", "Short."),
    ):
        writer = world.visit(who)
        draft = finding.start(writer, world)
        assert finding.save(writer, draft, narrative=narrative, do="save").status_code == 303
    site.drain()

    taken = stolen(site)

    for table in ("public.contributions", "public.checks", "public.attachment_folders"):
        kept = [clear({table: taken[table]}, world, name) for name in ("bravo", "delta")]
        assert [sum(each.values()) for each in kept] == [1, 1]
        unnamed = [re.sub(r"'(writer|the organization)'", "", str(each)) for each in kept]
        assert unnamed[0] == unnamed[1]


def test_a_stolen_dump_holds_no_word_of_what_was_hidden_or_kept(dump: Dump) -> None:
    everything = "\n".join(
        bytes(value).decode(errors="replace")
        if isinstance(value, bytes | memoryview)
        else str(value)
        for rows in dump.values()
        for row in rows
        for value in row.values()
    ).casefold()

    assert finding.FIELDS["title"].casefold() in everything, "what waits for review is in clear"
    for canary in (SENT, KEPT):
        assert canary.split()[0].casefold() not in everything
    assert finding.PHONE not in everything


def test_times_of_personal_lines_are_days(world: World, dump: Dump) -> None:
    ours = set(world.organizations.values())
    times = {
        row["at"].astimezone(UTC).time() for row in dump["public.events"] if row["chain_id"] in ours
    }

    assert times == {time()}
