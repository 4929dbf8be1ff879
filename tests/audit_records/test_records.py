"""What goes into the workspace in bulk comes out as it was, and nothing of it is in clear."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from portal.audit_records import records
from portal.audit_records.tags import tagger
from portal.models import Audit
from tests.audit_records.audits import action, finding, outcome
from tests.world import World

MANY = [
    outcome(
        f"Supplier {number}",
        findings=(
            finding(actions=(action(due_on=date(2026, 12, 1), state="in_progress"), action("Two"))),
            finding("Passports were kept.", value="CAR", severity="", collaborative=True),
        ),
    )
    for number in range(7)
]


def test_every_outcome_comes_out_as_it_was_handed_in(world: World) -> None:
    with world.transaction("writer@alfa", write=True) as session:
        ids = records.add_outcomes(session, MANY)
        found = {each.supplier: each for each in records.every_outcome(session, batch=2)}
        assert found == {each.supplier: replace(each, severity="major") for each in MANY}
        last = session.scalars(select(Audit).where(Audit.id == ids[6])).one()
        assert records.opened(session, last) == found["Supplier 6"]
    with world.transaction("writer@bravo") as session:
        assert list(records.every_outcome(session)) == []


def test_an_audit_without_findings_is_as_grave_as_its_own_result(world: World) -> None:
    with world.transaction("writer@alfa", write=True) as session:
        records.add_outcomes(session, [outcome(scheme="bsci", value="d", findings=())])
        assert [each.severity for each in records.every_outcome(session)] == ["major"]


def test_an_import_is_taken_back_as_a_whole_and_nothing_else(world: World) -> None:
    mine = uuid4()
    with world.transaction("writer@alfa", write=True) as session:
        records.add_outcomes(session, MANY, mine)
        records.add_outcomes(session, MANY[:2], uuid4())
        assert records.delete_import(session, mine) == len(MANY)
        assert len(list(records.every_outcome(session))) == 2
    organization = world.organizations["alfa"]
    counted = "select count(*) from cap_items where organization_id = :own"
    assert world.sql(counted, own=organization)[0][0] == 6


def test_a_stolen_table_shows_neither_words_nor_lengths_nor_another_tenants_tags(
    world: World,
) -> None:
    for who in ("writer@alfa", "writer@bravo"):
        with world.transaction(who, write=True) as session:
            records.add_outcomes(session, [MANY[0], outcome("X", findings=(finding("Y"),))])
    stolen = {}
    for name in ("alfa", "bravo"):
        own = {"own": world.organizations[name]}
        stolen[name] = [
            world.sql(f"select * from {table} where organization_id = :own", **own)
            for table in ("audits", "cap_items")
        ]
    everything = repr(stolen)
    for word in ("Supplier 0", "Passports", "smeta", "major", "in_progress", "2026-12", "ZAA"):
        assert word not in everything
    tags = {
        name: {
            getattr(row, column)
            for rows in tables
            for row in rows
            for column in row._fields
            if column.endswith("_tag")
        }
        for name, tables in stolen.items()
    }
    assert tags["alfa"] & tags["bravo"] == set()
    audits, items = stolen["alfa"]
    assert {len(row.head) for row in audits} | {len(row.findings) for row in audits} == {
        1024 + 28,
        4096 + 28,
    }
    assert {len(row.sealed) for row in items} == {1024 + 28}


def test_a_day_and_its_month_are_found_again_from_their_tags(world: World) -> None:
    with world.transaction("writer@alfa") as session:
        tags = tagger(session)
        for day in (date(2024, 2, 29), date(2060, 12, 31), None):
            year, tag = tags.day(day)
            assert tags.days([year])[tag] == day
            assert tags.months()[tags.month(day)] == (day and day.replace(day=1))
        assert tags.day(date(1900, 1, 1)) == tags.day(date(2000, 1, 1))
