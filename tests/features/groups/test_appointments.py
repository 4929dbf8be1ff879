from typing import Any
from uuid import uuid4

import pytest

from tests.world import World


def appoint(
    world: World, kind: str, *, colleague: str = "", email: str = "", who: str = "host"
) -> Any:
    form = {
        "kind": kind,
        "colleague": str(world.people[colleague].id) if colleague else "",
        "email": world.people[email].email if email in world.people else email,
    }
    return world.visit(who).send(f"/groups/{world.group_id}/appointments", form)


def end(world: World, person: str, kind: str, who: str = "host") -> Any:
    path = f"/groups/{world.group_id}/appointments/{world.people[person].id}/{kind}/end"
    return world.visit(who).send(path)


def appointed(world: World, kind: str) -> set[Any]:
    rows = world.sql(
        "select person_id from appointments where group_id = :group and kind = :kind",
        group=world.group_id,
        kind=kind,
    )
    return {row.person_id for row in rows}


def test_a_colleague_becomes_a_coordinator_and_can_act_at_the_next_request(world: World) -> None:
    world.sql("delete from appointments where group_id = :group", group=world.group_id)
    person = world.visit("coordinator1")
    assert person.get(f"/groups/{world.group_id}/settings").status_code in {403, 404}

    reply = appoint(world, "coordinator", colleague="coordinator1")

    assert reply.location == f"/groups/{world.group_id}/appointments"
    assert person.get(f"/groups/{world.group_id}/settings").status_code == 200
    [event] = world.events("appointment.made", world.people["coordinator1"].id)
    assert (event.chain, event.facts) == ("group", {"what": "coordinator"})


def test_somebody_of_a_member_is_appointed_by_address_whatever_its_case(world: World) -> None:
    reply = appoint(world, "coordinator", email=f" {world.people['writer@alfa'].email.upper()}")

    assert reply.status_code == 303
    assert world.people["writer@alfa"].id in appointed(world, "coordinator")


def test_addresses_outside_the_group_all_answer_alike(world: World) -> None:
    world.sql("update people set active = false where id = :id", id=world.people["reader@bravo"].id)
    world.sql(
        "update standings set ended_on = current_date where organization_id = :id",
        id=world.organizations["echo"],
    )
    unknown = f"{uuid4().hex}@people.example"

    for email in ("writer@stranger", "reader@bravo", "writer@echo", unknown):
        reply = appoint(world, "coordinator", email=email)
        assert reply.status_code == 422
        assert "Nobody of this group" in reply.text


def test_three_custodians_of_three_organizations_and_no_more(world: World) -> None:
    for email in ("writer@alfa", "writer@bravo", "writer@observer"):
        assert appoint(world, "custodian", email=email).status_code == 303

    fourth = appoint(world, "custodian", email="writer@charlie")

    assert fourth.status_code == 422
    assert "has three custodians" in fourth.text
    assert len(appointed(world, "custodian")) == 3


def test_two_custodians_of_one_organization_are_refused(world: World) -> None:
    appoint(world, "custodian", email="writer@alfa")

    reply = appoint(world, "custodian", email="reader@alfa")

    assert reply.status_code == 422
    assert "of different organizations" in reply.text


def test_nobody_is_coordinator_and_custodian(world: World) -> None:
    reply = appoint(world, "custodian", colleague="coordinator1")

    assert reply.status_code == 422
    assert "both a coordinator and a" in reply.text
    assert appointed(world, "custodian") == set()


@pytest.mark.parametrize(("colleague", "email"), [("", ""), ("host", "writer@alfa")])
def test_exactly_one_way_of_naming_the_person(world: World, colleague: str, email: str) -> None:
    reply = appoint(world, "coordinator", colleague=colleague, email=email)

    assert reply.status_code == 422
    assert "Choose a person of your organization, or enter an address." in reply.text


def test_an_appointment_that_ends_takes_its_power_at_once(world: World) -> None:
    person = world.visit("coordinator1")
    assert person.get(f"/groups/{world.group_id}/settings").status_code == 200

    reply = end(world, "coordinator1", "coordinator")

    assert reply.location == f"/groups/{world.group_id}/appointments"
    assert person.get(f"/groups/{world.group_id}/settings").status_code in {403, 404}
    assert len(world.events("appointment.ended", world.people["coordinator1"].id)) == 1
    assert end(world, "coordinator1", "coordinator").status_code == 404


def test_ending_the_only_coordinator_says_what_then_stops(world: World) -> None:
    end(world, "coordinator1", "coordinator")

    path = (
        f"/groups/{world.group_id}/appointments/{world.people['coordinator2'].id}/coordinator/end"
    )
    page = world.visit("host").get(path)

    assert "This is the only coordinator." in page.text
    assert world.people["coordinator2"].id in appointed(world, "coordinator")


@pytest.mark.parametrize("who", ["coordinator1", "admin@alfa"])
def test_only_the_host_appoints(world: World, who: str) -> None:
    assert appoint(world, "coordinator", email="writer@alfa", who=who).status_code == 403
    assert end(world, "coordinator2", "coordinator", who).status_code == 403
    assert world.people["coordinator2"].id in appointed(world, "coordinator")


def test_only_an_administrator_of_the_host_can_resolve_an_address_in_the_database(
    world: World,
) -> None:
    from sqlalchemy import text

    from portal.core.passwords import email_tag

    tag = email_tag(world.people["writer@alfa"].email, world.site.keys)
    find = text("select * from guard.find_in_group(:group, :tag)")
    for who, number in (("host", 1), ("coordinator1", 0), ("admin@alfa", 0), ("admin@stranger", 0)):
        with world.transaction(who) as session:
            found = session.execute(find, {"group": world.group_id, "tag": tag}).all()
        assert len(found) == number, who
