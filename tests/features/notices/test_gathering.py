"""What counts as something that happened: once each, on its day, to those who read it."""

from uuid import uuid4

from tests.features.notices.steps import batch, gather_now
from tests.features.notices.test_pages import MIXED
from tests.pages import Page
from tests.world import World


def told(world: World) -> list[tuple[str, str, int]]:
    rows = world.sql(
        "select kind, audience, told_on - current_date as day from bulletins where group_id = :g",
        g=world.group_id,
    )
    return sorted((row.kind, row.audience, row.day) for row in rows)


def talk(world: World, thread: object, days: int, *, hidden: bool = False) -> None:
    world.sql(
        "insert into posts (id, thread_id, group_id, visible_from, voice, byline, hidden, reason,"
        " deleted) values (gen_random_uuid(), :t, :g, now() + make_interval(days => :d), 'named',"
        " 'Alfa', :h, '', false)",
        t=thread,
        g=world.group_id,
        d=days,
        h=hidden,
    )


def thread(world: World, days: int) -> object:
    made = uuid4()
    world.sql(
        "insert into threads (id, association_id, group_id, topic, state, visible_from)"
        " values (:t, :a, :g, 'How to pay fees back', 'open', now() + make_interval(days => :d))",
        t=made,
        a=world.association_id,
        g=world.group_id,
        d=days,
    )
    talk(world, made, days)
    return made


def test_a_thread_is_told_on_the_day_it_is_read_and_its_posts_once_a_day(world: World) -> None:
    old = thread(world, -3)
    thread(world, 2)
    for days in (-3, -1, -1, 1):
        talk(world, old, days)
    talk(world, old, -2, hidden=True)
    for _ in range(2):
        gather_now(world)
    assert told(world) == [("posts", "inside", -1), ("thread", "inside", -3)]

    page = Page(world.visit("reader@alfa").get("/notices").text)
    assert "New posts in a discussion How to pay fees back" in page.text
    assert f"/threads/{old}" in page.links
    assert "Nothing yet" in Page(world.visit("reader@observer").get("/notices").text).text


def test_counts_are_told_when_they_change_and_settings_when_they_do(world: World) -> None:
    batch(world, *MIXED)
    [release, *_] = world.sql("select id from releases where group_id = :g", g=world.group_id)
    count = {"r": release.id, "g": world.group_id}
    world.sql("insert into tallies values (:r, 'seen', :g, 3, '{}', current_date - 1)", **count)
    gather_now(world)
    world.sql("update tallies set counted_on = current_date where group_id = :g", g=world.group_id)
    gather_now(world)
    once = [("batch", "inside", 0), ("tally", "inside", -1)]
    assert told(world) == once, "counted again, and nothing has changed"
    world.sql("update tallies set families = 4 where group_id = :g", g=world.group_id)
    world.sql("update groups set version = 2 where id = :g", g=world.group_id)
    gather_now(world)
    assert told(world) == sorted([*once, ("tally", "inside", 0), ("group", "everyone", 0)])
    said = Page(world.visit("reader@observer").get("/notices").text).text
    assert "The group's settings or charter have changed" in said


def test_observers_are_told_at_once_of_what_organizations_sign(world: World) -> None:
    batch(world, *MIXED)
    world.sql(
        "update releases set byline = 'Alfa', audience = 'group_and_observers', kind = 'practice'"
        " where group_id = :g and tlp = 'TLP:GREEN'",
        g=world.group_id,
    )
    gather_now(world)
    assert told(world) == [("batch", "inside", 0), ("named", "beyond", 0)]
    said = Page(world.visit("reader@observer").get("/notices").text).text
    assert "New practices that organizations signed" in said
    assert MIXED[0][0] in said
    assert MIXED[1][0] not in said
