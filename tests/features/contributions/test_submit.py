import json

import psycopg
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import ProgrammingError

from portal.core.keys import demo_custodian
from portal.db.roles import DatabaseRole
from portal.models import Seal
from portal.privacy.sealing import open_family, open_with_two
from tests.conftest import Site
from tests.features.contributions import finding
from tests.features.contributions.kinds import offered
from tests.pages import Page
from tests.world import World


def test_submitting_seals_the_author_for_two_custodians_and_the_steward(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    path = finding.sent(world.visit("writer@alfa"), world)

    row = finding.candidate(site, world, "writer@alfa", path)
    seal = finding.rows(
        site, "select * from authorship.seals where subject_id = :id", id=row["id"]
    )[0]

    keys = [(n, bytes(demo_custodian(n))) for n in (0, 2)]
    payload = json.loads(open_with_two(bytes(seal["custodian_box"]), *keys))
    assert payload["person"] == str(world.people["writer@alfa"].id)
    family = open_family(site.keys.derive("steward"), bytes(seal["family_box"]), subject=row["id"])
    assert family == world.families["alfa"]
    assert row["week"].weekday() == 0
    assert (row["version"], row["goes_alone"], row["audience"]) == (1, False, "group_and_observers")


def test_nobody_who_serves_pages_reads_who_wrote(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    finding.sent(world.visit("writer@alfa"), world)

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        world.transaction("writer@alfa") as session,
    ):
        session.execute(select(Seal.owner_tag)).all()
    engine = create_engine(site.url(DatabaseRole.WORKER))
    with engine.connect() as connection, pytest.raises(ProgrammingError) as refused:
        connection.execute(select(Seal.subject_id)).all()
    engine.dispose()
    assert isinstance(refused.value.orig, psycopg.errors.InsufficientPrivilege)


def test_submitting_leaves_no_line_job_or_notice_that_others_could_see(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    path = finding.ready(world.visit("writer@alfa"), world)
    jobs = "select count(*) as n from procrastinate_jobs"
    before = finding.rows(site, jobs)[0]["n"]

    finding.send(world.visit("writer@alfa"), path)

    assert finding.rows(site, jobs)[0]["n"] == before
    group = "select * from events where chain_id = :id and kind like 'c%'"
    assert not finding.rows(site, group, id=world.group_id)
    own = "select distinct personal, kind from events where chain_id = :id"
    found = finding.rows(site, own, id=world.organizations["alfa"])
    assert [tuple(row.values()) for row in found] == [(True, "person.acted")]
    assert world.personal_events("writer@alfa")[-1].kind == "contribution.submitted"


def test_what_is_not_ready_is_not_sent(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    path = finding.start(writer, world)

    reply = finding.send(writer, path)

    assert reply.status_code == 422
    assert "Open its preview to see what is missing" in reply.text
    page = writer.get(f"{path}/preview").text
    for said in (
        "Give the finding a title.",
        "Choose the country.",
        "Choose at least one indicator",
    ):
        assert f'<a href="{path}#' in page
        assert said in page
    assert not finding.rows(
        site, "select id from candidates where group_id = :id", id=world.group_id
    )


def test_what_was_not_previewed_is_not_sent(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world)
    seen = finding.version(writer, path)
    finding.save(writer, path, title="Another title from another tab")

    assert writer.send(f"{path}/submit", {"version": seen}).status_code == 409


def test_a_gate_that_has_closed_since_is_told_and_nothing_leaves(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world)
    finding.rows(
        site,
        "update standings set ended_on = '2026-01-01' where group_id = :id and organization_id <> :me",
        id=world.group_id,
        me=world.organizations["alfa"],
    )

    reply = finding.send(writer, path)

    assert reply.location == f"{path}#gate"
    assert "Please ask it again" in writer.get(path).text
    assert not finding.rows(
        site, "select id from candidates where group_id = :id", id=world.group_id
    )


def test_without_an_independent_coordinator_nothing_is_sent_and_nothing_is_lost(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world)
    finding.rows(
        site, "delete from appointments where person_id = :id", id=world.people["coordinator2"].id
    )

    reply = finding.send(writer, path)

    assert reply.status_code == 422
    assert "No independent coordinator would remain" in reply.text
    assert not finding.rows(
        site, "select id from candidates where group_id = :id", id=world.group_id
    )
    assert finding.save(writer, path, audience="group").location == path, "still a draft"


@pytest.mark.parametrize(
    ("narrative", "said"),
    [
        ("It happens all over Southern Asia.", "tells the place more exactly"),
        ("A garment factory did this.", "tells the sector more exactly"),
    ],
)
def test_prose_may_not_say_more_than_the_facets(world: World, narrative: str, said: str) -> None:
    finding.sourcing(world, "KR", "2610")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world, narrative=narrative)

    page = Page(writer.get(f"{path}/preview").text).text

    assert "Asia" in page
    assert said in page
    assert finding.send(writer, path).status_code == 422


def test_coordinators_get_kinds_and_choices_and_never_the_hidden_text(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "IN", "1410")
    finding.supplier(world, "writer@alfa")
    path = finding.sent(world.visit("writer@alfa"), world)

    row = finding.candidate(site, world, "writer@alfa", path)

    report = {each["kind"]: each for each in row["decisions"]["hits"]}
    assert report["supplier"] == {
        "kind": "supplier",
        "tier": 3,
        "choice": "replace",
        "reason": None,
        "shown": "the supplier",
    }
    change = next(each for each in row["gate"]["changes"] if each["name"] == "place")
    assert (change["before_rung"], change["after"]) == ("country", "034")


def test_a_sent_finding_is_neither_edited_nor_deleted(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.sent(writer, world)

    assert writer.get(path).location == f"{path}/progress"
    assert writer.send(path, {"title": "Changed", "version": "9"}).location == f"{path}/progress"
    assert writer.send(f"{path}/autosave", {"title": "Changed", "version": "9"}).status_code == 409
    assert writer.send(f"{path}/delete").status_code == 422
    assert writer.send(f"{path}/submit", {"version": "9"}).status_code == 409


def test_how_long_remedy_took_leaves_in_a_band_and_only_once_it_was_delivered(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world, remediation="in_progress", remedied_in="3_6")
    early = Page(writer.get(f"{path}/preview").text).text
    finding.save(writer, path, remediation="verified_with_workers")

    assert "Leave this empty until remedy has been delivered." in early
    assert finding.send(writer, path).status_code == 303
    row = finding.candidate(site, world, "writer@alfa", path)
    assert row["facets"]["remedied_in"] == "3_6"
    offered(world, row["id"])
    reviewed = Page(world.visit("coordinator1").get(f"/candidates/{row['id']}").text).text
    assert "Remedied in 3 to 6 months" in reviewed
