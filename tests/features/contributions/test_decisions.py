import logging

import pytest

from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World

SCRIPT = {"X-Requested-With": "fetch"}


def written(world: World, narrative: str = finding.NARRATIVE, **fields: str) -> tuple[Visitor, str]:
    finding.supplier(world, "writer@alfa")
    writer = world.visit("writer@alfa")
    path = finding.start(writer, world)
    assert finding.save(writer, path, narrative=narrative, **fields).status_code == 303
    return writer, path


def test_a_supplier_can_never_be_kept(world: World) -> None:
    writer, path = written(world)
    key = finding.hits(writer, path)[finding.SUPPLIER]

    reply = finding.save(writer, path, decide=f"keep:{key}", **{f"reason-{key}": "They agreed"})

    assert reply.status_code == 422
    assert "This can never be kept" in reply.text
    assert finding.sealed(world, "writer@alfa", path)["decisions"] == {}


def test_keeping_takes_a_reason_that_gives_nobody_away(world: World) -> None:
    writer, path = written(world, "We saw it in Savar again.")
    key = finding.hits(writer, path)["Savar"]

    bare = finding.save(writer, path, decide=f"keep:{key}")
    telling = finding.save(
        writer,
        path,
        decide=f"keep:{key}",
        **{f"reason-{key}": "Meghna Crest Garments is known there"},
    )
    good = finding.save(
        writer, path, decide=f"keep:{key}", **{f"reason-{key}": "It is in the news"}
    )

    assert "Say why it may stay" in bare.text
    assert "The reason could identify someone" in telling.text
    assert "Meghna Crest Garments is known there" in telling.text, "what was typed stays"
    assert good.location == f"{path}#hits"
    assert "Stays: It is in the news" in writer.get(path).text


def test_an_error_about_a_decision_keeps_what_was_typed_beside_it(world: World) -> None:
    writer, path = written(world, "We saw it in Savar again.")
    key = finding.hits(writer, path)["Savar"]

    reply = finding.save(writer, path, decide=f"keep:{key}", title="Typed a moment ago")

    assert reply.status_code == 422
    assert "Typed a moment ago" in reply.text


def test_a_decision_covers_every_mention_and_survives_edits(world: World) -> None:
    writer, path = written(world, title=f"A visit to {finding.SUPPLIER}")
    key = finding.hits(writer, path)[finding.SUPPLIER]
    finding.save(writer, path, decide=f"replace:{key}")

    finding.save(
        writer, path, narrative=f"New words. {finding.SUPPLIER} again, MEGHNA CREST GARMENTS LTD."
    )

    preview = Page(writer.get(f"{path}/preview").text).text
    assert "A visit to the supplier" in preview
    assert "New words. The supplier again, the supplier." in preview
    assert "Meghna" not in preview


def test_a_generalization_stands_in_where_there_is_one(world: World) -> None:
    writer, path = written(world, "We saw it in Savar again.")
    key = finding.hits(writer, path)["Savar"]

    finding.save(writer, path, decide=f"generalize:{key}")

    assert "in a place in Southern Asia again" in Page(writer.get(f"{path}/preview").text).text


def test_dates_are_never_kept(world: World) -> None:
    writer, path = written(world, "It began on 12 August 2026.")
    key = finding.hits(writer, path)["12 August 2026"]

    reply = finding.save(writer, path, decide=f"keep:{key}", **{f"reason-{key}": "Needed"})

    assert "Dates are never shown finer than a quarter" in reply.text


def test_a_country_kept_earlier_must_go_once_the_gate_shows_only_a_region(world: World) -> None:
    finding.sourcing(world, "IN", "1410")
    writer, path = written(world, "It is common in Bangladesh.", country="BD", sector="1410")
    key = finding.hits(writer, path)["Bangladesh"]
    finding.save(writer, path, decide=f"keep:{key}", **{f"reason-{key}": "Widely reported"})

    finding.save(writer, path, do="gate")

    page = Page(writer.get(f"{path}/preview").text).text
    assert "Decide about “Bangladesh”" in page
    assert "common in the country" in page


def test_a_decision_about_what_is_no_longer_there_does_no_harm(world: World) -> None:
    writer, path = written(world)

    reply = finding.save(writer, path, decide="replace:0123456789abcdef")

    assert reply.location == f"{path}#hits"
    assert finding.sealed(world, "writer@alfa", path)["decisions"] == {}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_script_gets_the_list_and_nothing_is_kept_or_logged(
    world: World, caplog: pytest.LogCaptureFixture, ending: str
) -> None:
    writer, path = written(world, title=f"At {finding.SUPPLIER}")
    caplog.set_level(logging.DEBUG)
    text = f"First line{ending}Call {finding.PHONE} in secret."

    reply = writer.send(f"{path}/detect", {"field": "narrative", "text": text}, headers=SCRIPT)

    assert finding.SUPPLIER in reply.text, "the title's hits stay in the list"
    start = len("First line\nCall ")
    assert (
        f'data-start="{start}" data-end="{start + len(finding.PHONE)}" data-field="narrative"'
        in reply.text
    )
    assert "secret" not in caplog.text
    assert finding.PHONE not in caplog.text
    assert "secret" not in str(finding.sealed(world, "writer@alfa", path))


def test_without_a_script_a_button_shows_the_list(world: World) -> None:
    writer, path = written(world)

    assert finding.save(writer, path, do="check").location == f"{path}#hits"
    assert "details could identify someone" in Page(writer.get(path).text).text


def test_another_tenants_supplier_is_no_word_of_ones_own(world: World) -> None:
    finding.supplier(world, "writer@bravo", "Zubayr Looms")
    writer, path = written(world, "we met zubayr looms there.")

    # The tagger may see a company in it; only the owner's own lists say that it can never stay.
    assert "cannot stay" not in writer.get(path).text
