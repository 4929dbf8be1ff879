"""Questions to a hidden author and answers that come from nowhere: who reads what, and when."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from portal.models import Question, QuestionLine
from tests.conftest import Site
from tests.features.contributions import finding
from tests.features.questions.talking import ask, pass_time, released, sent, text_of, waiting
from tests.features.submissions.test_following import become, now
from tests.world import World

ASKED = "Did they pay before or after the visa?"
ANSWERED = "They paid before they left."


def said(world: World) -> list[Any]:
    return world.sql(
        "select l.*, q.byline from question_lines l join questions q on q.id = l.question_id"
        " where q.group_id = :group order by l.place, l.id",
        group=world.group_id,
    )


def test_an_answer_to_coordination_is_seen_by_nobody_before_it_is_due(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, path, candidate = sent(world)
    become(site, candidate, "returned", "Before or after departure?")
    waiting(site, monkeypatch)

    author.send(f"{path}/answer", {"body": ANSWERED})

    assert now(site, candidate)["state"] == "returned"
    page = text_of(author, f"{path}/progress")
    assert ANSWERED in page
    assert "Your answer is on its way." in page
    assert author.send(f"{path}/answer", {"body": "And more."}).status_code == 409
    for who in ("coordinator1", "coordinator2"):
        assert ANSWERED not in world.visit(who).get(f"/candidates/{candidate}").text
        with world.transaction(who) as session:
            seen = session.execute(text("select body from sealed_messages")).scalars().all()
        assert ANSWERED not in seen, who

    pass_time(site, 1)
    assert now(site, candidate)["state"] == "returned", "it waits two hours at least"
    pass_time(site, 25)

    assert now(site, candidate)["state"] == "in_review"
    message = world.sql(
        "select * from sealed_messages where candidate_id = :id and side = 'author'", id=candidate
    )[0]
    assert (message.visible_from, message.place) == (None, 2), "no trace of when it was written"
    readers = [
        who
        for who in ("coordinator1", "coordinator2")
        if ANSWERED in world.visit(who).get(f"/candidates/{candidate}").text
    ]
    assert readers, "whoever is offered the candidate reads it"


def test_a_question_and_its_answer_are_read_by_who_asked_coordinators_and_the_author_only(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, path, release = released(site, world)
    waiting(site, monkeypatch)
    asker, question = ask(world, "writer@bravo", release, ASKED)

    progress = text_of(author, f"{path}/progress")
    assert ASKED in progress
    assert "Bravo" in progress, "who asks under a name is named"
    answering = f"{path}/questions/{question.rpartition('/')[2]}"
    telling = author.send(answering, {"body": f"At {finding.SUPPLIER} they did."})
    assert telling.status_code == 422
    assert "This could identify someone" in telling.text
    assert author.send(answering, {"body": ANSWERED}).location == f"{path}/progress"

    assert "on its way" in text_of(author, f"{path}/progress")
    for who in ("writer@bravo", "coordinator1"):
        page = text_of(world.visit(who), question)
        assert ASKED in page
        assert ANSWERED not in page, who
        with world.transaction(who) as session:
            assert ANSWERED not in session.scalars(select(QuestionLine.body)).all(), who
    pass_time(site, 25)

    for who in ("writer@bravo", "coordinator1"):
        window = world.visit(who)
        assert ANSWERED in text_of(window, question), who
        assert "Answered" in text_of(window, f"/groups/{world.group_id}/questions"), who
    for who in ("admin@bravo", "writer@golf", "writer@alfa", "reader@charlie"):
        assert world.visit(who).get(question).status_code == 404, who
        assert ASKED not in text_of(world.visit(who), f"/groups/{world.group_id}/questions"), who
    assert asker.send(question, {"body": "And the receipt?"}).location == question
    assert "And the receipt?" in text_of(author, f"{path}/progress")
    assert world.visit("coordinator1").send(question, {"body": "Hm."}).status_code == 422
    assert [(each.side, each.place) for each in said(world)] == [
        ("asker", 1), ("author", 2), ("asker", 3),
    ]  # fmt: skip
    assert len(world.personal_events("writer@bravo")) >= 2


def test_without_a_name_a_question_waits_and_nothing_of_it_names_anybody(
    site: Site, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, path, release = released(site, world)
    waiting(site, monkeypatch)
    asker, question = ask(world, "writer@bravo", release, ASKED, "nobody")
    asker.send(question, {"body": "It matters for the repayment."})

    assert ASKED in text_of(asker, question)
    assert ASKED not in text_of(author, f"{path}/progress")
    assert world.visit("coordinator1").get(question).status_code == 404
    pass_time(site, 25)

    coordinator = world.visit("coordinator1")
    for page in (text_of(coordinator, question), text_of(author, f"{path}/progress")):
        assert ASKED in page
        assert "Bravo" not in page
    first, second = said(world)
    assert (first.body, second.place) == (ASKED, 2), "nothing overtakes the question"
    ids = {str(each) for each in (world.organizations["bravo"], world.people["writer@bravo"].id)}
    rows = world.sql(
        "select to_jsonb(q)::text || to_jsonb(l)::text as row from questions q"
        " join question_lines l on l.question_id = q.id where q.group_id = :group",
        group=world.group_id,
    )
    for row in rows:
        assert not any(each in row.row for each in ids)
        assert '"visible_from": null' in row.row
    with world.transaction("writer@bravo") as session:
        assert session.scalars(select(Question.id)).all() == [], "not without the own key"


def test_no_answer_looks_like_none_yet_and_either_side_may_close(site: Site, world: World) -> None:
    author, path, release = released(site, world)
    asker, question = ask(world, "writer@bravo", release, ASKED)
    answering = f"{path}/questions/{question.rpartition('/')[2]}"
    text_of(asker, question)  # says once that it was sent
    before = text_of(asker, question)

    author.send(answering, {"do": "decline"})

    assert text_of(asker, question) == before
    assert text_of(world.visit("coordinator1"), question).count("Week of") == 1
    assert "You chose not to answer." in text_of(author, answering)
    assert author.send(answering, {"body": ANSWERED}).status_code == 303, "after all"
    assert ANSWERED in text_of(asker, question)
    assert author.send(answering, {"do": "close"}).status_code == 303
    assert "This conversation is closed." in text_of(asker, question)
    assert asker.send(question, {"body": "One more thing."}).status_code == 409
    again, another = ask(world, "writer@bravo", release, "Another question then.")
    assert again.send(another, {"do": "close"}).location == another
    assert author.send(f"{path}{another}", {"body": "Late."}).status_code == 409


def test_withdrawing_empties_every_conversation_also_for_who_has_left_the_group(
    site: Site, world: World
) -> None:
    author, path, release = released(site, world)
    asker, question = ask(world, "writer@bravo", release, ASKED)
    answering = f"{path}/questions/{question.rpartition('/')[2]}"
    gone = world.organizations["alfa"]
    world.visit("host").send(f"/groups/{world.group_id}/standings/{gone}/end")
    assert author.send(answering, {"body": ANSWERED}).status_code == 303
    assert ANSWERED in text_of(asker, question)

    author.send(f"{path}/withdraw")

    assert {each.body for each in said(world)} == {""}
    page = text_of(asker, question)
    assert "The item was withdrawn." in page
    assert ASKED not in page
    assert asker.send(question, {"body": "But why?"}).status_code == 409
    assert author.send(answering, {"body": "So."}).status_code == 409
    refused = world.visit("writer@bravo").send(
        f"/releases/{release}/ask", {"body": ASKED, "speaker": "nobody"}
    )
    assert refused.status_code == 422


def test_one_person_says_only_so_much_in_a_day(site: Site, world: World) -> None:
    _, _, release = released(site, world)
    asker, question = ask(world, "writer@bravo", release, ASKED)
    for _ in range(19):
        assert asker.send(question, {"body": "More."}).status_code == 303

    reply = asker.send(question, {"body": "Too much."})

    assert reply.status_code == 429
    assert "Too much." in reply.text, "what was typed is kept"
    assert ask(world, "reader@bravo", release, ASKED), "another person's day is untouched"
    assert world.visit("writer@observer").get(f"/releases/{release}/ask").status_code == 403
