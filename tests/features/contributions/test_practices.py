import pytest
from sqlalchemy.exc import ProgrammingError

from portal.airlock.kinds import sections_of
from tests.candidates import candidate, source
from tests.conftest import Site
from tests.features.bundles.arrange import read_inside
from tests.features.contributions import finding
from tests.features.contributions.kinds import PRACTICE, RELEASED, fields_of, offered, ready
from tests.features.review.steps import approve, approved, batch_state, press
from tests.pages import Page
from tests.world import World


def name_of(world: World, organization: str) -> str:
    (row,) = world.sql(
        "select name from organizations where id = :id", id=world.organizations[organization]
    )
    return str(row.name)


def signed(world: World, **more: str) -> tuple[str, str]:
    """A practice that alfa signs, in review: its address and the candidate's id."""
    writer = world.visit("writer@alfa")
    path = ready(writer, world, "practice", PRACTICE | {"named": "yes"} | more)
    sent = {"version": finding.version(writer, path), "signed": "yes"}
    assert writer.send(f"{path}/submit", sent).status_code == 303
    return path, str(finding.sealed(world, "writer@alfa", path)["candidate_id"])


def test_the_start_asks_what_is_to_be_shared_and_each_kind_asks_its_own(world: World) -> None:
    writer = world.visit("writer@alfa")

    asked = Page(writer.get("/contributions/new").text).text

    assert "What do you want to share? Finding" in asked
    assert "Good practice What you did against forced labor that worked" in asked
    new = {"group": str(world.group_id), "kind": "practice"}
    page = writer.get(writer.send("/contributions/new", new).location).text
    assert 'name="evidence"' in page
    assert 'name="scheme"' not in page
    assert "Anywhere" in page


def test_a_practice_goes_through_review_to_the_group_with_its_sections(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    finding.supplier(world, "writer@alfa")
    writer = world.visit("writer@alfa")
    typed = PRACTICE | {"evidence": f"{finding.SUPPLIER} has had no complaint since."}
    path = ready(writer, world, "practice", typed)
    preview = Page(writer.get(f"{path}/preview").text).text
    assert "Approach Somebody who speaks their language" in preview
    assert finding.send(writer, path).status_code == 303

    row = finding.candidate(site, world, "writer@alfa", path)
    said = {each.name: each.text for each in sections_of("practice", row["narrative"])}
    assert said["steps"] == PRACTICE["steps"]
    assert finding.SUPPLIER not in said["evidence"]
    assert (row["kind"], row["byline"]) == ("practice", "")
    offered(world, row["id"])
    page = Page(world.visit("coordinator1").get(f"/candidates/{row['id']}").text).text
    assert "Signed by" not in page
    assert "Steps Ask for all receipts." in page
    assert "CTPAT 5: remediation plan" in page

    source(world)
    approved(world, "writer@bravo", "writer@charlie")
    approve(world, row["id"])
    assert press(world) == 303
    (left,) = world.sql("select * from releases where id = :id", id=row["id"])
    assert (left.kind, left.edition, left.lineage_id) == ("practice", 1, left.id)
    assert [each.text for each in sections_of(left.kind, left.narrative)] == list(said.values())
    (found,) = world.sql(
        "select search @@ websearch_to_tsquery('english', 'remediation plan') as hit"
        " from releases where id = :id",
        id=row["id"],
    )
    assert found.hit
    reader = world.visit("reader@delta").get(f"/releases/{left.id}")
    assert reader.status_code == 200


def test_signing_is_confirmed_and_shows_the_name_to_coordinators_and_readers(world: World) -> None:
    own = name_of(world, "alfa")
    writer = world.visit("writer@alfa")
    typed = PRACTICE | {
        "named": "yes",
        "approach": f"{own} reads every receipt aloud with workers.",
    }
    path = ready(writer, world, "practice", typed | {"audience": "group_and_observers"})
    preview = writer.get(f"{path}/preview")
    assert f"Signed by {own}" in Page(preview.text).text
    unconfirmed = finding.send(writer, path)
    assert unconfirmed.status_code == 422
    assert "Confirm that your organization" in unconfirmed.text

    writer.send(f"{path}/submit", {"version": finding.version(writer, path), "signed": "yes"})

    item = finding.sealed(world, "writer@alfa", path)["candidate_id"]
    offered(world, item)
    page = Page(world.visit("coordinator1").get(f"/candidates/{item}").text).text
    assert f"Signed by {own}" in page
    assert f"{own} reads every receipt" in page
    assert "Not asked: the organization signs this" in page


def test_a_signed_practice_leaves_by_itself_and_makes_no_batch_of_two_families_safe(
    world: World,
) -> None:
    source(world)
    path, item = signed(world, audience="group_and_observers")
    offered(world, item)
    approved(world, "writer@bravo", "writer@charlie")
    assert batch_state(world) == "gathering"
    for coordinator in ("coordinator1", "coordinator2"):
        world.visit(coordinator).send(f"/candidates/{item}", {"verdict": "approve", "version": "1"})
    world.site.drain()

    assert press(world) == 303

    left = world.sql("select id, byline from releases where group_id = :g", g=world.group_id)
    assert [(str(row.id), row.byline) for row in left] == [(item, name_of(world, "alfa"))]
    waiting = world.sql("select id from candidates where group_id = :g", g=world.group_id)
    assert len(waiting) == 2
    # Outsiders read it as it is; what nobody signed waits for a bundle.
    assert world.visit("reader@observer").get(f"/releases/{item}").status_code == 200
    feed = world.visit("reader@observer").get(f"/groups/{world.group_id}/releases").text
    assert PRACTICE["title"] in feed
    search = f"/groups/{world.group_id}/releases?q=receipts"
    assert PRACTICE["title"] in world.visit("reader@observer").get(search).text
    world.visit("writer@alfa").send(f"{path}/withdraw", {})
    (gone,) = world.sql("select byline, withdrawn from releases where id = :id", id=item)
    assert (gone.byline, gone.withdrawn) == ("", True)


def test_nobody_signs_with_anothers_name(world: World) -> None:
    with pytest.raises(ProgrammingError, match="not this name"):
        candidate(world, "writer@alfa", byline=name_of(world, "bravo"), **RELEASED)


def test_any_member_may_write_the_next_edition_and_the_reviewer_sees_what_changes(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    (first,) = read_inside(world, ["writer@alfa"], audience="group", **RELEASED)
    writer = world.visit("writer@bravo")
    start = f"/contributions/new?edition_of={first}"
    page = Page(writer.get(start).text).text
    assert "Any member of the group may write the next edition" in page

    path = str(writer.send(start, {}).location)
    assert fields_of(world, "writer@bravo", path)["steps"] == PRACTICE["steps"]
    assert 'name="country"' not in writer.get(path).text
    finding.save(writer, path, steps="Ask for all receipts.\nRead them aloud twice.", country="BD")
    finding.save(writer, path, do="gate")
    finding.save(writer, path, do="accept")
    finding.decide_all(writer, path)
    assert finding.send(writer, path).status_code == 303, Page(writer.get(f"{path}/preview").text)

    row = finding.candidate(site, world, "writer@bravo", path)
    assert (row["lineage_id"], row["facets"]["place"]) == (first, "001")
    offered(world, row["id"])
    seen = world.visit("coordinator1").get(f"/candidates/{row['id']}").text
    assert "What this edition changes" in seen
    assert "<ins>" in seen
    assert "<del>" in seen
    source(world)
    approved(world, "writer@alfa", "writer@charlie")
    approve(world, row["id"])
    assert press(world) == 303
    (left,) = world.sql("select lineage_id, edition from releases where id = :id", id=row["id"])
    assert (left.lineage_id, left.edition) == (first, 2)


def test_an_edition_of_what_somebody_else_may_have_written_reaches_no_further(
    world: World,
) -> None:
    finding.sourcing(world, "BD", "1410")
    (first,) = read_inside(world, ["writer@alfa"], audience="group", **RELEASED)
    writer = world.visit("writer@bravo")
    path = str(writer.send(f"/contributions/new?edition_of={first}", {}).location)
    finding.save(writer, path, audience="group_and_observers")
    finding.save(writer, path, do="gate")
    finding.save(writer, path, do="accept")
    finding.decide_all(writer, path)

    refused = finding.send(writer, path)

    assert refused.status_code == 422
    assert "Who wrote the earlier edition chose its readers." in Page(refused.text).text
    finding.save(writer, path, audience="group")
    assert finding.send(writer, path).status_code == 303


def test_a_signed_practice_gets_its_next_edition_from_who_signed_it(world: World) -> None:
    own = name_of(world, "alfa")
    (first,) = read_inside(world, ["writer@alfa"], audience="group", byline=own, **RELEASED)

    refused = world.visit("writer@bravo").get(f"/contributions/new?edition_of={first}")
    page = world.visit("writer@alfa").get(f"/contributions/new?edition_of={first}")

    assert refused.status_code == 422
    assert "Only the organization that signed this practice" in refused.text
    assert "Your organization signed this practice" in page.text
