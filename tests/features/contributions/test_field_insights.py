"""What civil society observes goes through the same airlock, and leaves as a finding."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.candidates import candidate
from tests.conftest import Site
from tests.features.contributions import field, finding
from tests.features.insight_releases.arrange import WRITERS, cells, computed, read_by_group
from tests.features.questions.talking import ask, text_of
from tests.features.review.steps import approve, approved, press
from tests.pages import Page
from tests.world import World


def test_civil_society_writes_field_insights_and_members_everything_else(world: World) -> None:
    observer, member = world.visit(field.WRITER), world.visit("writer@alfa")
    seen = {
        name: Page(visitor.get("/contributions/new").text)
        for name, visitor in (("observer", observer), ("member", member))
    }

    assert "Field insight" in seen["observer"].text
    for other in ("Audit outcome", "Good practice"):
        assert other in seen["member"].text
        assert other not in seen["observer"].text
    assert "Field insight" not in seen["member"].text
    menu = Page(observer.get("/").text)
    assert "Share a field insight" in menu.text
    assert "/contributions" in menu.links
    assert "/suppliers" not in menu.links
    for visitor, kind in ((observer, "practice"), (member, "field_insight")):
        reply = visitor.send("/contributions/new", {"group": str(world.group_id), "kind": kind})
        assert reply.status_code == 422
    for who in ("writer@liaison", "reader@observer"):
        assert "/contributions/new" not in Page(world.visit(who).get("/").text).links


def test_it_is_a_finding_with_all_that_findings_tell_and_nothing_else(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    observer = world.visit(field.WRITER)
    path = field.ready(observer, world)
    preview = Page(observer.get(f"{path}/preview").text).text
    assert "It leaves as a finding, like those of companies" in preview
    assert "Anonymous" in preview
    assert finding.send(observer, path).status_code == 303
    theirs = finding.sent(world.visit("writer@alfa"), world, narrative=field.TYPED["narrative"])

    one = field.candidate_of(world, path)
    other = finding.candidate(site, world, "writer@alfa", theirs)

    told = set(other) - {"id", "position"}
    assert {name: getattr(one, name) for name in told} == {name: other[name] for name in told}
    assert one.kind == "finding"


def test_the_gate_counts_companies_that_could_have_written_it_and_never_its_author(
    world: World,
) -> None:
    finding.sourcing(world, "BD", "1410", ("alfa", "bravo"))
    finding.sourcing(world, "BD", "1410", ("observer",))
    observer = world.visit(field.WRITER)
    path = field.begun(observer, world)
    finding.save(observer, path, **field.TYPED)
    finding.save(observer, path, do="gate")

    assert "too few families in this group could have written this" in observer.get(path).text


def test_a_text_that_only_civil_society_could_have_written_does_not_leave(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    observer = world.visit(field.WRITER)
    path = field.ready(observer, world, narrative="Eleven callers told our hotline of such fees.")
    preview = Page(observer.get(f"{path}/preview").text).text

    assert "“our hotline” tells that no company wrote this." in preview
    assert finding.send(observer, path).status_code == 422
    finding.save(observer, path, narrative="Callers told a union's hotline of such fees.")
    finding.decide_all(observer, path)
    assert finding.send(observer, path).status_code == 303


def test_its_author_follows_it_answers_and_withdraws_it_like_everybody(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    observer = world.visit(field.WRITER)
    path = field.sent(observer, world, title="Fees before departure again", audience="group")
    item = field.candidate_of(world, path).id
    world.sql("delete from exclusions where candidate_id = :id", id=item)
    approve(world, item)
    approved(world, "writer@bravo", "writer@charlie")
    assert press(world) == 303

    assert "Fees before departure again" in Page(observer.get("/contributions").text).text
    followed = Page(observer.get(f"{path}/progress").text)
    assert "The group reads it now." in followed.text
    assert f"/releases/{item}" not in followed.links, "observers do not read the group's copy"
    assert observer.get(f"/releases/{item}").status_code == 404
    asker, asked = ask(world, "writer@delta", item, "How many workshops?")
    page = Page(observer.get(f"{path}/progress").text)
    (answer,) = [link for link in page.links if "/questions/" in link]
    assert observer.send(answer, {"body": "Several of them."}).status_code == 303
    assert "Several of them." in text_of(asker, asked)
    assert observer.send(f"{path}/withdraw", {"confirmed": "yes"}).status_code == 303
    assert world.visit("reader@delta").get(f"/releases/{item}").status_code in {200, 410}
    row = world.sql("select title, withdrawn from releases where id = :id", id=item)[0]
    assert (row.title, row.withdrawn) == ("", True)


@pytest.mark.parametrize(
    ("who", "fields"),
    [
        ("writer@liaison", {}),
        ("writer@stranger", {}),
        (field.WRITER, {"kind": "practice"}),
        (field.WRITER, {"kind": "audit"}),
    ],
)
def test_the_database_takes_findings_of_civil_society_and_of_no_other_observer(
    world: World, who: str, fields: dict[str, Any]
) -> None:
    with pytest.raises((DBAPIError, AssertionError)) as refused:
        candidate(world, who, **fields)

    assert "row-level security" in str(refused.value)
    candidate(world, field.WRITER)
    with world.transaction(who) as session:
        writes = session.scalar(text("select guard.writes_into(:g)"), {"g": world.group_id})
    assert writes is (who == field.WRITER)


def test_the_figures_count_companies_and_nothing_that_civil_society_wrote(world: World) -> None:
    read_by_group(world)
    read_by_group(world, (field.WRITER,))

    figures = cells(world, computed(world))

    assert figures["total", "", ""] == 2 * len(WRITERS), "two indicators of each company"
    assert figures["indicator", "debt_bondage", ""] == len(WRITERS)
