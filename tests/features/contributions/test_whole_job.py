from tests.conftest import Site
from tests.features.contributions import finding
from tests.pages import Page
from tests.world import World


def test_a_finding_leaves_without_supplier_phone_and_rare_place(site: Site, world: World) -> None:
    finding.sourcing(world, "IN", "1410")
    finding.supplier(world, "writer@alfa")
    writer = world.visit("writer@alfa")
    path = finding.start(writer, world)
    typed = finding.FIELDS | {"group": str(world.group_id), "country": "BD", "subdivision": ""}

    assert finding.save(writer, path, **typed).location == path
    found = finding.hits(writer, path)
    assert {finding.SUPPLIER, finding.PHONE, "Savar"} <= set(found)
    blocked = Page(writer.get(f"{path}/preview").text).text
    assert "Not ready to send yet" in blocked
    assert f"Decide about “{finding.SUPPLIER}”" in blocked
    assert finding.send(writer, path).status_code == 422

    assert finding.save(writer, path, do="gate").location == f"{path}#gate"
    page = Page(writer.get(path).text).text
    assert "Bangladesh" in page
    assert "After: Southern Asia" in page
    assert finding.save(writer, path, do="accept").status_code == 303
    finding.decide_all(writer, path)
    preview = Page(writer.get(f"{path}/preview").text).text
    assert "Not ready" not in preview
    assert "a visit to the supplier in the area" in preview
    assert "Southern Asia" in preview

    reply = finding.send(writer, path)

    assert (reply.status_code, reply.location) == (303, f"{path}/progress")
    row = finding.candidate(site, world, "writer@alfa", path)
    assert row["facets"]["place"] == "034"
    assert row["state"] == "in_review"
    everything = str(dict(row))
    for hidden in (finding.SUPPLIER, "Meghna", finding.PHONE, "Savar", "'BD'", "Alfa"):
        assert hidden not in everything
    assert "In review" in Page(writer.get(f"{path}/progress").text).text
    assert "In review" in Page(writer.get("/contributions").text).text
