"""The list of news, what is read, and how often mail comes: by person, and without scripts."""

from uuid import uuid4

from tests.features.bundles.arrange import freeze, read_inside
from tests.features.notices.steps import batch, choose, gather_now
from tests.pages import Page
from tests.world import World, add_group

MIXED = (
    ("Passports in a locked drawer", "TLP:GREEN"),
    ("Wages held back for two months", "TLP:AMBER"),
    ("A list of agents and their fees", "TLP:RED"),
)
DOT = "Something new"


def test_everybody_inside_reads_the_same_news_and_nobody_else_does(world: World) -> None:
    empty = world.visit("reader@alfa").get("/notices").text
    assert "Nothing yet" in empty
    assert DOT not in empty
    batch(world, *MIXED)
    gather_now(world)
    gather_now(world)

    pages = {
        who: Page(world.visit(who).get("/notices").text)
        for who in ("writer@alfa", "writer@foxtrot", "coordinator1")
    }
    mains = {page.text.partition("What happened for everybody")[2] for page in pages.values()}
    assert len(mains) == 1, "the author's page is everybody's"
    [said] = mains
    assert said.count("New releases") == 1
    assert all(title in said for title, _ in MIXED)
    assert DOT in pages["writer@alfa"].text
    for who in ("reader@observer", "reader@stranger", "host"):
        told = world.visit(who).get("/notices").text
        assert "New releases" not in told, who
        assert DOT not in told, who


def test_reading_is_marked_for_one_person_only_and_new_things_are_new_again(world: World) -> None:
    batch(world, *MIXED)
    gather_now(world)
    mine, colleague = world.visit("reader@alfa"), world.visit("admin@alfa")
    before = mine.get("/notices").text
    assert "Mark all as read" in before

    assert mine.send("/notices/read").status_code == 303
    after = mine.get("/notices").text
    assert "Mark all as read" not in after
    assert DOT not in after
    assert DOT in colleague.get("/").text

    batch(world, *MIXED)
    gather_now(world)
    again = mine.get("/notices").text
    assert DOT in again
    assert Page(again).text.count("New New releases") == 1
    assert Page(again).text.count("New releases") == 2


def test_news_of_many_days_come_in_pages_by_group_without_a_count(world: World) -> None:
    other = uuid4()
    with world.transaction("host", write=True) as session:
        add_group(session, world, other, [("alfa", "member")], name="Another circle")
    world.sql(
        "insert into bulletins (id, association_id, group_id, kind, about, part, audience, told_on,"
        " mail_from) select gen_random_uuid(), :a, :g, 'group', gen_random_uuid(), '', 'everyone',"
        " current_date - n, now() from generate_series(1, 60) n",
        a=world.association_id,
        g=world.group_id,
    )
    visitor = world.visit("reader@alfa")
    seen, path = 0, f"/notices?group={world.group_id}"
    for expected in (25, 25, 10):
        page = Page(visitor.get(path).text)
        found = page.text.count("The group's settings or charter have changed")
        assert found == expected
        seen += found
        path = next((each for each in page.links if "after=" in each), "")
    assert (seen, path) == (60, "")
    assert "Nothing yet" in visitor.get(f"/notices?group={other}").text
    assert "settings or charter" in visitor.get(f"/notices?group={uuid4()}").text, "no such group"


def test_observers_read_of_bundles_and_members_of_their_own_copies(world: World) -> None:
    read_inside(world, tlp="TLP:AMBER")
    assert freeze(world) == 1
    gather_now(world)
    beyond = Page(world.visit("reader@observer").get("/notices").text)
    assert "New releases in frozen bundles" in beyond.text
    assert "Fees taken before departure" in beyond.text
    opened = {link for link in beyond.links if link.startswith("/releases/")}
    assert opened
    for link in opened:
        assert world.visit("reader@observer").get(link).status_code == 200, link
    assert "frozen" not in Page(world.visit("reader@alfa").get("/notices").text).text


def test_a_choice_that_is_none_is_told_beside_its_group_and_nothing_is_kept(world: World) -> None:
    visitor = world.visit("reader@alfa")
    reply = visitor.send("/notices/settings", {f"{world.group_id.hex}-cadence": "hourly"})
    assert reply.status_code == 422
    assert "Please check what you entered" in reply.text
    choose(world, "reader@alfa", "daily")
    page = visitor.get("/notices/settings").text
    assert 'value="daily" checked' in page or "checked id" in page
    [row] = world.sql(
        "select cadence from notice_settings where person_id = :p", p=world.people["reader@alfa"].id
    )
    assert row.cadence == "daily"
    assert [deed.kind for deed in world.personal_events("reader@alfa")] == ["notice.changed"]
