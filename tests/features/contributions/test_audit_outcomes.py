from datetime import date

from portal.audit_lists.outcome import Action, AuditFinding, Outcome
from portal.audit_records.records import add_outcomes
from tests.conftest import Site
from tests.features.contributions import finding
from tests.features.contributions.kinds import AUDIT, fields_of, offered, ready
from tests.pages import Page
from tests.world import World


def test_an_audit_outcome_leaves_by_half_a_year_and_without_scheme_or_supplier(
    site: Site, world: World
) -> None:
    finding.sourcing(world, "BD", "1410")
    supplier = finding.supplier(world, "writer@alfa")
    writer = world.visit("writer@alfa")
    typed = AUDIT | {
        "narrative": f"Passports of {finding.SUPPLIER} lay in a safe.",
        "supplier": str(supplier),
    }
    path = ready(writer, world, "audit", typed)
    page = Page(writer.get(path).text).text
    assert "half a year is the finest" in page
    assert finding.send(writer, path).status_code == 303

    row = finding.candidate(site, world, "writer@alfa", path)

    assert row["kind"] == "audit"
    assert finding.SUPPLIER not in row["narrative"]
    shown = row["facets"]
    assert shown["period"] == "2026-H1"
    assert shown["scheme"] != "smeta"
    assert (shown["grade"], shown["cap_progress"]) == ("critical", "some")
    assert "severity" not in shown
    assert str(supplier) not in str(row)
    offered(world, row["id"])
    reviewed = Page(world.visit("coordinator1").get(f"/candidates/{row['id']}").text).text
    assert "Gravest finding Critical" in reviewed
    assert "SMETA" not in reviewed


def test_either_indicators_or_that_none_was_found(world: World) -> None:
    finding.sourcing(world, "BD", "1410")
    writer = world.visit("writer@alfa")
    path = ready(writer, world, "audit", AUDIT)

    finding.save(writer, path, none_found="yes")
    both = Page(writer.get(f"{path}/preview").text).text
    finding.save(writer, path, indicator_retention_of_identity_documents="")
    none = Page(writer.get(f"{path}/preview").text).text

    assert "Either mark indicators, or say that none was found." in both
    assert "Not ready to send yet" not in none
    assert finding.send(writer, path).status_code == 303


def test_an_audit_of_the_own_board_begins_a_draft_without_its_value_and_day(world: World) -> None:
    found = AuditFinding(
        issue="Passports in a safe",
        indicators=("retention_of_identity_documents",),
        value="Business critical",
        severity="zero_tolerance",
        actions=(Action(text="Return them", state="verified_closed"), Action(text="Train")),
    )
    outcome = Outcome(
        supplier="Meghna",
        scheme="smeta",
        country="BD",
        value="Robust",
        severity="zero_tolerance",
        reference="ZAA-600",
        audited_on=date(2026, 5, 14),
        findings=(found,),
    )
    with world.transaction("writer@alfa", write=True) as session:
        (audit,) = add_outcomes(session, [outcome])
    writer = world.visit("writer@alfa")
    start = f"/contributions/new?kind=audit&audit={audit}"
    assert "begins with what your own board knows" in writer.get(start).text

    path = str(writer.send(start, {"group": str(world.group_id)}).location)

    fields = fields_of(world, "writer@alfa", path)
    assert fields["audit"] == str(audit)
    assert (fields["grade"], fields["cap_progress"]) == ("zero_tolerance", "some")
    assert (fields["period"], fields["narrative"]) == ("2026-Q2", "Passports in a safe")
    assert not {"Robust", "Business critical", "ZAA-600", "2026-05-14"} & set(
        map(str, fields.values())
    )
    assert world.visit("writer@bravo").get(start).status_code == 404
