"""What others see of a release: own answers, counts from three families, and only after the count."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, text

from portal.airlock.rhythm import round_of
from portal.core.clock import now
from portal.db.roles import DatabaseRole
from portal.db.steward import Steward
from portal.features.sightings.jobs import count_round, count_sightings
from portal.jobs.queue import Work
from portal.models import Sighting, Tally
from tests.conftest import Site
from tests.features.releases.arrange import another_group, frozen, release, withdraw
from tests.pages import Page
from tests.world import World

PRACTICE_NOTES = ("It cut the fees.", "Workers asked for it.", "Took half a year.")


def answer(world: World, shown: UUID, kind: str, *names: str, note: str = "") -> None:
    for name in names:
        sent = {"kind": kind} | ({"note": note} if note else {})
        reply = world.visit(f"writer@{name}").send(f"/releases/{shown}/sighting", sent)
        assert reply.status_code == 303, Page(reply.text).text


def count(site: Site, world: World) -> None:
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    with steward.transaction() as session:
        count_round(session, world.group_id, now().date())
    steward.close()


def page(world: World, shown: UUID, who: str = "reader@foxtrot") -> str:
    return Page(world.visit(who).get(f"/releases/{shown}").text).text


def test_counts_are_told_from_three_families_up_and_only_after_the_count(
    site: Site, world: World
) -> None:
    shown = release(world)
    nothing = page(world, shown)
    # Alfa and golf are one family, so these are two.
    answer(world, shown, "seen", "alfa", "golf", "bravo")
    count(site, world)
    assert page(world, shown) == nothing, "none and too few look the same"

    answer(world, shown, "seen", "charlie")
    assert page(world, shown) == nothing, "no answer shows when it is given"
    count(site, world)
    assert "We see this too 3 corporate families" in page(world, shown)

    answer(world, shown, "otherwise", "golf")
    count(site, world)
    assert page(world, shown) == nothing, "a family whose organizations disagree counts nowhere"
    answer(world, shown, "seen", "golf", "delta")
    reply = world.visit("writer@charlie").send(f"/releases/{shown}/sighting", {"do": "take_back"})
    assert reply.status_code == 303
    count(site, world)
    assert "We see this too 3 corporate families" in page(world, shown)
    assert world.sql("select kind, families from tallies where release_id = :id", id=shown) == [
        ("seen", 3)
    ]


def test_an_answer_is_shown_to_the_own_organization_alone_and_names_nobody_at_rest(
    site: Site, world: World
) -> None:
    shown = release(world)
    answer(world, shown, "remediated", "bravo")

    assert "Remediated here Your organization" in page(world, shown, "reader@bravo")
    for who in ("writer@alfa", "coordinator1", "reader@golf"):
        assert "Your organization" not in page(world, shown, who).partition("What others see")[2]
        with world.transaction(who) as session:
            assert session.scalars(select(Sighting.id)).all() == []
    row = world.sql(
        "select to_jsonb(s)::text as all, * from sightings s where release_id = :id", id=shown
    )[0]
    named = [world.organizations["bravo"], world.families["bravo"]]
    for each in (*named, world.people["writer@bravo"].id):
        assert str(each) not in row.all
        assert each.hex not in row.all
    assert set(row._mapping) == {
        *("all", "id", "group_id", "release_id", "owner_tag", "family_box", "kind", "note")
    }, "no time, no person"
    refused = {"reader@bravo": 403, "coordinator1": 403, "writer@observer": 404}
    for who, status in refused.items():
        reply = world.visit(who).send(f"/releases/{shown}/sighting", {"kind": "seen"})
        assert reply.status_code == status, who


def test_notes_of_a_practice_are_checked_and_shown_only_among_three(
    site: Site, world: World
) -> None:
    shown = release(world, kind="practice")
    telling = world.visit("writer@bravo").send(
        f"/releases/{shown}/sighting", {"kind": "adopted", "note": "Ask ann@alfa.example about it."}
    )
    assert telling.status_code == 422
    assert "This could identify someone" in telling.text
    for name, note in zip(("bravo", "charlie", "delta"), PRACTICE_NOTES, strict=True):
        answer(world, shown, "adopted", name, note=note)
    answer(world, shown, "rejected", "echo", note="Too slow for us.")
    count(site, world)

    said = page(world, shown)

    assert "Adopted 3 corporate families" in said
    assert all(note in said for note in PRACTICE_NOTES)
    assert "Too slow" not in said
    assert "We see this too" not in said
    withdraw(world, shown)
    assert "It cut the fees." not in page(world, shown)
    count(site, world)
    for table in ("sightings", "tallies"):
        assert world.sql(f"select * from {table} where release_id = :id", id=shown) == []


def test_of_a_family_s_two_notes_the_same_one_is_shown_in_every_round(
    site: Site, world: World
) -> None:
    shown = release(world, kind="practice")
    # Alfa and golf are one family: notes that took turns would tell that one family wrote both.
    said = (*PRACTICE_NOTES, "It needs patience.")
    for name, note in zip(("alfa", "bravo", "charlie", "golf"), said, strict=True):
        answer(world, shown, "adopted", name, note=note)
    rounds = set()
    for _ in range(8):
        count(site, world)
        told = world.sql("select notes from tallies where release_id = :id", id=shown)[0].notes
        rounds.add(frozenset(told))

    assert [len(notes) for notes in rounds] == [3]


def test_each_group_counts_once_in_its_rhythm_whatever_was_answered(
    site: Site, world: World
) -> None:
    shown = release(world)
    steward = Steward(site.url(DatabaseRole.STEWARD), site.keys)
    work = Work(site.app.extensions["portal.database"], steward, site.keys, site.settings)
    count_sightings(work)
    answer(world, shown, "seen", "alfa", "bravo", "charlie")

    count_sightings(work)

    assert world.sql("select * from tallies where release_id = :id", id=shown) == []
    world.sql("update tally_rounds set held_on = held_on - 7 where group_id = :g", g=world.group_id)
    count_sightings(work)
    assert len(world.sql("select * from tallies where release_id = :id", id=shown)) == 1
    today = now().date()
    assert {round_of(today + timedelta(days=n), 7) for n in range(7)} <= {
        round_of(today, 7),
        round_of(today, 7) + timedelta(days=7),
    }
    steward.close()


def test_similar_is_what_says_something_alike_and_the_reader_may_open(
    site: Site, world: World
) -> None:
    shown = release(world, title="Recruitment fees in dormitories")
    alike = release(world, title="Fees charged in a dormitory", place="BD")
    other_words = {"narrative": "Paid late.", "place": "VN", "sector": "2610"}
    unlike = release(world, title="Overtime", indicators=["isolation"], **other_words)
    other = another_group(world, members=["stranger"])
    wider = release(other, title="Fees in dormitories elsewhere", audience="association")
    hidden = release(other, title="Fees in dormitories unseen")
    outside = frozen(world, title="Fees in a dormitory", audience="association")

    with world.transaction("writer@bravo") as session:
        found = session.execute(
            text("select id from guard.find_similar(:id) order by place"), {"id": shown}
        )
        inside = list(found.scalars())
    assert inside == [alike], "neither what is hidden nor the outsiders' copies"
    links = Page(world.visit("writer@bravo").get(f"/releases/{shown}").text).links
    assert f"/releases/{alike}" in links
    assert not {f"/releases/{each}" for each in (unlike, wider, hidden)} & set(links)
    with world.transaction("reader@observer") as session:
        statement = text("select id from guard.find_similar(:id)")
        assert list(session.execute(statement, {"id": shown}).scalars()) == []
        beyond = set(session.execute(statement, {"id": outside[0]}).scalars())
    assert beyond == set(outside[1:])


def test_outsiders_see_nothing_of_the_groups_answers(site: Site, world: World) -> None:
    shown = frozen(world, audience="group_and_observers")[0]
    said = page(world, shown, "reader@observer")
    for words in ("What others see", "Ask the author", "Discussion"):
        assert words not in said
    with world.transaction("reader@observer") as session:
        assert session.scalars(select(Tally.kind)).all() == []
