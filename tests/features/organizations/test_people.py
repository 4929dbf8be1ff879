from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.features.signin.door import sign_in
from tests.pages import Visitor
from tests.world import World


def person(world: World, who: str) -> Any:
    [row] = world.sql("select role, active from people where id = :id", id=world.people[who].id)
    return row


def path(world: World, who: str, what: str) -> str:
    return f"/people/{world.people[who].id}/{what}"


def test_everybody_sees_their_colleagues_with_role_and_state_and_nobody_elses(world: World) -> None:
    page = world.visit("reader@alfa").get("/organization").text

    assert world.people["writer@alfa"].email in page
    assert "Contributor" in page
    assert world.people["writer@bravo"].email not in page
    assert "Open invitations" not in page


def test_an_administrator_changes_a_role_and_it_holds_at_the_next_request(world: World) -> None:
    colleague = world.visit("reader@alfa")
    assert colleague.get("/organization/invitations/new").status_code == 403

    reply = world.visit("admin@alfa").send(path(world, "reader@alfa", "role"), {"role": "admin"})

    assert reply.location == "/organization"
    assert person(world, "reader@alfa").role == "admin"
    assert colleague.get("/organization/invitations/new").status_code == 200
    [event] = world.events("person.changed", world.people["reader@alfa"].id)
    assert event.facts == {"role": "admin", "before": "reader"}


def test_a_role_that_does_not_exist_is_refused(world: World) -> None:
    reply = world.visit("admin@alfa").send(path(world, "reader@alfa", "role"), {"role": "host"})

    assert reply.status_code == 422
    assert person(world, "reader@alfa").role == "reader"


def test_the_last_administrator_stays_one(world: World) -> None:
    reply = world.visit("admin@alfa").send(path(world, "admin@alfa", "role"), {"role": "reader"})

    assert reply.status_code == 422
    assert "last active administrator" in reply.text
    assert person(world, "admin@alfa").role == "admin"
    assert world.events("person.changed", world.people["admin@alfa"].id) == []


def test_a_deactivated_administrator_does_not_count_as_one_who_is_left(world: World) -> None:
    world.sql(
        "update people set role = 'admin', active = false where id = :id",
        id=world.people["writer@alfa"].id,
    )

    reply = world.visit("admin@alfa").send(path(world, "admin@alfa", "role"), {"role": "reader"})

    assert reply.status_code == 422


def test_two_administrators_who_demote_each_other_at_once_leave_one(world: World) -> None:
    world.sql("update people set role = 'admin' where id = :id", id=world.people["writer@alfa"].id)
    first, second = world.visit("admin@alfa"), world.visit("writer@alfa")
    tokens = [first.csrf(), second.csrf()]

    def demote(browser: Visitor, csrf: str, who: str) -> int:
        return browser.post(
            path(world, who, "role"), data={"csrf_token": csrf, "role": "reader"}
        ).status_code

    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(demote, first, tokens[0], "writer@alfa"),
            pool.submit(demote, second, tokens[1], "admin@alfa"),
        ]
        answers = sorted(each.result() for each in done)

    assert answers[0] == 303
    roles = [person(world, who).role for who in ("admin@alfa", "writer@alfa")]
    assert roles.count("admin") == 1


def test_a_deactivated_person_is_out_at_once_and_can_come_back(
    world: World, visitor: Visitor
) -> None:
    colleague, admin = world.visit("writer@alfa"), world.visit("admin@alfa")
    assert colleague.get("/account").status_code == 200

    reply = admin.send(path(world, "writer@alfa", "deactivate"))

    assert reply.location == "/organization"
    assert colleague.get("/account").status_code == 302
    assert (
        world.sql(
            "select id from sessions where person_id = :id", id=world.people["writer@alfa"].id
        )
        == []
    )
    assert sign_in(visitor, world.people["writer@alfa"].email).status_code == 200
    assert "Deactivated" in admin.get("/organization").text

    admin.send(path(world, "writer@alfa", "reactivate"))

    assert sign_in(visitor, world.people["writer@alfa"].email).status_code == 303
    facts = [
        event.facts for event in world.events("person.changed", world.people["writer@alfa"].id)
    ]
    assert facts == [{"active": False}, {"active": True}]


def test_nobody_deactivates_themselves(world: World) -> None:
    reply = world.visit("admin@alfa").send(path(world, "admin@alfa", "deactivate"))

    assert reply.status_code == 422
    assert "You cannot deactivate yourself" in reply.text
    assert person(world, "admin@alfa").active


def test_deactivating_is_asked_first(world: World) -> None:
    page = world.visit("admin@alfa").get(path(world, "writer@alfa", "deactivate"))

    assert "is signed out everywhere at once" in page.text
    assert person(world, "writer@alfa").active


@pytest.mark.parametrize("who", ["writer@alfa", "reader@alfa"])
@pytest.mark.parametrize("what", ["role", "deactivate", "reactivate"])
def test_only_administrators_change_people(world: World, who: str, what: str) -> None:
    reply = world.visit(who).send(path(world, "reader@alfa", what), {"role": "admin"})

    assert reply.status_code == 403
    assert person(world, "reader@alfa") == ("reader", True)


@pytest.mark.parametrize("what", ["role", "deactivate", "reactivate"])
@pytest.mark.parametrize("foreign", ["reader@bravo", "coordinator1"])
def test_people_of_other_organizations_are_like_absent_ones(
    world: World, what: str, foreign: str
) -> None:
    admin = world.visit("admin@alfa")

    refused = admin.send(path(world, foreign, what), {"role": "reader"})
    absent = admin.send(f"/people/6f1c4c7e-7b0f-4d0e-8f51-0d3a4b2f9a11/{what}", {"role": "reader"})

    assert refused.status_code == absent.status_code == 404
    assert refused.data == absent.data
    assert person(world, foreign).active
