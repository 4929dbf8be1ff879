import re

import pytest

from tests.conftest import Site
from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World


def asked(world: World, **fields: str) -> tuple[Visitor, str]:
    writer = world.visit("writer@alfa")
    path = finding.start(writer, world)
    typed = {"country": "BD", "sector": "1410", "title": "A title"} | fields
    finding.save(writer, path, **typed)
    assert finding.save(writer, path, do="gate").location == f"{path}#gate"
    return writer, path


def panel(visitor: Visitor, path: str) -> str:
    html = visitor.get(path).text
    return Page(html.split('aria-labelledby="gate-title">', 1)[1].split("</section>", 1)[0]).text


def test_what_enough_families_source_passes_as_written(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer, path = asked(world)

    assert "Passes as you wrote it." in panel(writer, path)
    assert finding.sealed(world, "writer@alfa", path)["gate"]["accepted"]


def test_what_is_rare_is_shown_before_and_after_with_the_reason_and_no_count(world: World) -> None:
    finding.sourcing(world, "IN", "1420")
    writer, path = asked(world)

    said = panel(writer, path)

    assert "Bangladesh After: Southern Asia" in said
    assert "Too few families could have written this at the finer level." in said
    assert not re.search(r"\b[0-9]\b", said), "a count of families"
    assert "Accept what the gate shows instead" in writer.get(f"{path}/preview").text
    finding.save(writer, path, do="accept")
    assert "Passes as you accepted it." in panel(writer, path)


def test_where_nothing_passes_the_author_has_ways_out(world: World) -> None:
    finding.sourcing(world, "BD", "1410", ("alfa", "bravo"))
    writer, path = asked(world, audience="group_and_observers")

    said = panel(writer, path)

    for way in (
        "Wait, and ask again",
        "another working group",
        "private record",
        "under your own name",
    ):
        assert way in said
    assert "audience" not in said, "the gate counts the group's members whoever reads"
    assert "The gate does not let this through yet." in writer.get(f"{path}/preview").text


@pytest.mark.parametrize(
    "change",
    [
        {"country": "IN"},
        {"sector": "1420"},
        {"subdivision": "BD-13"},
        {"sites": "50-199"},
    ],
)
def test_an_edit_of_what_was_asked_about_takes_the_answer_away(
    world: World, change: dict[str, str]
) -> None:
    finding.sourcing(world, "BD", "1410")
    writer, path = asked(world)

    finding.save(writer, path, **change)

    assert "have changed since you asked" in panel(writer, path)
    assert "Ask the gate whether" in writer.get(f"{path}/preview").text


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"audience": "group_and_observers"},
        {"scheme": "smeta"},
        {"headcount_band": "250-999"},
    ],
)
def test_an_edit_of_what_the_gate_does_not_count_keeps_the_answer(
    world: World, change: dict[str, str]
) -> None:
    finding.sourcing(world, "BD", "1410")
    writer, path = asked(world)

    finding.save(writer, path, **change)

    assert finding.sealed(world, "writer@alfa", path)["gate"]["passage"]
    assert "have changed since you asked" not in panel(writer, path)


def test_without_enough_suppliers_the_author_is_asked_how_many_there_are(world: World) -> None:
    world.sql("update groups set k_supplier = 50 where id = :id", id=world.group_id)
    finding.sourcing(world, "BD", "1410")
    writer, path = asked(world)

    said = panel(writer, path)
    assert "too few suppliers could be meant" in said
    assert "how many sites like this one there are" in said
    assert not re.search(r"\b[0-9]+\b", said), "a count of suppliers"

    finding.save(writer, path, sites="50-199")
    finding.save(writer, path, do="gate")
    assert "Passes as you wrote it." in panel(writer, path)


def test_what_narrows_is_generalized_with_its_own_reason(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer, path = asked(world, scheme="smeta", headcount_band="250-999", origin="NP")

    said = panel(writer, path)

    assert "SMETA After: Audited" in said
    assert "An audit scheme would tell which buyers use it." in said
    assert "Nepal After: Southern Asia" in said
    assert "250 to 999" not in said, "there is room for the band"


def test_a_draft_that_is_asked_about_many_places_is_refused_before_the_day_is_used_up(
    site: Site, world: World
) -> None:
    writer, path = asked(world)
    codes = ["IN", "PK", "NP", "LK", "VN", "KH", "TH", "MY", "ID", "CN", "TR", "EG"]
    for country in codes:
        finding.save(writer, path, country=country, do="gate")

    assert "only so many questions a day" in writer.get(path).text
    assert questions(site, world) == len(codes)
    finding.save(writer, path, country="IN", do="gate")
    assert "only so many questions a day" not in writer.get(path).text, "asked before"


def test_accepting_what_no_longer_fits_saves_the_edit_and_says_so(world: World) -> None:
    finding.sourcing(world, "IN", "1420")
    writer, path = asked(world)

    finding.save(writer, path, country="MY", do="accept")

    assert finding.sealed(world, "writer@alfa", path)["fields"]["country"] == "MY"
    assert "This has changed since the gate was asked" in writer.get(path).text


def test_reading_a_page_asks_the_gate_nothing(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer, path = asked(world)

    writer.get(path)
    writer.get(f"{path}/preview")

    assert questions(site, world) == 1


def test_too_many_questions_are_refused_and_the_draft_is_saved(site: Site, world: World) -> None:
    writer, path = asked(world)
    finding.rows(
        site,
        "update gate_questions set asked = 1000000 where family_id = :id",
        id=world.families["alfa"],
    )

    reply = finding.save(writer, path, title="Typed with it", do="gate")

    assert reply.status_code == 303
    assert "only so many questions a day" in writer.get(path).text
    assert finding.sealed(world, "writer@alfa", path)["fields"]["title"] == "Typed with it"
    assert questions(site, world) == 1_000_000


def test_the_gate_needs_place_sector_and_group(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    path = finding.start(writer, world)

    finding.save(writer, path, country="BD", do="gate")

    assert "Choose country, sector and working group first." in writer.get(path).text
    assert questions(site, world) == 0


def questions(site: Site, world: World) -> int:
    found = finding.rows(
        site, "select asked from gate_questions where family_id = :id", id=world.families["alfa"]
    )
    return int(found[0]["asked"]) if found else 0
