import pytest

from tests.conftest import Site
from tests.features.suppliers.lists import LIST, count, imported, kinds, look, supplier_path, words
from tests.pages import Page, Visitor
from tests.world import World

MILL = {"name": "Alpha Mill", "address": "1 Road", "country": "BD", "sector": "14", "version": "0"}


def added(visitor: Visitor, **more: str) -> str:
    reply = visitor.send("/suppliers/new", MILL | more)
    assert reply.status_code == 303, Page(reply.text).text
    return str(reply.location)


def test_an_empty_registry_offers_the_import_and_an_example(site: Site, world: World) -> None:
    page = Page(world.visit("writer@alfa").get("/suppliers").text)

    assert "No suppliers yet" in page.text
    assert {"/suppliers/imports/new", "/suppliers/imports/example.csv"} <= set(page.links)


def test_a_supplier_is_added_by_hand_and_shown(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    page = words(writer, added(writer, subdivision="Dhaka", note="Visited twice"))

    for said in ("Alpha Mill", "1 Road", "Bangladesh", "Dhaka", "wearing apparel", "Visited twice"):
        assert said in page
    assert kinds(site, world) == ["supplier.added"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Enter the facility's name."),
        ({"name": "x" * 5000}, "Field cannot be longer than 300 characters."),
        ({"country": ""}, "Choose the country."),
        ({"country": "XX"}, "Not a valid choice."),
        ({"subdivision": "Narnia"}, "No such state or province"),
        ({"os_id": "BD2020123ABCDE0"}, "The check character does not fit"),
    ],
)
def test_what_cannot_be_stored_is_said_and_what_was_typed_stays(
    site: Site, world: World, typed: dict[str, str], said: str
) -> None:
    reply = world.visit("writer@alfa").send("/suppliers/new", MILL | {"note": "Keep this"} | typed)

    assert reply.status_code == 422
    assert said in Page(reply.text).text
    assert "Keep this" in reply.text
    assert count(site, world, "suppliers") == 0


def test_a_concurrent_change_is_shown_side_by_side_and_not_overwritten(
    site: Site, world: World
) -> None:
    writer, admin = world.visit("writer@alfa"), world.visit("admin@alfa")
    path = added(writer)
    admin.send(f"{path}/edit", MILL | {"version": "1", "name": "Alpha Mill Two"})

    late = writer.send(f"{path}/edit", MILL | {"version": "1", "address": "9 Lane"})

    assert late.status_code == 409
    shown = Page(late.text).text
    assert "A colleague changed this supplier" in shown
    assert "Alpha Mill Two" in shown
    assert "9 Lane" in shown
    assert "Alpha Mill Two" in words(writer, path)

    mine = MILL | {"version": Page(late.text).form("").get("version", "2"), "address": "9 Lane"}
    assert writer.send(f"{path}/edit", mine | {"version": "2"}).status_code == 303
    assert "9 Lane" in words(writer, path)


def test_deleting_asks_first_and_can_be_undone_whole(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    path = added(writer, note="x" * 1990 + "中" * 10)
    assert "Delete this supplier?" in words(writer, f"{path}/delete")

    deleted = writer.send(f"{path}/delete")
    assert writer.get(path).status_code == 404
    undo = Page(deleted.text).form(f"{path}/restore")
    assert "Alpha" not in undo["kept"]
    back = writer.post(f"{path}/restore", data=undo)

    assert "中" * 10 in words(writer, back.location)
    assert kinds(site, world) == ["supplier.added", "supplier.deleted", "supplier.added"]
    assert writer.post(f"{path}/restore", data=undo).status_code == 409


def test_a_deleted_record_can_only_be_restored_by_its_own_tenant_and_under_its_own_id(
    site: Site, world: World
) -> None:
    writer, other = world.visit("writer@alfa"), world.visit("writer@bravo")
    path, second = added(writer), added(writer)
    kept = Page(writer.send(f"{path}/delete").text).form(f"{path}/restore")["kept"]
    writer.send(f"{second}/delete")

    assert other.send(f"{path}/restore", {"kept": kept}).status_code == 404
    assert writer.send(f"{second}/restore", {"kept": kept}).status_code == 404
    assert writer.send(f"{path}/restore", {"kept": "!"}).status_code == 404
    assert count(site, world, "suppliers", "bravo") == 0


def test_search_looks_at_every_field_and_filters_stand_in_the_address(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    imported(site, writer, LIST + "Çamlı Örme,3 Cadde,Türkiye,Apparel\n".encode())

    assert "Beta Works" not in words(writer, "/suppliers?country=BD")
    assert "1 facility" in words(writer, "/suppliers?q=camli+orme")
    assert "1 facility" in words(writer, "/suppliers?q=india+road")
    assert "2 facilities" in words(writer, "/suppliers?sector=14")
    assert "Nothing matches" in words(writer, "/suppliers?sector=14&country=IN")
    assert "Remove filter: Bangladesh" in words(writer, "/suppliers?country=BD")


def test_pages_hold_fifty_and_together_every_facility_once(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    names = [f"{'abcdefghijklmnopqrst'[n % 20] * 5} {n:03}" for n in range(120)]
    imported(site, writer, "\n".join(["name,country", *(f"{name},BD" for name in names)]).encode())

    pages = [writer.get(f"/suppliers?page={number}").text for number in (1, 2, 3)]

    assert [sum(name in page for name in names) for page in pages] == [50, 50, 20]
    assert "Page 3 of 3" in words(writer, "/suppliers?page=99")


def test_a_reader_sees_the_registry_and_changes_nothing(site: Site, world: World) -> None:
    path = added(world.visit("writer@alfa"))
    reader = world.visit("reader@alfa")

    assert "Alpha Mill" in words(reader, "/suppliers")
    assert "Edit" not in words(reader, path)
    assert reader.get(f"{path}/edit").status_code == 403
    assert reader.send(f"{path}/delete").status_code == 403
    assert reader.get("/suppliers/new").status_code == 403


def tags(site: Site, world: World, organization: str = "alfa") -> set[bytes]:
    rows = look(
        site,
        "select tag from footprint_cells, unnest(path) as tag"
        " where organization_id = :id and tag is not null",
        id=world.organizations[organization],
    )
    return {bytes(row.tag) for row in rows}


def test_the_footprint_follows_every_change_of_suppliers_and_areas(
    site: Site, world: World
) -> None:
    from portal.privacy.footprint import tag

    key = site.keys.derive("footprint")
    writer = world.visit("writer@alfa")

    path = added(writer, subdivision="Dhaka")
    site.drain()
    covered = tags(site, world)
    for place in ("BD-C", "BD", "034", "142", "001"):
        for sector in ("14", "C", "any"):
            assert tag(key, place, sector) in covered
    assert len(covered) == 15

    writer.send("/organization/footprint/new", {"place": "UZ", "sector": "01"})
    site.drain()
    assert tag(key, "UZ", "01") in tags(site, world)
    assert "Uzbekistan" in words(writer, "/organization/footprint")

    writer.send(f"{path}/delete")
    site.drain()
    assert tag(key, "BD", "14") not in tags(site, world)
    assert tag(key, "UZ", "01") in tags(site, world)

    (area,) = look(
        site,
        "select id from footprint_areas where organization_id = :id",
        id=world.organizations["alfa"],
    )
    writer.send(f"/organization/footprint/{area.id}/remove")
    site.drain()
    assert tags(site, world) == set()
    assert kinds(site, world)[-1] == "footprint.changed"


def test_the_footprint_bears_the_family_and_leaves_other_companies_alone(
    site: Site, world: World
) -> None:
    added(world.visit("writer@alfa"))
    added(world.visit("writer@golf"))
    site.drain()
    before = tags(site, world, "golf")

    added(world.visit("writer@alfa"), country="CN")
    site.drain()

    assert tags(site, world, "golf") == before
    families = look(
        site,
        "select distinct o.family_id from footprint_cells c"
        " join organizations o on o.id = c.organization_id"
        " where c.organization_id in (:alfa, :golf)",
        alfa=world.organizations["alfa"],
        golf=world.organizations["golf"],
    )
    assert [row.family_id for row in families] == [world.families["alfa"]]


def test_the_page_of_the_footprint_sums_up_countries_and_sectors(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    imported(site, writer, LIST + b"Gamma Knits,4 Road,BD,Apparel\n")

    page = words(writer, "/organization/footprint")

    assert "Bangladesh Manufacture of wearing apparel 2" in page
    assert "Nobody reads them" in page
    reader = world.visit("reader@alfa")
    assert "Declare an area" not in words(reader, "/organization/footprint")
    assert reader.get("/organization/footprint/new").status_code == 403


def test_foreign_suppliers_and_areas_look_absent(site: Site, world: World) -> None:
    path = added(world.visit("writer@alfa"))
    stranger = world.visit("writer@bravo")
    absent = f"/suppliers/{'0' * 8}-0000-4000-8000-{'0' * 12}"

    assert stranger.get(path).data == stranger.get(absent).data
    assert stranger.send(f"{path}/delete").status_code == 404
    assert supplier_path(world.visit("writer@alfa"), "alpha") == path
