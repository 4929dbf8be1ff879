"""Civil society writes too: what observers of two kinds send is a finding like any other."""

from typing import Any

from alembic import op

from portal.db.rls import ACTING, hand_over

revision = "0021"
down_revision = "0020"

# Whether the acting organization may send something into a group: its members, and observers that
# speak for workers or for civil society. A definer function, as `guard.group_standing` is.
WRITES_INTO = """
create function guard.writes_into(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.standings s
    join public.organizations o on o.id = s.organization_id
    where s.group_id = wanted and s.organization_id = guard.current_organization()
      and s.ended_on is null and (s.kind = 'member'
        or (s.kind = 'observer' and o.kind in ('civil_society', 'worker_organization'))))
$$"""
SIGNATURES = {"writes_into(uuid)": ACTING}
ONLY_MEMBERS = "guard.group_standing(wanted) is distinct from 'member'"
WRITERS = "not guard.writes_into(wanted)"
# The kind tells nothing only as long as observers send nothing but what members send most.
INSERT = (
    "(guard.group_standing(group_id) = 'member' or (guard.writes_into(group_id)"
    " and kind = 'finding' and byline = '' and lineage_id is null))"
    " and state = 'in_review' and not goes_alone"
)
BEFORE = "guard.group_standing(group_id) = 'member' and state = 'in_review' and not goes_alone"
# Pools are drawn over members alone, and whoever is in none of them adds to the doubt: where the
# pool of a node holds, or those below it do, any of its families could have written what is shown.
AMONG_MEMBERS = "and bool_or(near.family_id = mine) from ("
AMONG_OR_BESIDE = (
    "and (bool_or(near.family_id = mine) or guard.group_standing(wanted) <> 'member') from ("
)
UNLISTED = "  unlisted := not exists (select from public.footprint_cells c"
UNLISTED_TOO = (
    "  unlisted := guard.group_standing(wanted) <> 'member'"
    " or not exists (select from public.footprint_cells c"
)


def _draw_exclusions() -> str:
    """As revision 0005 wrote it."""
    functions = _module("0005").FUNCTIONS
    return next(str(each) for each in functions if "function guard.draw_exclusions(" in each)


def _ask_gate() -> str:
    """As revision 0009 wrote it."""
    statements = _module("0009").STATEMENTS
    return next(str(each) for each in statements if "function guard.ask_gate(" in each)


def _module(revision_id: str) -> Any:
    environment: Any = op.get_context().environment_context
    return environment.script.get_revision(revision_id).module


def _changed(function: str, *changes: tuple[str, str]) -> str:
    """The same function with other words in it; a word that is not there once is a mistake."""
    for before, after in changes:
        if function.count(before) != 1:
            raise ValueError(before)
        function = function.replace(before, after)
    return function


def _replacing(function: str) -> str:
    return function.replace("create function", "create or replace function")


def upgrade() -> None:
    gate = _changed(
        _ask_gate(),
        (ONLY_MEMBERS, WRITERS),
        (AMONG_MEMBERS, AMONG_OR_BESIDE),
        (UNLISTED, UNLISTED_TOO),
    )
    for statement in (
        WRITES_INTO,
        *hand_over(SIGNATURES),
        _replacing(_changed(_draw_exclusions(), (ONLY_MEMBERS, WRITERS))),
        _replacing(gate),
        f"alter policy candidates_insert on candidates with check ({INSERT})",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        f"alter policy candidates_insert on candidates with check ({BEFORE})",
        _replacing(_ask_gate()),
        _replacing(_draw_exclusions()),
        "drop function guard.writes_into(uuid)",
    ):
        op.execute(statement)
