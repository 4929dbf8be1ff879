"""A list of audits on its way in and out again, by the pages that people use."""

from __future__ import annotations

import csv
import io
from functools import partial
from itertools import islice
from uuid import UUID

from openpyxl import load_workbook

from portal.audit_lists.outcome import Outcome
from portal.audit_lists.spill import Spill
from portal.audit_records.records import every_outcome
from portal.core.tokens import fresh, hashed
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.features.audit_imports import jobs
from portal.jobs.queue import Work
from portal.models import AuditImportState
from tests.conftest import Site
from tests.features.audit_imports.lists import (
    FAULTS,
    HEADER,
    checked,
    imported,
    rows_with_faults,
    upload,
    uploaded,
    workbook,
)
from tests.features.suppliers.lists import count, kinds, look
from tests.pages import Page, Visitor
from tests.world import World

BAD = range(3, 3 + 37 * 50, 50)
"""37 rows, far apart."""


def words(visitor: Visitor, path: str) -> str:
    reply = visitor.get(path)
    assert reply.status_code == 200, reply.status_code
    return Page(reply.text).text


def stored(world: World, who: str = "writer@alfa") -> list[Outcome]:
    with world.transaction(who) as session:
        return list(every_outcome(session))


def test_of_2000_rows_the_37_bad_ones_are_named_and_none_of_the_good_is_lost(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    shown = uploaded(site, writer, workbook(rows_with_faults(2000, BAD)), "audits.xlsx")

    page = checked(site, writer, shown)

    assert "2000 rows were checked. Nothing is stored yet." in page
    assert "37 problems in the rows" in page
    assert "Rows left out 37" in page
    for turn, number in enumerate(BAD):
        column, _, said = FAULTS[turn % len(FAULTS)]
        letter = "ABCDEFGHIJKL"[HEADER.index(column)]
        assert f" {number + 2} {letter} · " in page, (number, letter)
        assert said in page
    assert count(site, world, "audits") == 0

    problems = list(csv.reader(io.StringIO(writer.get(f"{shown}/problems.csv").text)))
    assert [int(each[0]) for each in problems[1:]] == [number + 2 for number in BAD]

    assert writer.send(f"{shown}/confirm").status_code == 303
    site.drain()

    assert "Audits 500 Findings 1963 Corrective actions 1963 Rows left out 37" in words(
        writer, shown
    )
    outcomes = stored(world)
    issues = {finding.issue for each in outcomes for finding in each.findings}
    good = {f"Fees were paid by worker {n}" for n in range(2000) if n not in BAD}
    assert issues == good
    assert {len(each.findings) for each in outcomes} == {3, 4}
    assert all(each.country in {"MY", "BD"} and each.audited_on for each in outcomes)
    assert kinds(site, world) == ["audits.uploaded", "import.mapped", "import.confirmed"]


def test_what_is_chosen_for_words_and_columns_is_remembered(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    first = b"Werk;Standard;Tag;Was;Stufe\nMill;Hausaudit;05.03.2026;Fees;Rot\n"
    shown = uploaded(site, writer, first)
    columns = {"column-supplier": "0", "column-scheme": "1", "column-audited_on": "2"}
    columns |= {"column-issue": "3", "column-value": "4"}

    page = checked(site, writer, shown, **columns)
    assert "“Hausaudit” is not a scheme that we know" in page
    page = checked(site, writer, shown, **{"word-1": "own_code"})
    assert "“Rot” is no grade" in page
    page = checked(site, writer, shown, **{"word-1": "own_code", "word-2": "critical"})
    assert "No problems in the rows" in page

    again = uploaded(site, writer, first.replace(b"05.03", b"06.03"))
    assert "No problems in the rows" in checked(site, writer, again)
    writer.send(f"{again}/confirm")
    site.drain()
    (outcome,) = stored(world)
    assert (outcome.scheme, outcome.severity, outcome.findings[0].value) == (
        *("own_code", "critical"),
        "Rot",
    )


def test_an_import_is_undone_as_a_whole_and_only_within_30_days(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    kept = imported(site, writer, workbook(rows_with_faults(4, [])), "kept.xlsx")
    done = imported(site, writer, workbook([HEADER, *rows_with_faults(12, [])[5:]]), "more.xlsx")
    assert count(site, world, "audits") == 3

    assert "2 audits that it stored are deleted" in words(writer, f"{done}/undo")
    assert writer.send(f"{done}/undo").status_code == 303

    assert count(site, world, "audits") == 1
    assert "nothing of it is among your audits" in words(writer, done)
    assert writer.send(f"{done}/undo").status_code == 409
    listed = words(writer, "/audits/imports")
    assert "kept.xlsx Done 1 4" in listed
    assert "more.xlsx Undone" in listed
    assert kept in writer.get("/audits/imports").text


def test_an_audit_that_is_recorded_already_is_not_stored_twice(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    imported(site, writer, workbook(rows_with_faults(4, [])), "once.xlsx")

    shown = uploaded(site, writer, workbook(rows_with_faults(8, [])), "twice.xlsx")
    page = checked(site, writer, shown)

    assert "The audit “A-0000” is among your audits already" in page
    writer.send(f"{shown}/confirm")
    site.drain()
    assert sorted(each.reference for each in stored(world)) == ["A-0000", "A-0001"]


def test_an_export_that_is_imported_by_another_tenant_gives_the_same_audits(
    site: Site, world: World
) -> None:
    writer, other = world.visit("writer@alfa"), world.visit("writer@bravo")
    imported(site, writer, workbook(rows_with_faults(40, [])), "audits.xlsx")

    for form, name in (("csv", "back.csv"), ("xlsx", "back.xlsx")):
        reply = writer.send("/audits/export", {"form": form})
        assert reply.status_code == 200
        done = imported(site, other, reply.data, name)
        assert "No problems in the rows" in words(other, done)
        by_reference = sorted(stored(world, "writer@bravo"), key=lambda each: each.reference)
        assert by_reference == sorted(stored(world), key=lambda each: each.reference)
        other.send(f"{done}/undo")
    assert "audits.exported" in kinds(site, world)


def test_nothing_of_another_tenant_is_there(site: Site, world: World) -> None:
    writer, other = world.visit("writer@alfa"), world.visit("writer@bravo")
    shown = uploaded(site, writer, workbook(rows_with_faults(4, [])), "own.xlsx")

    for path in ("", "/mapping", "/undo", "/problems.csv"):
        assert other.get(f"{shown}{path}").status_code == 404, path
    for path in ("/confirm", "/cancel", "/undo", "/mapping"):
        assert other.send(f"{shown}{path}").status_code == 404, path
    assert world.visit("reader@alfa").send(f"{shown}/cancel").status_code == 403
    assert "No imports yet" in words(other, "/audits/imports")
    assert "No audits yet" in words(other, "/audits/export")


def test_the_database_holds_no_word_of_a_list(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    rows = rows_with_faults(8, [2])
    rows[1][1] = "Secretive Mill"
    imported(site, writer, workbook(rows), "secretive-list.xlsx")
    uploaded(site, writer, workbook(rows), "secretive-list.xlsx")

    for table in ("audits", "cap_items", "audit_imports", "audit_import_pieces", "audit_mappings"):
        (row,) = look(site, f"select string_agg(t::text, ' ') as dump from {table} t")
        assert row.dump
        assert b"ecretive".hex() not in row.dump
        assert "ecretive" not in row.dump


def test_a_canceled_import_leaves_nothing(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")
    reply = upload(writer, workbook(rows_with_faults(4, [])), "gone.xlsx")

    assert writer.send(f"{reply.location}/cancel").status_code == 303
    site.drain()

    assert writer.get(reply.location).status_code == 404
    assert count(site, world, "audit_import_pieces") == count(site, world, "audit_imports") == 0


def test_a_file_that_is_no_list_is_refused_with_what_to_do(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    reply = upload(writer, b"%PDF-1.7\n", "list.pdf")
    assert reply.status_code == 422
    assert "list.pdf is a PDF, not a table" in Page(reply.text).text
    shown = uploaded(site, writer, b"PK\x03\x04 no archive", "list.xlsx")

    assert "damaged or has a password" in words(writer, shown)
    assert count(site, world, "audits") == 0


def test_the_template_of_a_scheme_is_a_workbook_with_its_words(site: Site, world: World) -> None:
    reader = world.visit("reader@alfa")
    assert (
        "/audits/imports/template.xlsx?scheme=rba_vap"
        in Page(reader.get("/audits/imports/templates").text).links
    )

    reply = reader.get("/audits/imports/template.xlsx?scheme=rba_vap")

    book = load_workbook(io.BytesIO(reply.data))
    assert book.sheetnames == ["Audits", "Explanation", "Lists"]
    assert 'filename="audits-rba-vap.xlsx"' in reply.headers["Content-Disposition"]
    assert "Priority" in [cell.value for cell in book["Explanation"]["A"]]


def test_an_import_whose_worker_was_killed_goes_on_and_stores_nothing_twice(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    shown = uploaded(site, writer, workbook(rows_with_faults(40, [])), "audits.xlsx")
    checked(site, writer, shown)
    writer.send(f"{shown}/confirm")
    killed(site, world, UUID(shown.rpartition("/")[2]), stored=3)
    assert count(site, world, "audits") == 3

    site.drain()

    assert "Audits 10 Findings 40" in words(writer, shown)
    assert sorted(each.reference for each in stored(world)) == [f"A-{n:04}" for n in range(10)]


def killed(site: Site, world: World, import_id: UUID, *, stored: int) -> None:
    """Store so many audits as the job does, and go no further: the job is still waiting."""
    ticket, person = fresh(), world.people["writer@alfa"]
    world.sql(
        "insert into tickets (token_hash, organization_id, person_id, expires_at)"
        " values (:token, :organization, :person, now() + interval '1 hour')",
        token=hashed(ticket),
        organization=person.organization_id,
        person=person.id,
    )
    database = Database(site.url(DatabaseRole.WORKER), site.keys)
    work = Work(database, None, site.keys, site.settings, ticket)
    with Spill() as spill:
        task = jobs.Task(work, import_id, AuditImportState.RUNNING)
        _, audits = task.understood(spill)
        task.change(partial(jobs._store, list(islice(audits, stored)), spill.count_audits()))
    database.engine.dispose()
