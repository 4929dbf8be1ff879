"""Long texts, texts in another language, and everything replaced at once: through HTTP."""

from portal.airlock.long_texts import LONG
from tests.conftest import Site
from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import World

SENTENCE = "The workers told us that the agent kept a part of their wages every month. "
LONG_TEXT = (
    SENTENCE * 30 + "We met Borukh Zalman near the gate. " + f"Call {finding.PHONE} about it."
)
SPANISH = (
    "Los trabajadores no podían salir de la fábrica por la noche y no les pagaban el salario."
    f" El número del agente es {finding.PHONE}."
)


def written(world: World, narrative: str, **fields: str) -> tuple[Visitor, str]:
    writer = world.visit("writer@alfa")
    path = finding.start(writer, world)
    assert finding.save(writer, path, narrative=narrative, **fields).status_code == 303
    return writer, path


def shown(writer: Visitor, path: str) -> str:
    return Page(writer.get(path).text).text


def test_a_long_text_is_read_by_a_job_and_says_so_meanwhile(site: Site, world: World) -> None:
    assert len(LONG_TEXT.split()) > LONG
    writer, path = written(world, LONG_TEXT)

    before = shown(writer, path)
    assert "Long text: names are looked for in the background" in before
    assert finding.PHONE in finding.hits(writer, path), "rules have read it already"
    assert "still being checked" in shown(writer, f"{path}/preview")

    site.drain()

    assert "looked for in the background" not in shown(writer, path)
    assert "still being checked" not in shown(writer, f"{path}/preview")
    assert "Borukh Zalman" in finding.hits(writer, path)


def test_a_check_counts_for_exactly_the_text_it_was_made_for(site: Site, world: World) -> None:
    writer, path = written(world, LONG_TEXT)
    site.drain()

    finding.save(writer, path, narrative=LONG_TEXT + " Somebody came later.")

    assert "still being checked" in shown(writer, f"{path}/preview")
    site.drain()
    assert "still being checked" not in shown(writer, f"{path}/preview")


def test_a_long_text_that_is_not_checked_cannot_be_sent(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world, narrative=LONG_TEXT)

    assert finding.send(writer, path).status_code == 422

    site.drain()
    finding.decide_all(writer, path)
    assert finding.send(writer, path).status_code == 303


def test_without_a_script_a_page_of_its_own_shows_how_far_the_check_is(
    site: Site, world: World
) -> None:
    writer, path = written(world, LONG_TEXT)

    assert finding.save(writer, path, do="check").location == f"{path}/check"
    waiting = writer.get(f"{path}/check").text
    assert "http-equiv" in waiting
    assert f'data-poll="{path}/check"' in waiting

    site.drain()

    done = writer.get(f"{path}/check").text
    assert "The text is checked." in done
    assert f'data-done="{path}"' in done


def test_what_a_check_keeps_is_neither_the_text_nor_as_long_as_it(site: Site, world: World) -> None:
    _, path = written(world, LONG_TEXT)
    short = finding.start(world.visit("writer@bravo"), world)
    site.drain()

    kept = finding.rows(
        site, "select contribution_id::text as id, is_running, percent, sealed from checks"
    )

    told = {row["id"]: (row["is_running"], row["percent"], len(row["sealed"])) for row in kept}
    assert told[path.rsplit("/", 1)[1]] == told[short.rsplit("/", 1)[1]]
    assert not any(b"Borukh" in bytes(row["sealed"]) for row in kept)


def test_another_language_is_named_and_waits_for_the_author(world: World) -> None:
    writer, path = written(world, SPANISH, title="Pasaportes")

    page = shown(writer, path)
    assert "seems to be in Spanish" in page
    assert finding.PHONE in finding.hits(writer, path)
    assert "Confirm that you have read every sentence" in shown(writer, f"{path}/preview")

    finding.save(writer, path, do="confirm")
    assert "Confirm that you have read every sentence" in shown(writer, f"{path}/preview")
    finding.save(writer, path, do="confirm", read_through="yes")

    assert "You have read every sentence: no name is left" in shown(writer, path)
    assert "Confirm that you have read" not in shown(writer, f"{path}/preview")


def test_having_read_a_text_says_nothing_of_the_next_one(world: World) -> None:
    writer, path = written(world, SPANISH, title="Pasaportes")
    finding.save(writer, path, do="confirm", read_through="yes")

    finding.save(writer, path, narrative=SPANISH + " Lo dijo Borukh.")

    assert "Confirm that you have read every sentence" in shown(writer, f"{path}/preview")


def test_a_coordinator_is_told_of_the_language(site: Site, world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = finding.ready(writer, world, narrative=SPANISH)
    finding.save(writer, path, do="confirm", read_through="yes")
    assert finding.send(writer, path).status_code == 303

    row = finding.candidate(site, world, "writer@alfa", path)

    assert row["decisions"]["language"] == "es"
    assert all("language" not in hit for hit in row["decisions"]["hits"])


def test_everything_hidden_by_default_is_replaced_at_once_and_can_be_decided_again(
    world: World,
) -> None:
    writer, path = written(world, f"Mr. Borukh Zalman in Savar gave {finding.PHONE} on 3 May 2026.")
    keys = finding.hits(writer, path)
    assert "Replace all as suggested" in shown(writer, path)

    assert finding.save(writer, path, do="replace").location == f"{path}#hits"

    decided = finding.sealed(world, "writer@alfa", path)["decisions"]
    assert {each["choice"] for each in decided.values()} == {"replace"}
    assert keys["Savar"] in decided
    assert "Replace all as suggested" not in shown(writer, path)
    finding.save(writer, path, decide=f"generalize:{keys['Savar']}")
    assert "a place in Southern Asia" in shown(writer, f"{path}/preview")
