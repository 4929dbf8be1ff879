"""The rules that hold of every table, role and function, asked of the catalogue itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from portal.db.base import Base
from portal.db.roles import DatabaseRole
from tests.architecture.reviewed import (
    DEFINERS,
    KEYS_WITHOUT_TENANT,
    READ_BY_NO_PERSON,
    SHARED_ON_PURPOSE,
    TENANT_TABLES,
    TRIGGERS,
)
from tests.conftest import Site
from tests.db import catalogue

ACTING = ("portal_web", "portal_worker")


@pytest.fixture(scope="module")
def database(site: Site) -> Iterator[Connection]:
    with catalogue.reading(site.admin_url_of_database) as connection:
        yield connection


def test_the_models_are_what_the_migrations_make(site: Site) -> None:
    with catalogue.reading(site.url(DatabaseRole.OWNER)) as connection:

        def ours(name: str | None, kind: str, _parents: object) -> bool:
            if kind == "schema":
                return name in {None, "authorship"}
            return not (name or "").startswith(("procrastinate", "alembic"))

        options = {"include_schemas": True, "include_name": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_is_a_model_and_forces_row_level_security(database: Connection) -> None:
    found = {
        row.table.removeprefix("public."): row for row in catalogue.rows(database, catalogue.TABLES)
    }
    assert set(found) == set(Base.metadata.tables)
    assert [name for name, row in found.items() if not (row.enabled and row.forced)] == []


def test_only_the_owner_owns_tables(database: Connection) -> None:
    assert {row.owner for row in catalogue.rows(database, catalogue.TABLES)} == {"portal_owner"}
    owners = {
        row.owner
        for row in catalogue.rows(database, catalogue.FUNCTIONS)
        if row.name.startswith("guard.") and row.definer
    }
    assert owners == {"portal_guard"}


def test_no_role_can_pass_row_level_security(database: Connection) -> None:
    found = database.execute(
        text(
            "select rolname, rolsuper, rolbypassrls, rolcreatedb, rolreplication, rolcreaterole, rolcanlogin"
            " from pg_roles where rolname = any(:roles)"
        ),
        {"roles": [*catalogue.ROLES, "portal_owner"]},
    ).all()
    assert {row.rolname for row in found} == {*catalogue.ROLES, "portal_owner"}
    for row in found:
        assert not any((row.rolsuper, row.rolbypassrls, row.rolcreatedb, row.rolreplication)), row
        assert row.rolname == "portal_owner" or not row.rolcreaterole
        assert row.rolcanlogin is (row.rolname != "portal_guard")


def test_no_role_that_signs_in_for_people_is_a_member_of_another(database: Connection) -> None:
    found = database.execute(
        text(
            "select member::regrole::text from pg_auth_members where member::regrole::text = any(:roles)"
        ),
        {"roles": list(catalogue.ROLES)},
    ).scalars()
    assert list(found) == []


def test_one_permissive_policy_for_each_command_and_role(database: Connection) -> None:
    counted: Counter[tuple[str, str, str]] = Counter()
    for policy in catalogue.rows(database, catalogue.POLICIES):
        if policy.permissive == "PERMISSIVE":
            counted.update((policy.table, policy.cmd, role) for role in policy.roles)
    assert [key for key, times in counted.items() if times > 1] == []
    assert all(command != "ALL" for _, command, _ in counted)


def test_no_policy_is_for_everybody_and_none_of_the_acting_roles_is_unconditional(
    database: Connection,
) -> None:
    for policy in catalogue.rows(database, catalogue.POLICIES):
        assert "public" not in policy.roles, policy.name
        if set(policy.roles) & set(ACTING):
            assert "true" not in {policy.using, policy.check}, policy.name


def test_what_may_be_written_is_checked(database: Connection) -> None:
    for policy in catalogue.rows(database, catalogue.POLICIES):
        if policy.cmd in {"INSERT", "UPDATE"}:
            assert policy.check, policy.name


def test_every_tenant_table_restricts_to_the_tenant(database: Connection) -> None:
    restricted = {
        policy.table.removeprefix("public."): policy
        for policy in catalogue.rows(database, catalogue.POLICIES)
        if policy.permissive == "RESTRICTIVE"
    }
    assert set(restricted) == TENANT_TABLES - set(SHARED_ON_PURPOSE)
    for policy in restricted.values():
        assert set(policy.roles) == set(ACTING)
        assert policy.cmd == "ALL"
        assert "current_organization()" in policy.using
        assert policy.check == policy.using


def test_grants_name_columns(database: Connection) -> None:
    whole = [
        row
        for row in catalogue.rows(database, catalogue.TABLE_GRANTS)
        if row.grantee != "portal_backup" and row.privilege != "DELETE"
        if not row.table.startswith(("public.procrastinate", "public.alembic_version"))
    ]
    assert whole == []


def test_nobody_is_granted_hidden_columns_or_everything_by_public(database: Connection) -> None:
    columns = catalogue.rows(database, catalogue.COLUMN_GRANTS)
    assert {row.column for row in columns} & {
        "ctid",
        "xmin",
        "xmax",
        "cmin",
        "cmax",
        "tableoid",
    } == set()
    every = [*columns, *catalogue.rows(database, catalogue.TABLE_GRANTS)]
    assert {row.grantee for row in every} <= set(catalogue.ROLES)


def test_what_no_person_reads_is_not_granted_to_those_who_act_for_persons(
    database: Connection,
) -> None:
    granted = {
        (row.table, row.column)
        for row in catalogue.rows(database, catalogue.COLUMN_GRANTS)
        if row.grantee in ACTING and row.privilege == "SELECT"
    }
    assert granted & READ_BY_NO_PERSON == set()


def test_the_web_role_reads_no_job_and_uses_no_sequence(database: Connection) -> None:
    named = (
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    )
    tables = f"{named} where c.relname like 'procrastinate%' and c.relkind = 'r'"
    sequences = f"{named} where c.relkind = 'S' and n.nspname in ('public', 'authorship', 'guard')"
    for role in ("portal_web", "portal_steward"):
        for name in database.execute(text(tables)).scalars().all():
            for privilege in ("select", "insert", "update", "delete"):
                assert not _has(
                    database,
                    f"has_any_column_privilege('{role}', '{name}', '{privilege}')"
                    if privilege != "delete"
                    else f"has_table_privilege('{role}', '{name}', 'delete')",
                )
        for name in database.execute(text(sequences)).scalars().all():
            assert not _has(
                database, f"has_sequence_privilege('{role}', '{name}', 'usage, select, update')"
            )


def _has(database: Connection, question: str) -> bool:
    return bool(database.execute(text(f"select {question}")).scalar_one())


def test_every_unique_key_starts_with_the_tenant_or_is_reviewed(database: Connection) -> None:
    others = {
        f"{table}.{name}"
        for table, name, columns in catalogue.unique_keys(database)
        if columns[0] not in {"organization_id", "association_id"}
    }
    assert others == set(KEYS_WITHOUT_TENANT)


def test_a_reference_between_tenant_rows_carries_the_tenant() -> None:
    for table in Base.metadata.tables.values():
        for key in table.foreign_key_constraints:
            target = key.referred_table
            if "organization_id" in target.c and "organization_id" in table.c:
                assert key.column_keys[0] == "organization_id", (table.name, key.column_keys)
            if target.name == "groups":
                assert key.column_keys[0] == "association_id", (table.name, key.column_keys)


def test_no_reference_from_a_shared_row_leads_into_a_workspace() -> None:
    """Neither a release nor a candidate has a column that depends on who wrote it."""
    for name in (
        *("candidates", "releases", "reviews", "sealed_messages", "batches"),
        *("questions", "question_lines", "sightings", "tallies", "counter_signals"),
    ):
        columns = set(Base.metadata.tables[name].c.keys())
        assert (
            columns & {"organization_id", "person_id", "family_id", "created_by", "contribution_id"}
            == set()
        )


def test_definer_functions_are_reviewed_pinned_and_not_for_everybody(database: Connection) -> None:
    found = [row for row in catalogue.rows(database, catalogue.FUNCTIONS) if row.definer]
    named = {row.name.removeprefix("guard.") for row in found if row.name.startswith("guard.")}
    assert named == DEFINERS
    assert {row.name for row in found} - {f"guard.{name}" for name in named} == {
        "public.procrastinate_defer_jobs_v1"
    }
    for row in found:
        assert any(setting.startswith("search_path=") for setting in row.config), row.name
        assert "-" not in row.callers, f"{row.name} is for everybody"


def test_guard_holds_nothing_but_definer_functions_and_reviewed_triggers(
    database: Connection,
) -> None:
    rows = catalogue.rows(database, catalogue.FUNCTIONS)
    others = {row.name for row in rows if row.name.startswith("guard.") and not row.definer}
    assert others == {f"guard.{name}" for name in TRIGGERS}


def test_there_are_no_views_but_those_that_ask_as_their_caller(database: Connection) -> None:
    views = database.execute(
        text(
            "select c.oid::regclass::text, c.relkind::text, coalesce(c.reloptions, '{}') as options"
            " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')"
        )
    ).all()
    assert [view for view in views if view.relkind == "m"] == []
    assert [view for view in views if "security_invoker=true" not in view.options] == []


@pytest.mark.parametrize("role", [*catalogue.ROLES, "public"])
def test_nobody_but_the_owner_can_create_tables_or_temporary_ones(
    database: Connection, role: str
) -> None:
    for schema in ("public", "authorship"):
        assert not _has(database, f"has_schema_privilege('{role}', '{schema}', 'create')")
    for privilege in ("temporary", "create"):
        assert not _has(
            database, f"has_database_privilege('{role}', current_database(), '{privilege}')"
        )
    assert _has(database, f"has_schema_privilege('{role}', 'guard', 'create')") is (
        role == "portal_guard"
    )
