from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from portal.models import Appointment, Candidate, Event, Review, SealedMessage
from tests.candidates import as_author, candidate
from tests.pages import Page
from tests.world import World


def row(world: World, item: UUID, who: str = "coordinator1") -> Candidate:
    with world.transaction(who) as session:
        found: Candidate = session.get_one(Candidate, item)
    return found


def decide(
    world: World,
    item: UUID,
    verdict: str,
    message: str = "",
    *,
    who: str = "coordinator1",
    version: str = "1",
) -> TestResponse:
    data = {"verdict": verdict, "message": message, "version": version}
    reply: TestResponse = world.visit(who).send(f"/candidates/{item}", data)
    return reply


def appoint(world: World, who: str) -> None:
    with world.transaction("host", write=True) as session:
        session.add(
            Appointment(
                group_id=world.group_id,
                person_id=world.people[who].id,
                organization_id=world.people[who].organization_id,
                association_id=world.association_id,
                kind="coordinator",
            )
        )


def test_an_approval_sets_the_state_is_recorded_without_author_and_leads_to_the_next(
    world: World,
) -> None:
    first, second = candidate(world), candidate(world, "writer@bravo")

    reply = decide(world, first, "approve")

    assert (reply.status_code, reply.location) == (303, f"/candidates/{second}")
    assert row(world, first).state == "approved"
    with world.transaction("coordinator2") as session:
        event = session.scalars(select(Event).where(Event.chain_id == world.group_id)).one()
        review = session.scalars(select(Review)).one()
    assert (event.kind, event.subject_id) == ("candidate.approved", first)
    assert event.actor_id == review.coordinator_id == world.people["coordinator1"].id
    assert event.facts == {"verdict": "approve"}


def test_the_last_decision_leads_back_to_the_queue(world: World) -> None:
    reply = decide(world, candidate(world), "approve")

    assert reply.location == f"/groups/{world.group_id}/review"
    assert "All reviewed" in world.visit("coordinator1").get(reply.location).text


def test_a_question_reaches_the_author_sealed_and_without_a_name(world: World) -> None:
    item = candidate(world)

    decide(world, item, "return", "Which quarter was it?")

    assert row(world, item).state == "returned"
    with world.transaction("writer@alfa") as session:
        as_author(session, item)
        line = session.scalars(select(SealedMessage)).one()
        assert session.get_one(Candidate, item).state == "returned"
    assert (line.side, line.body, line.place) == ("coordination", "Which quarter was it?", 1)
    with world.transaction("writer@bravo") as session:
        assert session.scalars(select(SealedMessage)).all() == []
        assert session.scalars(select(Candidate)).all() == []


def test_a_refusal_carries_its_reason_to_the_author_only(world: World) -> None:
    item = candidate(world)

    decide(world, item, "refuse", "This is about prices.")

    assert row(world, item).state == "refused"
    with world.transaction("coordinator2") as session:
        facts = session.scalars(select(Event.facts).where(Event.kind == "candidate.refused")).one()
    assert facts == {"verdict": "refuse"}


@pytest.mark.parametrize(
    ("verdict", "message", "said"),
    [
        ("return", "", "Write the question"),
        ("refuse", "  ", "Write why"),
        ("approve", "But who is it?", "An approval carries no message"),
        ("publish", "", "Not a valid choice"),
    ],
)
def test_a_decision_that_does_not_fit_its_message_changes_nothing_and_keeps_it(
    world: World, verdict: str, message: str, said: str
) -> None:
    item = candidate(world)

    reply = decide(world, item, verdict, message)

    assert reply.status_code == 422
    assert said in Page(reply.text).text
    assert message.strip() in reply.text
    assert row(world, item).state == "in_review"


def test_a_decision_on_an_older_version_is_refused_and_shows_the_new_one_with_what_was_typed(
    world: World,
) -> None:
    item = candidate(world)
    change = "update candidates set version = 2, narrative = :said where id = :id"
    world.sql(change, said="Now it says something else.", id=item)

    reply = decide(world, item, "return", "Which quarter was it?")

    assert reply.status_code == 409
    assert "Now it says something else." in reply.text
    assert "Which quarter was it?" in reply.text
    assert Page(reply.text).form(f"/candidates/{item}")["version"] == "2"
    assert row(world, item).state == "in_review"
    assert decide(world, item, "return", "Which?", version="2").status_code == 303


def test_a_decision_on_a_withdrawn_candidate_tells_so_and_keeps_what_was_typed(
    world: World,
) -> None:
    item = candidate(world)
    with world.transaction("writer@alfa", write=True) as session:
        as_author(session, item)
        mine = session.get_one(Candidate, item)
        mine.state, mine.title, mine.narrative, mine.facets = "withdrawn", "", "", {}
        mine.decisions, mine.gate, mine.version = {}, {}, 2

    reply = decide(world, item, "refuse", "This is about prices.")

    assert reply.status_code == 409
    assert "Its author withdrew it" in reply.text
    assert "This is about prices." in reply.text
    assert row(world, item).state == "withdrawn"
    assert world.visit("coordinator1").get(f"/candidates/{item}").status_code == 200


def test_what_reaches_more_than_the_group_needs_two_different_coordinators(world: World) -> None:
    item = candidate(world, audience="group_and_observers")

    decide(world, item, "approve")
    assert row(world, item).state == "in_review"
    again = decide(world, item, "approve")
    assert again.status_code == 422
    assert "another coordinator" in Page(again.text).text
    assert row(world, item).state == "in_review"
    page = Page(world.visit("coordinator2").get(f"/candidates/{item}").text)
    assert "Coordinator1 : approved this version" in page.text
    decide(world, item, "approve", who="coordinator2")
    assert row(world, item).state == "approved"


def test_an_approval_of_an_older_version_does_not_count_for_the_new_one(world: World) -> None:
    item = candidate(world, audience="association", tlp="TLP:GREEN")
    decide(world, item, "approve")
    world.sql("update candidates set version = 2 where id = :id", id=item)

    decide(world, item, "approve", who="coordinator2", version="2")

    assert row(world, item).state == "in_review"


def test_a_first_approval_of_two_is_undone_by_the_notice_that_it_gives(world: World) -> None:
    item = candidate(world, audience="group_and_observers")
    visitor = world.visit("coordinator1")
    reply = visitor.send(f"/candidates/{item}", {"verdict": "approve", "version": "1"})
    undo = f"/candidates/{item}/reopen?version=1"
    form = Page(visitor.get(reply.location).text).form(undo)

    assert visitor.post(undo, data=form).location == f"/candidates/{item}"

    assert row(world, item).state == "in_review"
    with world.transaction("coordinator1") as session:
        assert session.scalars(select(Review)).all() == []
        kinds = session.scalars(select(Event.kind).order_by(Event.place)).all()
    assert kinds == ["candidate.approved", "candidate.reopened"]
    assert decide(world, item, "approve").status_code == 303


def test_what_is_approved_stays_so_that_the_batch_answers_no_second_question(world: World) -> None:
    item = candidate(world)
    decide(world, item, "approve")

    reply = world.visit("coordinator1").send(f"/candidates/{item}/reopen?version=1")

    assert reply.status_code == 422
    assert "share a corporate family" in reply.text
    assert "Take back" not in world.visit("coordinator1").get(f"/candidates/{item}").text
    assert row(world, item).state == "approved"


def test_nobody_takes_back_the_approval_of_somebody_else(world: World) -> None:
    item = candidate(world, audience="group_and_observers")
    decide(world, item, "approve")

    reply = world.visit("coordinator2").send(f"/candidates/{item}/reopen?version=1")

    assert reply.status_code == 409
    with world.transaction("coordinator1") as session:
        assert len(session.scalars(select(Review)).all()) == 1


def test_a_coordinator_of_the_authors_family_gets_what_an_absent_candidate_gets(
    world: World,
) -> None:
    appoint(world, "writer@alfa")
    appoint(world, "reader@golf")
    item = candidate(world)

    for who in ("writer@alfa", "reader@golf"):
        visitor = world.visit(who)
        foreign, absent = (visitor.get(f"/candidates/{each}") for each in (item, uuid4()))
        assert foreign.status_code == absent.status_code == 404
        assert foreign.data == absent.data
        assert dict(foreign.headers) == dict(absent.headers)
        assert decide(world, item, "approve", who=who).status_code == 404
        assert visitor.send(f"/candidates/{item}/reopen?version=1").status_code == 404
        assert str(item) not in visitor.get(f"/groups/{world.group_id}/review").text
    assert row(world, item).state == "in_review"


def test_a_decoy_exclusion_hides_as_well(world: World) -> None:
    item = candidate(world)
    decoy = world.people["coordinator2"].id
    world.sql("insert into exclusions values (:id, :decoy)", id=item, decoy=decoy)

    assert world.visit("coordinator2").get(f"/candidates/{item}").status_code == 404
    assert str(item) not in world.visit("coordinator2").get(f"/groups/{world.group_id}/review").text
    assert world.visit("coordinator1").get(f"/candidates/{item}").status_code == 200


@pytest.mark.parametrize("who", ["writer@bravo", "reader@observer", "admin@liaison", "host"])
def test_who_does_not_coordinate_may_not_review(world: World, who: str) -> None:
    item = candidate(world)
    visitor = world.visit(who)

    assert visitor.get(f"/groups/{world.group_id}/review").status_code == 403
    assert visitor.get(f"/candidates/{item}").status_code == 403
    assert decide(world, item, "approve", who=who).status_code == 403
    assert visitor.send(f"/candidates/{item}/reopen?version=1").status_code == 403
    assert visitor.send(f"/groups/{world.group_id}/review/release").status_code == 403


def test_the_page_tells_everything_needed_and_nothing_of_the_author(world: World) -> None:
    item = candidate(world, "writer@charlie", audience="group_and_observers")
    page = world.visit("coordinator1").get(f"/candidates/{item}")

    text_shown = Page(page.text).text
    for said in (
        "Workers at",
        "Bangladesh",
        "Debt bondage",
        "Gate report",
        "A supplier of the author",
        "Replaced",
        "Kept",
        "Said in public.",
        "Needs two coordinators",
        "TLP:AMBER",
        "Group and observers",
    ):
        assert said in text_shown
    assert "<mark>the supplier</mark>" in page.text
    assert "charlie" not in page.text.lower()


def test_a_coordinator_cannot_read_the_seal_of_a_candidate(world: World) -> None:
    candidate(world)

    with (
        world.transaction("coordinator1") as session,
        pytest.raises(DBAPIError, match="permission"),
    ):
        session.execute(text("select family_box from authorship.seals"))
