"""What PostgreSQL's catalogue says of our tables, roles, policies and functions, as plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, create_engine, text

ROLES: Final = ("portal_web", "portal_worker", "portal_steward", "portal_backup", "portal_guard")
OURS: Final = "n.nspname in ('public', 'authorship')"
NOT_OURS: Final = "c.relname not like 'procrastinate%' and c.relname <> 'alembic_version'"

POLICIES: Final = """
select schemaname || '.' || tablename as "table", policyname as name, permissive, roles::text[], cmd,
       coalesce(qual, '') as "using", coalesce(with_check, '') as "check"
from pg_policies order by 1, 2
"""
TABLES: Final = f"""
select n.nspname || '.' || c.relname as "table", c.relrowsecurity as enabled,
       c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and {OURS} and {NOT_OURS} order by 1
"""
TABLE_GRANTS: Final = f"""
select n.nspname || '.' || c.relname as "table", g.grantee::regrole::text as grantee,
       g.privilege_type as privilege
from pg_class c join pg_namespace n on n.oid = c.relnamespace,
     lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) g
where c.relkind in ('r', 'p', 'v', 'm') and {OURS} and g.grantee <> c.relowner order by 1, 2, 3
"""
COLUMN_GRANTS: Final = f"""
select n.nspname || '.' || c.relname as "table", a.attname::text as "column",
       g.grantee::regrole::text as grantee, g.privilege_type as privilege
from pg_attribute a join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace, lateral aclexplode(a.attacl) g
where {OURS} order by 1, 2, 3, 4
"""
CONSTRAINTS: Final = f"""
select n.nspname || '.' || c.relname as "table", o.conname as name,
       pg_get_constraintdef(o.oid) as definition
from pg_constraint o join pg_class c on c.oid = o.conrelid
join pg_namespace n on n.oid = c.relnamespace where {OURS} and {NOT_OURS} order by 1, 2
"""
INDEXES: Final = """
select schemaname || '.' || tablename as "table", indexname as name, indexdef as definition
from pg_indexes where schemaname in ('public', 'authorship')
  and tablename not like 'procrastinate%' and tablename <> 'alembic_version' order by 1, 2
"""
FUNCTIONS: Final = """
select n.nspname || '.' || p.proname as name, pg_get_userbyid(p.proowner) as owner,
       p.prosecdef as definer, coalesce(p.proconfig, '{}') as config,
       (select coalesce(array_agg(g.grantee::regrole::text order by 1), '{}')
        from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
        where g.privilege_type = 'EXECUTE' and g.grantee <> p.proowner) as callers,
       md5(p.prosrc) as body
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'authorship', 'guard') order by 1, p.oid::regprocedure::text
"""
COLUMNS: Final = """
select table_schema || '.' || table_name as "table", column_name, data_type, is_nullable, column_default
from information_schema.columns where table_schema in ('public', 'authorship') order by 1, 2
"""
EVERYTHING: Final = (
    TABLES,
    POLICIES,
    TABLE_GRANTS,
    COLUMN_GRANTS,
    CONSTRAINTS,
    INDEXES,
    FUNCTIONS,
    COLUMNS,
)


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """A connection of its own that leaves nothing behind."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def rows(connection: Connection, query: str) -> list[Any]:
    """What the catalogue answers."""
    return list(connection.execute(text(query)).all())


def dump(connection: Connection) -> list[list[Any]]:
    """The whole of it, in an order that does not depend on how it was made."""
    return [sorted(map(repr, rows(connection, query))) for query in EVERYTHING]


def unique_keys(connection: Connection) -> list[tuple[str, str, tuple[str, ...]]]:
    """Table, name and columns of every primary key and unique index, partial ones too."""
    query = f"""
    select n.nspname || '.' || c.relname, i.relname::text, array(
      select a.attname::text from unnest(x.indkey::int2[]) with ordinality k (attnum, place)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum order by k.place)
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where x.indisunique and {OURS} and {NOT_OURS} order by 1, 2"""
    return [(table, name, tuple(columns)) for table, name, columns in rows(connection, query)]
