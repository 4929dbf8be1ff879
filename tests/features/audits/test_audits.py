"""Audits by hand: what is typed, how it is graded, what a colleague changed, and what is undone."""

from __future__ import annotations

from datetime import date

from tests.audit_records.audits import finding, outcome
from tests.features.audits.steps import AUDIT, actions_of, keep, words
from tests.pages import Page
from tests.world import World


def test_an_audit_is_added_by_hand_and_graded_by_the_crosswalk(world: World) -> None:
    writer = world.visit("writer@alfa")
    assert "No audits yet" in words(writer, "/audits")

    added = writer.send("/audits/new", AUDIT)

    assert added.status_code == 303, Page(added.text).text
    page = words(writer, added.location)
    for said in ("Meridian Garments", "SMETA", "14 September 2026", "Major", "Major NC"):
        assert said in page
    assert "Debt bondage" in page
    assert "Pay the fees back." in page
    assert "Overdue" in page
    assert "0 of 1" in words(writer, "/audits")
    (line,) = world.sql(
        "select kind from events where chain_id = :own and kind = 'audit.added'",
        own=world.organizations["alfa"],
    )
    assert line.kind == "audit.added"


def test_rows_are_added_and_removed_by_buttons_and_what_was_typed_stays(world: World) -> None:
    writer = world.visit("writer@alfa")

    more = writer.send("/audits/new", AUDIT | {"do": "add"})
    assert more.status_code == 200
    assert "Finding 2" in Page(more.text).text
    assert "Workers paid recruitment fees." in more.text

    fewer = writer.send("/audits/new", AUDIT | {"do": "remove:findings-0", "findings-1-issue": "B"})
    assert "Workers paid recruitment fees." not in fewer.text
    assert "Finding 1" in Page(fewer.text).text

    wrong = writer.send(
        "/audits/new", AUDIT | {"supplier": "", "scheme": "", "findings-0-issue": ""}
    )
    assert wrong.status_code == 422
    told = Page(wrong.text).text
    for said in ("Enter the supplier.", "Choose the scheme.", "Finding 1, What was found: Say"):
        assert said in told
    assert "Major NC" in wrong.text


def test_what_was_overridden_stays_and_a_collaborative_word_sets_the_flag(world: World) -> None:
    writer = world.visit("writer@alfa")
    more = {
        "findings-0-severity": "critical",
        "findings-1-issue": "The whole district pays too little.",
        "findings-1-value": "CAR",
    }
    page = words(writer, writer.send("/audits/new", AUDIT | more).location)

    assert "Critical" in page
    assert "the scheme says: Major NC" in page
    assert "Not graded" in page
    assert "Collaborative" in page


def test_a_supplier_of_the_registry_is_recognized_by_its_name(world: World) -> None:
    writer = world.visit("writer@alfa")
    mill = {"name": "Meridian Garments", "country": "BD", "sector": "14", "version": "0"}
    supplier = writer.send("/suppliers/new", mill).location

    added = writer.send("/audits/new", AUDIT | {"supplier": "MERIDIAN garments"})

    page = Page(writer.get(added.location).text)
    assert supplier in page.links
    assert "Bangladesh" in page.text


def test_a_concurrent_change_is_shown_side_by_side_and_not_overwritten(world: World) -> None:
    writer, admin = world.visit("writer@alfa"), world.visit("admin@alfa")
    path = writer.send("/audits/new", AUDIT).location
    key = Page(writer.get(f"{path}/edit").text).form(f"{path}/edit")["findings-0-key"]
    form = AUDIT | {"version": "1", "findings-0-key": key, "findings-0-action": ""}
    admin.send(f"{path}/edit", form | {"reference": "R-9"})

    late = writer.send(f"{path}/edit", form | {"supplier": "Another"})

    assert late.status_code == 409
    shown = Page(late.text).text
    assert "A colleague changed this audit" in shown
    assert "R-9" in shown
    assert "Another" in late.text
    assert "R-9" in words(writer, path)
    mine = form | {"supplier": "Another", "version": "2"}
    assert writer.send(f"{path}/edit", mine).status_code == 303
    page = words(writer, path)
    assert "Another" in page
    assert "Pay the fees back." in page


def test_a_removed_finding_takes_its_actions_along_and_no_others(world: World) -> None:
    (audit,) = keep(world, [outcome(findings=(finding("First"), finding("Second")))])
    writer = world.visit("writer@alfa")
    path = f"/audits/{audit}/edit"
    form = Page(writer.get(path).text).form(path)
    left = {name: AUDIT[name] for name in ("supplier", "scheme", "do")} | {
        "version": "1",
        "findings-1-key": form["findings-1-key"],
        "findings-1-issue": "Second",
    }

    assert writer.send(path, left).status_code == 303

    page = words(writer, f"/audits/{audit}")
    assert "First" not in page
    assert "Second" in page
    assert len(actions_of(world, audit)) == 1


def test_an_audit_with_more_findings_than_anybody_types_can_still_be_edited(world: World) -> None:
    many = tuple(finding(f"Issue {n}", actions=()) for n in range(101))
    (audit,) = keep(world, [outcome(findings=many)])

    assert "Finding 101" in words(world.visit("writer@alfa"), f"/audits/{audit}/edit")


def test_deleting_asks_first_and_can_be_undone_whole(world: World) -> None:
    (audit,) = keep(world, [outcome()])
    writer, path = world.visit("writer@alfa"), f"/audits/{audit}"
    items = actions_of(world, audit)
    before = words(writer, path)
    assert "Delete this audit?" in words(writer, f"{path}/delete")

    deleted = writer.send(f"{path}/delete")
    assert writer.get(path).status_code == 404
    assert actions_of(world, audit) == []
    undo = {"kept": Page(deleted.text).form(f"{path}/restore")["kept"]}
    assert "Meridian" not in undo["kept"]
    assert world.visit("writer@bravo").send(f"{path}/restore", undo).status_code == 404
    assert writer.send(f"{path}/restore", undo).location == path
    words(writer, path)  # says that it is back

    assert words(writer, path) == before
    assert actions_of(world, audit) == items
    assert writer.send(f"{path}/restore", undo).status_code == 409


def test_the_list_is_by_day_in_pages_and_narrowed_by_tags(world: World) -> None:
    many = [
        outcome(f"Mill {n:02}", audited_on=date(2026, 1 + n % 9, 1 + n % 28)) for n in range(60)
    ]
    keep(world, [*many, outcome("Other", scheme="bsci", value="E", findings=(), audited_on=None)])
    reader = world.visit("reader@alfa")

    first = Page(reader.get("/audits").text)
    assert "61 audits" in first.text
    second = next(link for link in first.links if "after=" in link)
    last = Page(reader.get(second).text)
    assert "Other" in last.text
    assert "Other" not in first.text
    back = Page(reader.get(next(link for link in last.links if "before=" in link)).text)
    assert [link for link in back.links if link.startswith("/audits/")] == [
        link for link in first.links if link.startswith("/audits/")
    ]
    assert "1 audit" in words(reader, "/audits?severity=critical")
    assert "60 audits" in words(reader, "/audits?scheme=smeta")
    assert "1 audit" in words(reader, "/audits?q=mill+07")
    assert "Nothing matches" in words(reader, "/audits?q=mill&scheme=bsci")


def test_every_schemes_words_stand_beside_the_neutral_ones_with_their_source(world: World) -> None:
    page = words(world.visit("reader@alfa"), "/audits/severities")

    for said in (
        "Business critical",
        "Notable Feature",
        "Zero tolerance",
        "primary source",
        "SMETA 7",
    ):
        assert said in page
    assert "Verifies data and judges nobody" in page
