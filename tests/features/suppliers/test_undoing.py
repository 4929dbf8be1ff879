"""How an import ends otherwise: discarded, canceled, undone, failed, or gone on with after a crash."""

from collections.abc import Iterator

import pytest

from tests.conftest import Site
from tests.features.suppliers.lists import (
    DATA,
    LIST,
    confirm,
    count,
    imported,
    kinds,
    look,
    supplier_path,
    uploaded,
    words,
)
from tests.world import World


def test_undoing_an_import_removes_what_it_added_and_restores_what_it_merged_into(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    imported(site, writer, b"name,address,country\nAlpha Mill Ltd,1 Road,BD\n")
    second = imported(site, writer, LIST)
    assert count(site, world, "suppliers") == 2
    assert "wearing apparel" in words(writer, supplier_path(writer, "alpha"))

    undone = writer.send(f"{second}/undo")
    site.drain()

    assert "nothing of it is in your registry" in words(writer, undone.location)
    assert count(site, world, "suppliers") == 1
    assert "wearing apparel" not in words(writer, supplier_path(writer, "alpha"))
    assert kinds(site, world)[-1] == "import.undone"
    assert writer.send(f"{second}/undo").status_code == 409


def test_undoing_leaves_a_merged_facility_alone_that_was_edited_since(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    imported(site, writer, b"name,address,country\nAlpha Mill Ltd,1 Road,BD\n")
    second = imported(site, writer, LIST)
    path = supplier_path(writer, "alpha")
    writer.send(
        f"{path}/edit", {"version": "2", "name": "Alpha Mill", "country": "BD", "note": "Visited"}
    )

    writer.send(f"{second}/undo")

    assert "1 merged facility was edited or deleted since" in words(writer, second)
    assert "Visited" in words(writer, path)


def test_an_import_that_waits_is_discarded(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    mapping = uploaded(writer, LIST)

    writer.send(mapping.replace("mapping", "cancel"))

    assert writer.get(mapping).status_code == 404
    assert count(site, world, "imports") == 0


def test_canceling_a_confirmed_import_stops_it_before_anything_is_stored(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    running = confirm(writer, uploaded(writer, LIST)).location
    assert "0 of 2" in words(writer, running)
    assert 'data-poll="' in writer.get(running).text
    assert "http-equiv" in writer.get(running).text

    writer.send(f"{running}/cancel")
    site.drain()

    assert count(site, world, "suppliers") == 0
    assert "Undone" in words(writer, "/suppliers/imports")


@pytest.fixture
def broken_after_one_chunk(site: Site, world: World) -> Iterator[None]:
    """A database that fails when a chunk ends beyond row 250."""
    look(
        site,
        """
        create function break_down() returns trigger language plpgsql as $$ begin
          if new.rows_done > 250 then raise exception 'the machine is gone'; end if;
          return new; end $$;
        create trigger break_down before update on imports for each row execute function break_down()""",
    )
    yield
    look(site, "drop trigger if exists break_down on imports; drop function if exists break_down()")


def test_an_import_whose_worker_dies_goes_on_where_it_stopped(
    site: Site, world: World, broken_after_one_chunk: None
) -> None:
    writer = world.visit("writer@alfa")
    running = confirm(writer, uploaded(writer, (DATA / "osh_15.csv").read_bytes())).location

    site.drain()
    assert count(site, world, "suppliers") == 250
    assert "250 of 351" in words(writer, running)
    look(site, "drop trigger break_down on imports")
    look(site, "update procrastinate_jobs set scheduled_at = null where status = 'todo'")
    site.drain()

    assert "Added 351 facilities" in words(writer, running)
    assert count(site, world, "suppliers") == 351


def test_canceling_in_the_middle_takes_back_what_was_stored(
    site: Site, world: World, broken_after_one_chunk: None
) -> None:
    writer = world.visit("writer@alfa")
    running = confirm(writer, uploaded(writer, (DATA / "osh_15.csv").read_bytes())).location
    site.drain()
    assert count(site, world, "suppliers") == 250
    look(site, "drop trigger break_down on imports")

    writer.send(f"{running}/cancel")
    look(site, "update procrastinate_jobs set scheduled_at = null where status = 'todo'")
    site.drain()

    assert count(site, world, "suppliers") == 0
    assert "nothing of it is in your registry" in words(writer, running)


def test_an_import_of_a_person_who_lost_the_right_fails_and_says_so(
    site: Site, world: World
) -> None:
    writer, admin = world.visit("writer@alfa"), world.visit("admin@alfa")
    running = confirm(writer, uploaded(writer, LIST)).location
    look(
        site, "update people set role = 'reader' where id = :id", id=world.people["writer@alfa"].id
    )

    site.drain()

    assert count(site, world, "suppliers") == 0
    assert "This import stopped" in words(admin, running)
    assert "Failed" in words(admin, "/suppliers/imports")
