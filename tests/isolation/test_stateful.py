"""Whatever happens, each organization sees what it should; and each planted fault is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import make_url

from tests.isolation.machine import Life
from tests.isolation.society import Connections

ME = "(select guard.current_organization())"
OWN = f"organization_id = {ME}"
IN_GROUP = (
    f"select from standings s where s.group_id = releases.group_id and s.organization_id = {ME}"
)
NEAR = (
    "select from standings s where s.association_id = releases.association_id"
    f" and s.organization_id = {ME} and s.ended_on is null"
)
OWNED = "guard.owns(id)"
STANDING = f"exists ({IN_GROUP} and s.ended_on is null)"
MEMBER = f"exists ({IN_GROUP} and s.ended_on is null and s.kind = 'member')"
INSIDE = f"({MEMBER} or guard.coordinates(group_id))"
OUTSIDE = f"({STANDING} or (audience in ('association', 'public') and exists ({NEAR})))"


def copies(inside: str = INSIDE, outside: str = f"not {INSIDE} and {OUTSIDE}") -> str:
    """Who reads the group's copy and who the outsiders'; as it should be if nothing is given."""
    return f"case when bundle_id is null then {inside} else {outside} end"


POLICIES: dict[str, tuple[str, str]] = {
    "drafts are open to colleagues": ("contributions_select on contributions", "using (true)"),
    "a draft can be planted on a colleague": (
        "contributions_insert on contributions", f"with check ({OWN})",
    ),
    "observers read what is for the group": (
        "releases_select on releases", f"using ({copies(f'{STANDING} or {INSIDE}')} or {OWNED})",
    ),
    "who left still reads": (
        "releases_select on releases",
        f"using ({copies(f'exists ({IN_GROUP}) or guard.coordinates(group_id)')} or {OWNED})",
    ),
    "who left cannot withdraw": (
        "releases_select on releases",
        f"using ({copies()})",
    ),
    "the whole association reads every audience": (
        "releases_select on releases",
        f"using ({copies(outside=f'not {INSIDE} and exists ({NEAR})')} or {OWNED})",
    ),
    "members read the outsiders' copies too": (
        "releases_select on releases",
        f"using ({copies(outside=OUTSIDE)} or {OWNED})",
    ),
    "readers may withdraw the releases of others": ("releases_update on releases", "using (true)"),
    "administrators read personal lines": (
        "events_select on events", "using (chain_id = (select guard.current_organization()))",
    ),
    "events can be added to any chain": (
        "events_insert on events", "with check (actor_id = (select guard.current_person()))",
    ),
    "rosters are open to every standing": (
        "standings_select on standings", f"using ({OWN} or guard.group_standing(group_id) is not null)",
    ),
    "anybody grants standings": ("standings_insert on standings", "with check (true)"),
    "members end the standings of others": (
        "standings_update on standings", "using (guard.group_standing(group_id) is not null)",
    ),
    "anybody appoints coordinators": ("appointments_insert on appointments", "with check (true)"),
    "observers may submit": (
        "candidates_insert on candidates", "with check (guard.group_standing(group_id) is not null)",
    ),
    "coordinators see no releases": (
        "releases_select on releases",
        f"using ({copies(MEMBER)} or {OWNED})",
    ),
    "sessions of colleagues are seen": ("sessions_select on sessions", "using (true)"),
    "anybody speaks in the sealed channel": (
        "sealed_messages_insert on sealed_messages", "with check (true)",
    ),
}  # fmt: skip
FUNCTIONS: dict[str, tuple[str, str, str]] = {
    "everybody owns everything": ("owns(uuid)", "select exists (", "select true or exists ("),
    "the author's family reviews": ("reviews(uuid,uuid)", "and not exists", "and true or not exists"),
    "coordinators coordinate every group": ("coordinates(uuid)", "group_id = wanted", "true"),
    "who left still stands": ("group_standing(uuid)", "and ended_on is null", ""),
    "coordinators are ignored": ("coordinates(uuid)", "select exists", "select false and exists"),
    "hidden rosters are shown": ("sees_roster(uuid)", "g.roster_visibility = 'open'", "true"),
    "no coordinator is excluded": ("draw_exclusions(uuid,uuid,integer)", "o.family_id = guard.current_family();", "false; return true;"),
    "a release is found whoever asks": ("find_release(uuid)", "r.id = wanted", "r.id = wanted or r.id = wanted"),
}  # fmt: skip
"""Signature, a piece of its body, and what it is replaced with."""
TABLES: dict[str, str] = {
    "suppliers are not confined": "alter table suppliers {} row level security",
    "candidates are not confined": "alter table candidates {} row level security",
}


@pytest.fixture(scope="module")
def connections(new_database: Callable[[str], str], admin_url: str) -> Iterator[Connections]:
    """A database of their own, in which policies may be broken for a while."""
    base = new_database("isolation")
    admin = make_url(admin_url).set(database=make_url(base).database)
    made = Connections(base, admin.render_as_string(hide_password=False))
    yield made
    made.close()


def live(connections: Connections, *, lives: int, steps: int) -> None:
    run_state_machine_as_test(
        lambda: Life(connections),  # type: ignore[arg-type]  # a class or what makes one
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_everybody_sees_and_changes_exactly_what_the_model_says(connections: Connections) -> None:
    live(connections, lives=4, steps=8)


@contextmanager
def broken(connections: Connections, do: str, undo: str) -> Iterator[None]:
    """The fault is planted, and gone afterwards."""
    connections.admin.execute(do)
    try:
        yield
    finally:
        for connection in (connections.web, connections.steward):
            connection.rollback()
        connections.admin.execute(undo)


def found(connections: Connections) -> None:
    # Flaky: the database has gone another way than the model, so that a life cannot be repeated.
    with pytest.raises((AssertionError, Flaky)):
        live(connections, lives=3, steps=8)


@pytest.mark.parametrize("fault", POLICIES)
def test_a_faulty_policy_is_found(connections: Connections, fault: str) -> None:
    policy, condition = POLICIES[fault]
    name, _, table = policy.partition(" on ")
    row = connections.admin.execute(
        "select qual, with_check from pg_policies where policyname = %s and tablename = %s",
        [name, table],
    ).fetchone()
    assert row is not None
    using, check = row
    undo = f"alter policy {policy}"
    undo += f" using ({using})" if using else ""
    undo += f" with check ({check})" if check else ""
    if condition.startswith("using") and check:
        condition += f" with check {condition.removeprefix('using ')}"
    with broken(connections, f"alter policy {policy} {condition}", undo):
        found(connections)


@pytest.mark.parametrize("fault", FUNCTIONS)
def test_a_faulty_function_is_found(connections: Connections, fault: str) -> None:
    signature, piece, instead = FUNCTIONS[fault]
    row = connections.admin.execute(
        "select pg_get_functiondef(%s::regprocedure)", [f"guard.{signature}"]
    ).fetchone()
    assert row is not None
    assert piece in row[0]
    with broken(connections, row[0].replace(piece, instead), row[0]):
        found(connections)


@pytest.mark.parametrize("fault", TABLES)
def test_a_table_without_confinement_is_found(connections: Connections, fault: str) -> None:
    with broken(connections, TABLES[fault].format("disable"), TABLES[fault].format("enable")):
        found(connections)
