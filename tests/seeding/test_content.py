"""The invented world is as large and as real as the demonstration says."""

from collections import Counter, defaultdict

from portal.airlock.telling import codes, told
from portal.models.organization import FIELD_KINDS
from portal.privacy import bundles
from portal.reference import dol, places
from portal.seeding import content, findings

ORGANIZATIONS = {row["slug"]: row for row in content.organizations()}


def test_there_are_twelve_companies_in_ten_families_and_every_other_kind() -> None:
    kinds = Counter(row["kind"] for row in ORGANIZATIONS.values())
    families = {row["family"]["slug"] for row in ORGANIZATIONS.values() if row["kind"] == "member"}

    assert kinds == {
        "member": 12,
        "association": 1,
        "civil_society": 2,
        "government": 1,
        "worker_organization": 1,
    }
    assert len(families) == 10
    assert len(content.groups()) == 2


def test_at_least_forty_findings_over_four_quarters_are_rows_of_the_list_of_goods() -> None:
    released = content.findings("released")
    listed = {(good.country, good.product) for good in dol.goods() if good.forced_labor}

    assert len(released) >= 40
    assert len({row["quarter"] for row in released}) == 4
    assert {(row["country"], row["product"]) for row in released} <= listed
    assert all(places.place(row["country"]).rung == "country" for row in released)


def test_every_batch_has_three_families() -> None:
    for group, on, rows in findings.batches(content.findings("released")):
        families = {ORGANIZATIONS[row["author"]]["family"]["slug"] for row in rows}
        assert len(families) >= 3, (group, on)


def test_one_more_approval_completes_the_waiting_batch() -> None:
    waiting: dict[str, set[str]] = defaultdict(set)
    for row in content.findings("waiting"):
        if row["group"] == "apparel":
            waiting[row["state"]].add(ORGANIZATIONS[row["author"]]["family"]["slug"])

    assert len(waiting["approved"]) == 2
    assert waiting["in_review"] - waiting["approved"]


def test_observers_have_bundles_to_read_and_some_items_wait() -> None:
    """As the rounds of the seeding would, if the gate let everything through as it is written."""
    waiting: list[bundles.Row] = []
    wide = 0
    for group, on, rows in findings.batches(content.findings("released")):
        for row in rows:
            if row["audience"] == "group" or group != "apparel":
                continue
            facets = {name: row[name] for name in ("sector", "product", "period")}
            facets["place"] = row["country"]
            wide += 1
            waiting.append(
                bundles.Row(
                    wide,
                    ORGANIZATIONS[row["author"]]["family"]["slug"],
                    row["audience"],
                    bundles.first_round_after(on) - on + bundles.PATIENCE,
                    codes(facets),
                    told(f"{row['title']}\n\n{row['narrative']}", facets),
                )
            )

    frozen = bundles.freeze(waiting, bundles.Rule(5))

    assert len(frozen) >= 3
    assert sum(len(bundle.rows) for bundle in frozen) < wide


def test_field_insights_are_by_observers_of_civil_society_and_one_leaves_with_companies() -> None:
    rows = content.read("field_insights")
    by_person = {
        person["email"]: organization
        for organization in ORGANIZATIONS.values()
        for person in organization["people"]
        if person["role"] != "reader"
    }

    assert Counter(row["state"] for row in rows) == {"released": 1, "waiting": 1, "draft": 1}
    for row in rows:
        organization = by_person[row["person"]]
        assert organization["kind"] in FIELD_KINDS
        assert organization["standings"][row["group"]] == "observer"
    joined = {row["joins"] for row in rows if row["state"] == "released"}
    assert joined <= {row["title"] for row in content.findings("released")}
