"""Mails end by their own link, without signing in (RFC 8058), and only by a POST."""

from datetime import timedelta
from uuid import uuid4

from portal.core.clock import now
from tests.features.notices.steps import (
    batch,
    choose,
    ending_of,
    gather_now,
    open_mailbox,
    plan_now,
    tell,
)
from tests.features.notices.test_pages import MIXED
from tests.world import World, add_group

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def cadence(world: World, who: str) -> str:
    rows = world.sql(
        "select cadence from notice_settings where person_id = :p", p=world.people[who].id
    )
    return rows[0].cadence if rows else ""


def test_one_click_of_a_mail_program_ends_the_mails_of_its_owner_only(world: World) -> None:
    for who in ("reader@alfa", "reader@bravo"):
        choose(world, who, "instant")
    batch(world, *MIXED)
    with open_mailbox() as box:
        tell(world, mail_url=box.url)
        path = ending_of(*box.mails_to(world, "reader@alfa"))
        program = world.site.app.test_client()

        assert "Stop mails about this group" in program.get(path).text
        assert cadence(world, "reader@alfa") == "instant", "following the link ends nothing"
        assert program.post(path, data=ONE_CLICK).status_code == 200
        assert cadence(world, "reader@alfa") == "off"
        assert cadence(world, "reader@bravo") == "instant"
        assert "come no more" in program.post(path, data={"everything": "yes"}).text

        batch(world, *MIXED)
        assert tell(world, mail_url=box.url) == 1
        assert len(box.mails_to(world, "reader@alfa")) == 1
        assert len(box.mails_to(world, "reader@bravo")) == 2


def test_the_link_of_a_digest_ends_all_digests_and_names_only_what_the_mail_named(
    world: World,
) -> None:
    other = uuid4()
    with world.transaction("host", write=True) as session:
        add_group(session, world, other, [("alfa", "member")], name="A circle nobody mentioned")
    batch(world, *MIXED)
    gather_now(world)
    monday = now() + timedelta(days=7)
    plan_now(world, monday)
    with open_mailbox() as box:
        world.site.drain(mail_url=box.url)
        path = ending_of(*box.mails_to(world, "reader@alfa"))
    program = world.site.app.test_client()
    assert "nobody mentioned" not in program.get(path).text
    assert program.post(path, data=ONE_CLICK).status_code == 200
    chosen = world.sql(
        "select cadence from notice_settings where person_id = :p", p=world.people["reader@alfa"].id
    )
    assert [row.cadence for row in chosen] == ["off", "off"]


def test_a_link_that_never_was_looks_like_one_that_is_over(world: World) -> None:
    stranger = world.site.app.test_client()
    choose(world, "reader@alfa", "instant")
    batch(world, *MIXED)
    with open_mailbox() as box:
        tell(world, mail_url=box.url)
        path = ending_of(*box.mails_to(world, "reader@alfa"))
    world.sql("delete from digests where person_id = :p", p=world.people["reader@alfa"].id)

    over, never = stranger.get(path), stranger.get(f"/unsubscribe/{'0' * 64}")
    assert over.status_code == never.status_code == 404
    assert over.data == never.data
    assert stranger.post(path, data=ONE_CLICK).status_code == 404
    assert cadence(world, "reader@alfa") == "instant"
