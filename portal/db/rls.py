"""The row-level-security and grant statements that every table gets, used by migrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

ME: Final = "(select guard.current_organization())"
PERSON: Final = "(select guard.current_person())"
ACTING: Final = "portal_web, portal_worker"
"""The roles that act for a person: web requests under a session, jobs under a ticket."""


def confine(
    table: str,
    *,
    policies: Mapping[str, str],
    columns: Mapping[str, Iterable[str]],
    tenant: str | None = None,
    checks: Mapping[str, str] | None = None,
) -> list[str]:
    """Force row-level security and grant column by column.

    `policies` maps a command (select, insert, update, delete) to the condition under which the
    acting roles may do it: one permissive policy per command. `columns` maps a command to the
    columns granted; so `ctid`, `xmin` and `tableoid` are never granted. `tenant` is one more
    condition that every command must meet (a RESTRICTIVE policy). `checks` replaces the condition
    for new rows of an update.
    """
    done = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
    ]
    bare = table.rpartition(".")[2]
    for command, condition in policies.items():
        check = (checks or {}).get(command, condition)
        using = f"using ({condition})" if command != "insert" else ""
        with_check = f"with check ({check})" if command in {"insert", "update"} else ""
        made = f"create policy {bare}_{command} on {table} for {command} to {ACTING}"
        done.append(f"{made} {using} {with_check}")
    if tenant is not None:
        done.append(
            f"create policy {bare}_tenant on {table} as restrictive for all to {ACTING}"
            f" using ({tenant}) with check ({tenant})"
        )
    for command, names in columns.items():
        done.append(_grant(command, table, names, ACTING))
    return [*done, *backup(table)]


def also(
    table: str, role: str, columns: Mapping[str, Iterable[str]], *, condition: str = "true"
) -> list[str]:
    """What one more role (the guard's functions, the steward) may do with a table."""
    bare = table.rpartition(".")[2]
    done = []
    for command, names in columns.items():
        using = f"using ({condition})" if command != "insert" else ""
        check = f"with check ({condition})" if command in {"insert", "update"} else ""
        made = f"create policy {bare}_{role}_{command} on {table} for {command} to {role}"
        done.append(f"{made} {using} {check}")
        done.append(_grant(command, table, names, role))
    return done


def backup(table: str) -> list[str]:
    """The backup role reads every row of every table, and does nothing else."""
    bare = table.rpartition(".")[2]
    return [
        f"create policy {bare}_backup on {table} for select to portal_backup using (true)",
        f"grant select on {table} to portal_backup",
    ]


def _grant(command: str, table: str, columns: Iterable[str], to: str) -> str:
    names = ", ".join(columns)
    listed = "" if command == "delete" else f" ({names})"
    return f"grant {command}{listed} on {table} to {to}"


def hand_over(functions: Mapping[str, str]) -> list[str]:
    """Give definer functions to `portal_guard` and let only the named roles call them.

    `functions` maps a signature without its schema to a comma-separated list of roles.
    """
    done = []
    for signature, roles in functions.items():
        name = f"guard.{signature}"
        done += [
            f"alter function {name} owner to portal_guard",
            f"revoke all on function {name} from public",
        ]
        if roles:
            done.append(f"grant execute on function {name} to {roles}")
    return done
