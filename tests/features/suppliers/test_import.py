"""A facility list on its way into the registry: preview, mapping, merging, and who may see it."""

import csv
import io

from sqlalchemy import text

from tests.conftest import Site
from tests.features.suppliers.lists import (
    DATA,
    LIST,
    REAL,
    confirm,
    count,
    imported,
    kinds,
    look,
    supplier_path,
    uploaded,
    words,
    workbook,
)
from tests.world import World


def test_the_five_real_lists_go_in_as_they_are(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    said = {}
    for name, rows in REAL.items():
        mapping = uploaded(writer, (DATA / f"{name}.csv").read_bytes(), f"{name}.csv")
        page = words(writer, mapping)
        assert f"{rows} of {rows} rows can be imported" in page
        assert "No problems in the rows" in page
        done = confirm(writer, mapping).location
        site.drain()
        said[name] = words(writer, done)

    # Exact repetitions inside osh_2 (5) and against lists before (1 in osh_5, 2 in osh_8) merge.
    assert "Added 78 facilities" in said["osh_2"]
    assert "Added 81 facilities" in said["osh_4"]
    assert "Added 63 facilities Merged 1 facility" in said["osh_5"]
    assert "Added 59 facilities Merged 2 facilities" in said["osh_8"]
    assert count(site, world, "suppliers") == 78 + 81 + 63 + 59 + 351
    assert "632 facilities" in words(writer, "/suppliers")


def test_a_workbook_goes_in_like_its_text(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    rows = list(csv.reader(io.StringIO((DATA / "osh_4.csv").read_text("utf-8"))))

    done = imported(site, writer, workbook([list(row) for row in rows]), "osh_4.xlsx")

    assert "Added 81 facilities" in words(writer, done)
    assert "Bangladesh" in words(writer, supplier_path(writer, "alif embroidery"))


def test_nothing_is_in_the_registry_before_it_is_confirmed(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    mapping = uploaded(writer, LIST)

    assert "Alpha Mill" in words(writer, mapping)
    site.drain()
    assert count(site, world, "suppliers") == 0
    assert "No suppliers yet" in words(writer, "/suppliers")
    assert kinds(site, world) == ["import.uploaded"]


def test_the_database_holds_no_word_of_a_list(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    uploaded(writer, LIST.replace(b"Alpha", b"Secretive"), "secretive-list.csv")
    imported(site, writer, LIST.replace(b"Alpha", b"Secretive"), "secretive-list.csv")

    for table in ("suppliers", "imports", "events", "footprint_cells", "procrastinate_jobs"):
        (row,) = look(site, f"select string_agg(t::text, ' ') as dump from {table} t")
        assert "ecretive" not in (row.dump or "")


def test_a_list_with_other_titles_is_mapped_by_hand(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    mapping = uploaded(writer, b"a,b,c\nAlpha Mill,1 Road,Bangladesh\n")
    assert "No column looks like the names of facilities" in words(writer, mapping)

    hasty = confirm(writer, mapping, **{"column-name": "0", "column-country": "2"})

    assert hasty.location == mapping
    assert "look at the new preview" in words(writer, mapping)
    assert "/mapping" not in confirm(writer, mapping).location
    site.drain()
    assert "1 facility" in words(writer, "/suppliers")


def test_an_unknown_country_is_set_once_for_all_rows_that_say_it(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    rows = "".join(f"Mill number {n} {'abcdefgh'[n] * 6},Cathay\n" for n in range(8))
    mapping = uploaded(writer, f"name,country\n{rows}Works,Nowhere\n".encode())
    page = words(writer, mapping)
    assert "0 of 9 rows can be imported" in page
    assert "9 problems in the rows" in page
    assert "“Nowhere” is not a country that we know" in page

    confirm(writer, mapping, **{"country:Cathay": "CN", "do": "check"})

    assert "8 of 9 rows can be imported" in words(writer, mapping)
    done = confirm(writer, mapping, **{"country:Cathay": "CN"}).location
    site.drain()
    assert "Added 8 facilities Merged 0 facilities Left out 1 row" in words(writer, done)


def test_a_pair_is_merged_or_kept_as_the_person_says(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    imported(site, writer, b"name,address,country\nAlpha Mill Ltd,1 Road,BD\n")
    more = b"name,address,country,sector\nALPHA MILL,1 Road,Bangladesh,Apparel\nAlpha Mil,1 Road,BD,Apparel\n"
    mapping = uploaded(writer, more)
    page = words(writer, mapping)
    assert "2 rows may repeat a facility" in page
    assert "Names nearly alike" in page

    done = confirm(writer, mapping, **{"pair-2": "merge", "pair-3": "keep"}).location
    site.drain()

    assert "Added 1 facility Merged 1 facility" in words(writer, done)
    merged = words(writer, supplier_path(writer, "mill"))
    assert "Alpha Mill Ltd" in merged
    assert "wearing apparel" in merged


def test_two_colleagues_who_map_one_import_do_not_overwrite_each_other(
    site: Site, world: World
) -> None:
    writer, admin = world.visit("writer@alfa"), world.visit("admin@alfa")
    mapping = uploaded(writer, LIST)
    confirm(admin, mapping, do="check")

    late = writer.send(mapping, {"version": "1", "do": "confirm"})

    assert late.status_code == 409
    assert count(site, world, "suppliers") == 0


def test_a_reader_sees_imports_and_cannot_make_them(site: Site, world: World) -> None:
    done = imported(site, world.visit("writer@alfa"), LIST)
    reader = world.visit("reader@alfa")

    assert "list.csv" in words(reader, "/suppliers/imports")
    assert "Undo this import" not in words(reader, done)
    assert reader.send(f"{done}/undo").status_code == 403
    assert reader.get("/suppliers/imports/new").status_code == 403


def test_another_company_finds_neither_import_nor_supplier(site: Site, world: World) -> None:
    writer, stranger = world.visit("writer@alfa"), world.visit("writer@bravo")
    done = imported(site, writer, LIST)
    path = supplier_path(writer, "alpha")

    for address in (
        done,
        f"{done}/undo",
        f"{done}/mapping",
        path,
        f"{path}/edit",
        f"{path}/delete",
    ):
        assert stranger.get(address).status_code == 404
    with world.transaction("writer@bravo") as session:
        assert session.execute(text("select count(*) from suppliers")).scalar() == 0


def test_the_example_file_is_imported_without_a_problem(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    example = writer.get("/suppliers/imports/example.csv").data

    page = words(writer, uploaded(writer, example, "example.csv"))

    assert "3 of 3 rows can be imported" in page
    assert "No problems in the rows" in page
