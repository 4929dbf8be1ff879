"""Who gets at the files of a draft, a candidate and a release, and what a thief makes of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import ProgrammingError

from portal.core.clock import now
from portal.db.session import set_local
from portal.models import AttachmentFolder, CandidateFile, ReleasedFile
from portal.outside import files
from tests.conftest import Site
from tests.db.rows import fill
from tests.db.test_stolen_dump import stolen
from tests.features.attachments import papers, steps
from tests.features.contributions import finding
from tests.world import World

NOBODY_ELSE = ("admin@alfa", "writer@bravo", "writer@golf", "coordinator1", "admin@stranger")


@pytest.mark.parametrize("who", NOBODY_ELSE)
def test_the_files_of_a_draft_are_their_authors_alone(world: World, who: str) -> None:
    path = f"/contributions/{fill(world)['contribution_id']}/attachments"
    other = world.visit(who)

    for address in (path, f"{path}/1", f"{path}/1/copy", f"{path}/1/picture"):
        assert world.visit("writer@alfa").get(address).status_code == 200
        assert other.get(address).status_code in {403, 404}
    with world.transaction(who) as session:
        assert session.scalars(select(AttachmentFolder.sealed)).all() == []


def test_files_stay_in_the_group(world: World) -> None:
    ids = fill(world)
    waiting = f"/candidates/{ids['candidate_id']}/files/1"
    released = f"/releases/{ids['release_id']}/files/1"
    reached = {
        who: (world.visit(who).get(waiting).status_code, world.visit(who).get(released).status_code)
        for who in ("coordinator1", "coordinator2", "reader@bravo", "reader@observer", "reader@liaison", "admin@stranger")
    }  # fmt: skip

    assert reached == {
        "coordinator1": (200, 200),
        "coordinator2": (404, 200),  # drawn out of this candidate's review
        "reader@bravo": (403, 200),
        "reader@observer": (403, 403),
        "reader@liaison": (403, 403),
        "admin@stranger": (403, 403),
    }
    for who, least in (("reader@observer", 0), ("admin@stranger", 0), ("reader@bravo", 1)):
        with world.transaction(who) as session:
            assert session.scalar(select(func.count()).select_from(ReleasedFile)) == least, who


def test_an_injected_web_role_puts_no_file_behind_an_approval(world: World) -> None:
    ids = fill(world)
    row = world.sql(
        "select * from candidate_files where candidate_id = :id", id=ids["candidate_id"]
    )
    tag = world.sql("select encode(owner_tag, 'hex') from authorship.seals where subject_id = :id", id=ids["candidate_id"])[0][0]  # fmt: skip
    world.sql(
        "insert into reviews (id, candidate_id, group_id, coordinator_id, candidate_version, verdict, week)"
        " select gen_random_uuid(), id, group_id, :who, version, 'approve', week from candidates where id = :id",
        who=world.people["coordinator1"].id,
        id=ids["candidate_id"],
    )
    values = dict(row[0]._mapping) | {"number": 2, "id": ids["batch_id"]}

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        world.transaction("writer@alfa", write=True) as session,
    ):
        set_local(session, "owner_tags", tag)
        session.execute(CandidateFile.__table__.insert().values(values))  # type: ignore[attr-defined]


def test_nobody_marks_an_object_as_unused_without_its_name(world: World) -> None:
    fill(world)
    named = world.sql("select count(*) from attachment_objects where not unused")[0][0]

    with world.transaction("writer@bravo", write=True) as session:
        session.connection().exec_driver_sql("update attachment_objects set unused = true")

    assert named > 0
    assert world.sql("select count(*) from attachment_objects where not unused")[0][0] >= named


def test_uploads_that_never_were_are_swept_after_a_day_and_all_others_are_left(
    site: Site, world: World
) -> None:
    finding.supplier(world, "writer@alfa")
    author = world.visit("writer@alfa")
    path = finding.start(author, world)
    steps.attach(author, path, notes__txt=papers.PLAIN.encode())
    lost = files.fresh_name()
    files.store(site.settings).put(lost, b"of a transaction that was rolled back")

    steps.sweep(site)
    assert lost in steps.objects(site)
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        steps.sweep(site)

    assert lost not in steps.objects(site)
    assert set(steps.folder(world, "writer@alfa", path).of(1).objects) <= steps.objects(site)


def test_a_stolen_store_and_dump_tell_neither_whose_a_file_is_nor_what_it_says(
    site: Site, world: World
) -> None:
    """Bravo sends a finding with two files; delta keeps one without any: both look alike."""
    finding.sourcing(world, "BD", "1410")
    for who in ("writer@bravo", "writer@delta"):
        finding.supplier(world, who)
    sender = world.visit("writer@bravo")
    path = finding.ready(sender, world)
    finding.ready(world.visit("writer@delta"), world)
    steps.attach(sender, path, one__txt=papers.PLAIN.encode(), two__txt=b"Nobody was told why.")
    site.drain()
    for number in (1, 2):
        steps.copied(site, sender, path, number)
    assert finding.send(sender, path).status_code == 303

    dump = stolen(site)
    ours = {name: world.organizations[name] for name in ("bravo", "delta")}
    shapes = {
        name: Counter(
            len(bytes(row["sealed"]))
            for row in dump["public.attachment_folders"]
            if row["organization_id"] == organization
        )
        for name, organization in ours.items()
    }
    assert shapes["bravo"] == shapes["delta"]
    waiting = [row for row in dump["public.candidate_files"] if row["group_id"] == world.group_id]
    assert sorted(row["number"] for row in waiting) == [1, 2]
    assert {len(bytes(row["box"])) for row in waiting} == {256 + 28}
    assert {frozenset(row) for row in dump["public.attachment_objects"]} == {
        frozenset({"name", "unused"})
    }
    store = files.store(site.settings)
    everything = b"".join(store.get(name) for name in steps.objects(site)) + str(dump).encode()
    for canary in (papers.PLAIN.encode(), b"Nobody was told why.", b"one.txt"):
        assert canary not in everything
    assert {len(store.get(name)) % 4096 for name in steps.objects(site)} == {28}
