"""Mails about what happened for everybody: who gets which, when, and what stands in them."""

import re
from datetime import UTC, datetime, time, timedelta

from portal.core.clock import now
from tests.features.bundles.arrange import READ, ROUND, freeze, read_inside
from tests.features.notices.steps import (
    Mailbox,
    batch,
    choose,
    ending_of,
    gather_now,
    open_mailbox,
    plan_now,
    tell,
)
from tests.world import World

MIXED = (
    ("Passports in a locked drawer", "TLP:GREEN"),
    ("Wages held back for two months", "TLP:AMBER"),
    ("A list of agents and their fees", "TLP:RED"),
)
TOKEN = re.compile(rb"(?<=/)[0-9a-f]{64}")


def bare(mail: bytes) -> bytes:
    """The mail without its address, minute, random id and token of fixed length."""
    return TOKEN.sub(b"TOKEN", re.sub(rb"(?m)^(To|Date|Message-ID): [^\r]*", rb"\1:", mail))


def test_author_and_reader_get_the_same_mail_and_it_names_what_may_be_passed_on_only(
    world: World,
) -> None:
    people = ("writer@alfa", "reader@foxtrot", "coordinator1", "admin@golf")
    for who in people:
        choose(world, who, "instant")
    batch(world, *MIXED)
    with open_mailbox() as box:
        tell(world, mail_url=box.url)
        mails = {who: box.mails_to(world, who) for who in people}
        assert [len(each) for each in mails.values()] == [1] * len(people)
        assert len({bare(*box.bytes_to(world, who)) for who in people}) == 1

        [mail] = mails["writer@alfa"]
        assert mail["Subject"] == "[TLP:RED] News from your working groups"
        body = mail.get_content()
        assert body.splitlines()[0] == "TLP:RED"
        assert "TLP:GREEN Passports in a locked drawer" in body
        assert "TLP:AMBER: to be read in the portal only" in body
        assert not [said for said in ("Wages", "agents", "Alfa", "Writer") if said in str(mail)]
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", str(mail["Message-ID"]) + body), "no ids"
        assert re.match(r"<[0-9a-f]{32}@", mail["Message-ID"]), "neither host, process nor time"
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"/unsubscribe/[0-9a-f]{64}", ending_of(mail))

        # A batch is one mail however often the jobs run, and whoever chose nothing waits a week.
        assert tell(world, mail_url=box.url) == 0
        assert len(box.mails_to(world, "writer@alfa")) == 1
        assert box.mails_to(world, "writer@bravo") == []


def test_mail_keeps_to_each_persons_rhythm_and_to_the_ten_minutes(world: World) -> None:
    choose(world, "reader@alfa", "daily")
    choose(world, "reader@bravo", "off")
    choose(world, "reader@charlie", "instant")
    batch(world, *MIXED)
    with open_mailbox() as box:
        tell(world, now() - timedelta(minutes=10), mail_url=box.url)
        got = people_with_mail(world, box)
        assert "reader@charlie" not in got, "what was published waits"
        tell(world, mail_url=box.url)
        assert people_with_mail(world, box) - got == {"reader@charlie"}

        morning = datetime.combine(now().date() + timedelta(days=1), time(6, 1), UTC)
        plan_now(world, morning - timedelta(minutes=2))
        plan_now(world, morning)
        world.site.drain(mail_url=box.url)
        daily = people_with_mail(world, box)
        assert "reader@alfa" in daily

        monday = morning + timedelta(days=-morning.weekday() % 7)
        plan_now(world, monday)
        world.site.drain(mail_url=box.url)
        weekly = people_with_mail(world, box)
        assert "reader@delta" in weekly
        assert "reader@bravo" not in weekly
        assert [len(box.mails_to(world, who)) for who in ("reader@alfa", "reader@charlie")] == [
            1,
            1,
        ]


def people_with_mail(world: World, box: Mailbox) -> set[str]:
    return {who for who in world.people if box.mails_to(world, who)}


def test_who_has_left_and_what_was_withdrawn_meanwhile_is_not_told(world: World) -> None:
    for who in ("reader@alfa", "reader@bravo", "reader@charlie", "reader@delta"):
        choose(world, who, "instant")
    batch(world, *MIXED)
    gather_now(world)
    assert plan_now(world) == 4
    world.sql(
        "update standings set ended_on = current_date where organization_id = :o",
        o=world.organizations["alfa"],
    )
    world.sql("update people set active = false where id = :p", p=world.people["reader@bravo"].id)
    choose(world, "reader@charlie", "off")
    world.sql(
        "update releases set withdrawn = true, title = '', narrative = '' where group_id = :g"
        " and tlp <> 'TLP:AMBER'",
        g=world.group_id,
    )
    with open_mailbox() as box:
        world.site.drain(mail_url=box.url)
        assert people_with_mail(world, box) == {"reader@delta"}
        [mail] = box.mails_to(world, "reader@delta")
    assert mail["Subject"].startswith("[TLP:AMBER]")
    assert "Passports" not in mail.get_content()
    states = world.sql(
        "select state from digests where person_id in (select id from people where"
        " organization_id in (select organization_id from standings where group_id = :g))",
        g=world.group_id,
    )
    assert sorted(row.state for row in states) == ["dropped", "dropped", "dropped", "sent"]


def test_observers_are_told_of_bundles_and_members_of_batches(world: World) -> None:
    choose(world, "reader@observer", "instant")
    choose(world, "reader@alfa", "instant")
    read_inside(world, tlp="TLP:GREEN")
    with open_mailbox() as box:
        gather_now(world)
        assert plan_now(world, since=READ) == 0, "nobody beyond hears of what waits"
        assert freeze(world) == 1
        gather_now(world)
        assert plan_now(world, since=ROUND) == 1
        world.site.drain(mail_url=box.url)
        [mail] = box.mails_to(world, "reader@observer")
    assert "New releases in frozen bundles" in mail.get_content()
    assert "TLP:GREEN Fees taken before departure" in mail.get_content()


def test_a_server_that_is_down_or_busy_is_tried_again_and_each_mail_arrives_once(
    world: World,
) -> None:
    for who in ("reader@alfa", "reader@bravo"):
        choose(world, who, "instant")
    batch(world, *MIXED)
    with open_mailbox() as box:
        url, box.reply = box.url, "450 come back later"
        assert tell(world, mail_url=url) == 2
        assert box.envelopes == []
        again(world)
        box.reply = "250 OK"
        world.site.drain(mail_url=url)
        world.site.drain(mail_url=url)
        assert people_with_mail(world, box) == {"reader@alfa", "reader@bravo"}
        assert len(box.envelopes) == 2


def again(world: World) -> None:
    world.sql("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
