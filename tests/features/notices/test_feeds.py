"""Feeds open by a token that is shown once, tell what mails tell, and close."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

from icalendar import Calendar

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.records import add_outcomes
from portal.core.clock import now
from portal.privacy.bundles import first_round_after
from portal.privacy.insights.calendar import next_due
from tests.features.notices.steps import batch, gather_now
from tests.features.notices.test_pages import MIXED
from tests.pages import Page
from tests.world import World

ATOM = "{http://www.w3.org/2005/Atom}"


def address(world: World, who: str, feed: str) -> str:
    """The path that the page shows once."""
    reply = world.visit(who).send(f"/notices/feeds/{feed}/new")
    assert reply.status_code == 200
    field = next(c for c in Page(reply.text).controls if c.get("id") == "feed-address")
    found: str = "/" + str(field["value"]).split("/", 3)[3]
    return found


def test_a_feed_tells_what_mails_tell_and_opens_until_it_is_taken_back(world: World) -> None:
    batch(world, *MIXED)
    gather_now(world)
    path = address(world, "reader@alfa", "atom")
    program = world.site.app.test_client()

    reply = program.get(path)
    assert reply.mimetype == "application/atom+xml"
    assert reply.headers["Cache-Control"] == "private, max-age=900"
    entries = ET.fromstring(reply.data).findall(f"{ATOM}entry")  # noqa: S314  # our own
    assert [each.findtext(f"{ATOM}content") for each in entries] == [
        "TLP:GREEN Passports in a locked drawer\nTLP:AMBER: to be read in the portal only"
    ]
    assert "Wages" not in reply.text
    assert "RED" not in reply.text
    unchanged = program.get(path, headers={"If-None-Match": reply.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert program.get(path.replace(".atom", ".ics")).status_code == 404, "one token, one feed"
    assert str(now().day) in world.visit("reader@alfa").get("/notices/settings").text

    again = address(world, "reader@alfa", "atom")
    assert program.get(path).status_code == 404
    assert program.get(again).status_code == 200
    assert world.visit("reader@alfa").send("/notices/feeds/atom/revoke").status_code == 303
    revoked, never = program.get(again), program.get("/feeds/nothing.atom")
    assert revoked.status_code == never.status_code == 404
    assert revoked.data == never.data


def test_a_feed_of_somebody_who_has_left_tells_nothing(world: World) -> None:
    batch(world, *MIXED)
    gather_now(world)
    path = address(world, "reader@alfa", "atom")
    program = world.site.app.test_client()
    world.sql(
        "update standings set ended_on = current_date where organization_id = :o",
        o=world.organizations["alfa"],
    )
    assert b"<entry>" not in program.get(path).data
    world.sql("update people set active = false where id = :p", p=world.people["reader@alfa"].id)
    assert program.get(path).status_code == 404


def test_a_calendar_shows_days_and_nothing_of_what_waits_or_what_is_written(world: World) -> None:
    batch(world, *MIXED)
    today = now().date()
    due, done = today + timedelta(days=9), today + timedelta(days=19)
    with world.transaction("writer@alfa", write=True) as session:
        add_outcomes(session, [audit(due, "open"), audit(done, "verified_closed")])
    mine = days(world, "reader@alfa")
    colleague = days(world, "reader@bravo")

    rhythm = today + timedelta(days=7)
    usual = [rhythm, *rounds(today), *figures(today)]
    assert [day for day, said in mine if "Corrective" not in said] == sorted(usual)
    assert [day for day, said in mine if "Corrective" in said] == [due]
    assert [day for day, _ in colleague] == sorted(usual), "another organization's days are its own"
    assert [day for day, _ in days(world, "reader@observer")] == sorted(usual[1:])


def audit(due_on: Any, state: str) -> Outcome:
    action = Action(text="Give the passports back", state=state, due_on=due_on)
    finding = AuditFinding(issue="Passports in a safe", actions=(action,))
    return Outcome(
        supplier="Harimau Stitchworks", scheme="smeta", audited_on=due_on, findings=(finding,)
    )


def rounds(today: Any) -> list[Any]:
    found = [first_round_after(today)]
    for _ in range(3):
        found.append(first_round_after(found[-1]))
    return found


def figures(today: Any) -> list[Any]:
    found = [next_due(today)[1]]
    for _ in range(3):
        found.append(next_due(found[-1])[1])
    return found


def days(world: World, who: str) -> list[tuple[Any, str]]:
    reply = world.site.app.test_client().get(address(world, who, "calendar"))
    assert reply.mimetype == "text/calendar"
    assert "Harimau" not in reply.text
    events = Calendar.from_ical(reply.data).walk("VEVENT")
    return sorted((each.decoded("DTSTART"), str(each["SUMMARY"])) for each in events)
