"""What one person chose, read and opened is nobody else's, whatever SQL the web role is made to run."""

from sqlalchemy import text

from tests.features.notices.steps import batch, choose, gather_now
from tests.features.notices.test_pages import MIXED
from tests.world import World

OWN = ("notice_settings", "notice_marks", "feed_tokens")


def test_a_colleague_finds_and_changes_nothing_of_ones_own(world: World) -> None:
    batch(world, *MIXED)
    gather_now(world)
    choose(world, "reader@alfa", "daily")
    mine = world.visit("reader@alfa")
    assert mine.send("/notices/read").status_code == 303
    assert mine.send("/notices/feeds/atom/new").status_code == 200

    for who, expected in (("reader@alfa", 1), ("admin@alfa", 0), ("coordinator1", 0)):
        with world.transaction(who, write=True) as session:
            counts = [session.scalar(text(f"select count(*) from {each}")) for each in OWN]
            assert counts == [expected] * len(OWN), who
            session.execute(
                text("delete from feed_tokens where person_id <> guard.current_person()")
            )
            session.execute(
                text(
                    "update notice_settings set cadence = 'off'"
                    " where person_id <> guard.current_person()"
                )
            )
    [row] = world.sql(
        "select cadence, (select count(*) from feed_tokens f where f.person_id = s.person_id) as feeds"
        " from notice_settings s where person_id = :p",
        p=world.people["reader@alfa"].id,
    )
    assert (row.cadence, row.feeds) == ("daily", 1)


def test_members_and_observers_find_only_what_they_are_told(world: World) -> None:
    batch(world, *MIXED)
    gather_now(world)
    found = {}
    for who in ("reader@alfa", "coordinator1", "reader@observer", "reader@stranger", "host"):
        with world.transaction(who) as session:
            found[who] = session.scalar(text("select count(*) from bulletins"))
    assert found == {
        "reader@alfa": 1,
        "coordinator1": 1,
        "reader@observer": 0,
        "reader@stranger": 0,
        "host": 0,
    }
