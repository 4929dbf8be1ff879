from typing import Any
from uuid import uuid4

from tests.conftest import Site
from tests.features.contributions import finding
from tests.pages import Page, Visitor
from tests.world import PASSWORD, World

SCRIPT = {"X-Requested-With": "fetch"}


def draft(world: World, who: str = "writer@alfa") -> tuple[Visitor, str]:
    visitor = world.visit(who)
    return visitor, finding.start(visitor, world)


def autosave(visitor: Visitor, path: str, **fields: str) -> Any:
    return visitor.send(f"{path}/autosave", fields, headers=SCRIPT)


def test_a_draft_is_nobody_elses_and_looks_absent(world: World) -> None:
    _, path = draft(world)
    for other in ("admin@alfa", "writer@bravo", "writer@golf"):
        stranger = world.visit(other)
        for part in ("", "/preview", "/progress", "/delete", "/withdraw", "/answer"):
            foreign = stranger.get(f"{path}{part}")
            absent = stranger.get(f"/contributions/{uuid4()}{part}")

            assert (foreign.status_code, absent.status_code) == (404, 404), (other, part)
            assert foreign.data == absent.data, (other, part)


def test_a_reader_does_not_write(world: World) -> None:
    assert world.visit("reader@alfa").get("/contributions").status_code == 403


def test_a_draft_may_be_incomplete_and_is_ciphertext_in_the_database(
    site: Site, world: World
) -> None:
    writer, path = draft(world)

    reply = finding.save(writer, path, title="Wages held back", country="BD")

    assert reply.location == path
    assert finding.sealed(world, "writer@alfa", path)["fields"]["title"] == "Wages held back"
    row = finding.rows(
        site, "select contributions::text as dump from contributions where id = :id", id=path[-36:]
    )
    assert b"Wages held back".hex() not in row[0]["dump"]
    assert "Wages" not in row[0]["dump"]


def test_a_title_of_5000_characters_is_refused_and_stays_typed(world: World) -> None:
    writer, path = draft(world)

    reply = finding.save(writer, path, title="long " * 1000, narrative="What happened.")

    assert reply.status_code == 422
    assert "Shorten this to 200 characters; it has 4999 now." in reply.text
    assert "long " * 999 in reply.text
    assert "What happened." in reply.text
    kept = autosave(writer, path, title="long " * 1000, version=finding.version(writer, path))
    assert kept.status_code == 200
    assert len(finding.sealed(world, "writer@alfa", path)["fields"]["title"]) == 4999
    assert "Shorten this to 200" in writer.get(f"{path}/preview").text


def test_an_audience_wider_than_the_label_is_refused_with_the_reason(world: World) -> None:
    writer, path = draft(world)

    reply = finding.save(writer, path, audience="association", tlp="TLP:RED", title="Still here")

    assert reply.status_code == 422
    assert "TLP:RED is for the individual recipients only" in reply.text
    assert "Still here" in reply.text


def test_a_made_up_choice_is_refused(world: World) -> None:
    writer, path = draft(world)
    foreign = uuid4()

    assert finding.save(writer, path, group=str(foreign)).status_code == 422
    assert finding.save(writer, path, supplier=str(foreign)).status_code == 422
    assert autosave(writer, path, country="XX", version="1").status_code == 422


def test_another_country_lets_the_old_province_go(world: World) -> None:
    writer, path = draft(world)
    assert finding.save(writer, path, country="BD", do="places").location == f"{path}#subdivision"
    assert "Dhaka" in writer.get(path).text
    finding.save(writer, path, country="BD", subdivision="BD-13")

    finding.save(writer, path, country="IN", subdivision="BD-13")

    kept = finding.sealed(world, "writer@alfa", path)["fields"]
    assert (kept["country"], kept["subdivision"]) == ("IN", "")


def test_the_script_saves_and_gets_the_next_version(world: World) -> None:
    writer, path = draft(world)

    reply = autosave(writer, path, title="By itself", version="1")

    assert reply.json["version"] == 2
    assert len(reply.json["saved"]) == 5
    assert "By itself" in writer.get(path).text


def test_a_save_over_an_older_version_is_a_conflict_that_shows_both(world: World) -> None:
    writer, path = draft(world)
    finding.save(writer, path, title="From the first tab")

    script = autosave(writer, path, title="From the second tab", version="1")
    typed = writer.send(path, {"title": "From the second tab", "version": "1"})

    assert (script.status_code, script.json) == (409, {"conflict_url": path})
    assert typed.status_code == 409
    assert "Changed elsewhere: compare both versions" in typed.text
    assert "From the first tab" in typed.text
    assert "From the second tab" in typed.text
    assert finding.sealed(world, "writer@alfa", path)["fields"]["title"] == "From the first tab"
    mine = {"title": "From the second tab", "version": Page(typed.text).form(path)["version"]}
    assert writer.send(path, mine).location == path
    assert finding.sealed(world, "writer@alfa", path)["fields"]["title"] == "From the second tab"


def test_saving_twice_what_is_kept_already_is_no_conflict(world: World) -> None:
    writer, path = draft(world)
    finding.save(writer, path, title="Once")

    assert writer.send(path, {"title": "Once", "version": "1"}).location == path


def test_what_was_typed_survives_a_session_that_ended_in_the_middle(
    site: Site, world: World, visitor: Visitor
) -> None:
    writer, path = draft(world)
    typed = {"title": "Typed before the end", "version": finding.version(writer, path)}
    form = {"csrf_token": writer.csrf()} | typed
    finding.rows(
        site,
        "update sessions set idle_until = now() - interval '1 hour' where person_id = :id",
        id=world.people["writer@alfa"].id,
    )

    late = writer.post(path, data=form)
    script = writer.post(f"{path}/autosave", data=form, headers=SCRIPT)

    assert (late.status_code, script.status_code) == (401, 401)
    assert "What you typed is still here" in late.text
    carried = Page(late.text).form("/sign-in")
    assert carried["carried:title"] == "Typed before the end"
    who = {"email": world.people["writer@alfa"].email, "password": PASSWORD}
    back = writer.post("/sign-in", data=carried | who)
    again = Page(back.text).form(path)
    assert writer.post(path, data=again).location == path
    assert "Typed before the end" in writer.get(path).text


def test_a_stale_protection_token_loses_nothing_typed(world: World) -> None:
    writer, path = draft(world)

    reply = writer.post(path, data={"csrf_token": "old", "title": "Do not lose me", "version": "1"})

    assert reply.status_code == 400
    assert Page(reply.text).form(path)["title"] == "Do not lose me"


def test_deleting_a_draft_asks_first_and_destroys_it_with_its_key(site: Site, world: World) -> None:
    writer, path = draft(world)
    assert "Nobody can bring it back" in writer.get(f"{path}/delete").text

    assert writer.send(f"{path}/delete").location == "/contributions"

    assert writer.get(path).status_code == 404
    assert not finding.rows(site, "select id from contributions where id = :id", id=path[-36:])


def test_a_supplier_is_found_without_its_name_in_an_address(world: World) -> None:
    linked = finding.supplier(world, "writer@alfa", "Needle in a Haystack Ltd")
    writer, path = draft(world)

    reply = finding.save(writer, path, do="find", find="needle")

    assert reply.status_code == 200
    assert "Needle in a Haystack Ltd" in reply.text
    assert finding.save(writer, path, supplier=str(linked)).location == path
    assert finding.sealed(world, "writer@alfa", path)["fields"]["supplier"] == str(linked)


def test_an_organization_without_a_group_can_keep_a_private_record(world: World) -> None:
    writer = world.visit("writer@stranger")
    assert "not a member of a working group yet" in writer.get("/contributions/new").text

    path = writer.send("/contributions/new").location

    assert finding.save(writer, path, title="Ours alone").location == path
    assert "Choose the working group." in writer.get(f"{path}/preview").text


def test_the_list_shows_the_authors_own_only(world: World) -> None:
    writer, path = draft(world)
    finding.save(writer, path, title="Mine alone")

    assert "Mine alone" in writer.get("/contributions").text
    assert "Mine alone" not in world.visit("admin@alfa").get("/contributions").text
