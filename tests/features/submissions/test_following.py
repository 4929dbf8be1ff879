from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.models import Release
from tests.candidates import as_author
from tests.conftest import Site
from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World

WAITS = "Waiting for more independent members."


def in_review(site: Site, world: World, **fields: str) -> tuple[Visitor, str, Any]:
    finding.sourcing(world, "BD", "1410")
    finding.supplier(world, "writer@alfa")
    writer = world.visit("writer@alfa")
    path = finding.sent(writer, world, **fields)
    return writer, path, finding.candidate(site, world, "writer@alfa", path)["id"]


def become(site: Site, candidate: Any, state: str, said: str = "") -> None:
    finding.rows(
        site, "update candidates set state = :state where id = :id", state=state, id=candidate
    )
    if said:
        finding.rows(
            site,
            "insert into sealed_messages (id, candidate_id, group_id, side, body, week, place)"
            " select gen_random_uuid(), id, group_id, 'coordination', :said, week, 1"
            " from candidates where id = :id",
            said=said,
            id=candidate,
        )


def now(site: Site, candidate: Any) -> Any:
    return finding.rows(site, "select * from candidates where id = :id", id=candidate)[0]


def leave(site: Site, candidate: Any) -> None:
    """What the release job does with one row."""
    finding.rows(
        site,
        "insert into releases (id, association_id, group_id, batch_id, released_on, position, kind, audience,"
        " tlp, title, narrative, facets, indicators, place_path, sector_path, period_path, status, withdrawn,"
        " search) select id, association_id, group_id, :batch, week, gen_random_uuid(), kind, audience, tlp,"
        " title, narrative, facets, array['debt_bondage'], array['BD'], array['1410'], array['2026'],"
        " 'reported', false, to_tsvector('simple', narrative) from candidates where id = :id",
        batch=uuid4(),
        id=candidate,
    )
    finding.rows(site, "delete from candidates where id = :id", id=candidate)


def test_a_question_is_answered_through_the_sealed_channel_only(site: Site, world: World) -> None:
    writer, path, candidate = in_review(site, world)
    become(site, candidate, "returned", "Before or after departure?")
    assert "Before or after departure?" in writer.get(f"{path}/progress").text
    assert "Returned with a question" in writer.get("/contributions").text

    telling = writer.send(f"{path}/answer", {"body": f"At {finding.SUPPLIER} it was before."})
    good = writer.send(f"{path}/answer", {"body": "Before they left."})

    assert telling.status_code == 422
    assert f"This could identify someone: “{finding.SUPPLIER}”" in telling.text
    assert good.location == f"{path}/progress"
    said = finding.rows(
        site,
        "select * from sealed_messages where candidate_id = :id and side = 'author'",
        id=candidate,
    )
    assert [(each["body"], each["place"]) for each in said] == [("Before they left.", 2)]
    assert now(site, candidate)["state"] == "in_review"
    assert writer.send(f"{path}/answer", {"body": "Once more."}).status_code == 409


def test_a_returned_finding_is_changed_and_sent_again_as_the_same_candidate(
    site: Site, world: World
) -> None:
    writer, path, candidate = in_review(site, world)
    become(site, candidate, "returned", "Say it shorter.")
    assert "returned this with a question" in writer.get(path).text
    finding.save(writer, path, narrative="A sub-agent charged them.")

    assert finding.send(writer, path).location == f"{path}/progress"

    row = now(site, candidate)
    assert (row["state"], row["version"]) == ("in_review", 2)
    assert row["narrative"] == "A sub-agent charged them."


def test_a_returned_finding_cannot_get_a_wider_audience(site: Site, world: World) -> None:
    writer, path, candidate = in_review(site, world, audience="group")
    become(site, candidate, "returned")
    finding.save(writer, path, audience="group_and_observers")
    finding.save(writer, path, do="gate")

    reply = finding.send(writer, path)

    assert reply.status_code == 422
    assert "cannot get a wider audience" in reply.text
    assert now(site, candidate)["audience"] == "group"


def test_an_approved_finding_may_go_alone_after_four_weeks_and_not_before(
    site: Site, world: World
) -> None:
    writer, path, candidate = in_review(site, world)
    become(site, candidate, "approved")
    assert WAITS in writer.get(f"{path}/progress").text
    assert writer.send(f"{path}/let-go-alone").status_code == 409
    finding.rows(site, "update candidates set week = week - 28 where id = :id", id=candidate)
    page = writer.get(f"{path}/progress").text
    for choice in ("Release anyway", "Keep waiting", "Withdraw"):
        assert choice in page

    assert writer.send(f"{path}/let-go-alone").location == f"{path}/progress"

    assert now(site, candidate)["goes_alone"]


def test_every_approved_finding_waits_in_the_same_words_whether_or_not_the_gate_would_pass_it(
    site: Site, world: World
) -> None:
    writer, path, candidate = in_review(site, world)
    become(site, candidate, "approved")
    writer.get(f"{path}/progress")  # says once that it was sent

    def waits() -> str:
        page = Page(writer.get(f"{path}/progress").text)
        assert f"{path}/withdraw" in page.links
        return page.text

    passing = waits()
    finding.rows(site, "delete from gate_weeks where true")
    assert waits() == passing
    assert WAITS in passing
    finding.rows(
        site,
        "update candidates set week = week - 28, goes_alone = true where id = :id",
        id=candidate,
    )
    assert WAITS in waits()
    finding.rows(site, "update candidates set goes_alone = false where id = :id", id=candidate)
    assert WAITS in waits()


def test_a_refused_finding_shows_the_reason(site: Site, world: World) -> None:
    writer, path, candidate = in_review(site, world)
    become(site, candidate, "refused", "This is a rumor.")

    page = writer.get(f"{path}/progress").text

    assert "Coordination refused it" in page
    assert "This is a rumor." in page


def test_withdrawing_what_waits_empties_it_and_the_own_record_stays(
    site: Site, world: World
) -> None:
    writer, path, candidate = in_review(site, world)
    become(site, candidate, "returned", "A question.")
    assert "Withdraw this?" in writer.get(f"{path}/withdraw").text

    assert writer.send(f"{path}/withdraw").location == f"{path}/progress"

    row = now(site, candidate)
    assert (row["state"], row["title"], row["narrative"]) == ("withdrawn", "", "")
    assert (row["facets"], row["decisions"], row["gate"]) == ({}, {}, {})
    messages = finding.rows(
        site, "select body from sealed_messages where candidate_id = :id", id=candidate
    )
    assert [each["body"] for each in messages] == [""]
    assert finding.rows(site, "select week from shreddings where subject_id = :id", id=candidate)
    page = Page(writer.get(f"{path}/progress").text).text
    assert "Withdrawn" in page
    assert finding.SUPPLIER in page, "the author's own record"
    assert writer.send(f"{path}/withdraw").status_code == 409


def test_withdrawing_a_release_leaves_a_neutral_tombstone(site: Site, world: World) -> None:
    writer, path, candidate = in_review(site, world)
    leave(site, candidate)
    assert f"/releases/{candidate}" in writer.get(f"{path}/progress").text

    assert writer.send(f"{path}/withdraw").location == f"{path}/progress"

    row = finding.rows(site, "select * from releases where id = :id", id=candidate)[0]
    assert row["withdrawn"]
    emptied = [
        "title",
        "narrative",
        "facets",
        "indicators",
        "place_path",
        "sector_path",
        "period_path",
        "status",
        "search",
    ]
    assert not any(row[name] for name in emptied)
    assert finding.rows(site, "select week from shreddings where subject_id = :id", id=candidate)
    assert "You withdrew it" in writer.get(f"{path}/progress").text


def test_who_has_left_the_group_still_sees_the_own_release_and_withdraws_it(
    site: Site, world: World
) -> None:
    writer, path, candidate = in_review(site, world)
    leave(site, candidate)
    gone = world.organizations["alfa"]
    reply = world.visit("host").send(f"/groups/{world.group_id}/standings/{gone}/end")
    assert reply.status_code == 303
    assert writer.get(f"/releases/{candidate}").status_code == 403

    page = writer.get(f"{path}/progress").text
    assert "The group reads it now." in page
    assert f"/releases/{candidate}" not in page, "a page that is no longer there"
    assert writer.send(f"{path}/withdraw").location == f"{path}/progress"

    row = finding.rows(site, "select * from releases where id = :id", id=candidate)[0]
    assert (row["withdrawn"], row["title"], row["narrative"]) == (True, "", "")
    assert "You withdrew it" in writer.get(f"{path}/progress").text


def test_who_has_left_sees_no_release_of_others_however_many_tags_are_named(
    site: Site, world: World
) -> None:
    _, _, own = in_review(site, world)
    leave(site, own)
    other = finding.sent(world.visit("writer@bravo"), world)
    theirs = finding.candidate(site, world, "writer@bravo", other)["id"]
    leave(site, theirs)
    world.visit("host").send(
        f"/groups/{world.group_id}/standings/{world.organizations['alfa']}/end"
    )

    with world.transaction("writer@alfa") as session:
        assert session.scalars(select(Release.id)).all() == []
        as_author(session, own, theirs)
        assert session.scalars(select(Release.id)).all() == [own]


def test_nobody_else_follows_answers_or_withdraws(site: Site, world: World) -> None:
    _, path, candidate = in_review(site, world)
    become(site, candidate, "returned")
    for who in ("admin@alfa", "writer@bravo", "writer@golf"):
        other = world.visit(who)
        for button in ("answer", "withdraw", "let-go-alone"):
            assert other.send(f"{path}/{button}", {"body": "Not mine."}).status_code == 404, (
                who,
                button,
            )
    assert now(site, candidate)["state"] == "returned"


def test_of_what_is_neither_waiting_nor_released_the_author_is_told_that_nobody_reads_it(
    site: Site, world: World
) -> None:
    writer, path, candidate = in_review(site, world)
    finding.rows(site, "delete from candidates where id = :id", id=candidate)

    assert "nobody reads it" in writer.get(f"{path}/progress").text
