"""Figures of a group's closed quarters: computed by the steward, approved by two coordinators."""

from pathlib import Path
from runpy import run_path

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0020"
down_revision = "0019"

TABLES = (
    """
CREATE TABLE insight_releases (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  quarter TEXT NOT NULL,
  state TEXT NOT NULL,
  audience TEXT NOT NULL,
  tlp TEXT NOT NULL,
  computed_on DATE NOT NULL,
  released_on DATE,
  k INTEGER NOT NULL,
  version INTEGER NOT NULL,
  reason TEXT DEFAULT '' NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_insight_releases PRIMARY KEY (id),
  CONSTRAINT uq_insight_releases_group_id_quarter UNIQUE (group_id, quarter),
  CONSTRAINT ck_insight_releases_quarter CHECK (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  CONSTRAINT ck_insight_releases_state CHECK (state in ('waiting', 'released', 'refused')),
  CONSTRAINT ck_insight_releases_audience CHECK (audience in ('group_and_observers', 'association', 'public')),
  CONSTRAINT ck_insight_releases_released_on_a_day CHECK ((state = 'released') = (released_on is not null)),
  CONSTRAINT ck_insight_releases_refused_for_a_reason CHECK ((state = 'refused') = (reason <> '')),
  CONSTRAINT ck_insight_releases_enough_families CHECK (k >= 5),
  CONSTRAINT fk_insight_releases_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
    """
CREATE TABLE insight_cells (
  insight_release_id UUID NOT NULL,
  table_name TEXT NOT NULL,
  row_code TEXT NOT NULL,
  column_code TEXT DEFAULT '' NOT NULL,
  reports INTEGER NOT NULL,
  CONSTRAINT pk_insight_cells PRIMARY KEY (insight_release_id, table_name, row_code, column_code),
  CONSTRAINT ck_insight_cells_enough_families CHECK (reports >= 5),
  CONSTRAINT fk_insight_cells_insight_release_id_insight_releases FOREIGN KEY(insight_release_id) REFERENCES insight_releases (id)
)""",
    """
CREATE TABLE insight_medians (
  insight_release_id UUID NOT NULL,
  table_name TEXT NOT NULL,
  row_code TEXT NOT NULL,
  time_code TEXT NOT NULL,
  CONSTRAINT pk_insight_medians PRIMARY KEY (insight_release_id, table_name, row_code),
  CONSTRAINT fk_insight_medians_insight_release_id_insight_releases FOREIGN KEY(insight_release_id) REFERENCES insight_releases (id)
)""",
    """
CREATE TABLE insight_approvals (
  insight_release_id UUID NOT NULL,
  person_id UUID NOT NULL,
  version INTEGER NOT NULL,
  audience TEXT NOT NULL,
  CONSTRAINT pk_insight_approvals PRIMARY KEY (insight_release_id, person_id, version),
  CONSTRAINT fk_insight_approvals_insight_release_id_insight_releases FOREIGN KEY(insight_release_id) REFERENCES insight_releases (id)
)""",
    """
CREATE TABLE authorship.insight_ledgers (
  group_id UUID NOT NULL,
  box BYTEA NOT NULL,
  CONSTRAINT pk_insight_ledgers PRIMARY KEY (group_id)
)""",
    # Ciphertext does not shrink: PostgreSQL need not try.
    "ALTER TABLE authorship.insight_ledgers ALTER COLUMN box SET STORAGE EXTERNAL",
)

# How many independent coordinators want it published as it stands. Of member companies a family
# counts once, whoever coordinates for it; the host, who reports nothing, is asked person by person.
APPROVALS = """
create function guard.insight_approvals(wanted uuid) returns integer
language sql stable security definer set search_path = pg_catalog, public as $$
  select count(distinct case when a.organization_id = r.association_id then a.person_id
    else o.family_id end)::integer
  from public.insight_releases r
  join public.insight_approvals p on p.insight_release_id = r.id and p.version = r.version
    and p.audience = r.audience
  join public.appointments a on a.group_id = r.group_id and a.person_id = p.person_id
    and a.kind = 'coordinator'
  join public.organizations o on o.id = a.organization_id
  where r.id = wanted and guard.coordinates(r.group_id)
$$"""

# Who published it: figures are cited by readers who know neither the group nor its association.
SOURCES = """
create function guard.insight_sources(wanted uuid[])
returns table (insight_release_id uuid, group_name text, association_name text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.id, g.name, o.name
  from public.insight_releases r
  join public.groups g on g.id = r.group_id
  join public.organizations o on o.id = r.association_id
  where r.id = any (wanted) and (guard.coordinates(r.group_id)
    or (r.state = 'released' and (r.audience = 'public'
      or guard.group_standing(r.group_id) is not null
      or (r.audience = 'association' and exists (
        select from public.standings s where s.association_id = r.association_id
        and s.organization_id = guard.current_organization() and s.ended_on is null)))))
$$"""

# What coordinators may make of a release that waits: name other readers, refuse it, or publish it
# when two have approved this version. What is decided is never changed.
KEEP_INSIGHTS = """
create function guard.keep_insights() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  open constant text[] := array['state', 'audience', 'tlp', 'released_on', 'version', 'reason'];
  said constant text[] := array['state', 'released_on', 'reason'];
begin
  if current_user not in ('portal_web', 'portal_worker') then return new; end if;
  if old.state = 'waiting' and to_jsonb(new) - open = to_jsonb(old) - open then
    if new.state = 'waiting' and new.version = old.version + 1 then return new; end if;
    if to_jsonb(new) - said = to_jsonb(old) - said and (new.state = 'refused'
      or (new.state = 'released' and abs(new.released_on - current_date) <= 1
          and guard.insight_approvals(old.id) >= 2)) then return new; end if;
  end if;
  raise exception 'not this change of an insight release' using errcode = '42501';
end $$"""

# Nobody changes or removes a figure, the owner of the tables neither.
KEEP_FIGURES = """
create function guard.keep_figures() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'a figure is never changed' using errcode = '42501';
end $$"""

TRIGGERS = (
    "create trigger keep_insights before update on insight_releases"
    " for each row execute function guard.keep_insights()",
    *(
        f"create trigger keep_figures before update or delete on {table}"
        " for each row execute function guard.keep_figures()"
        for table in ("insight_cells", "insight_medians")
    ),
)

CHANGED = ["state", "audience", "tlp", "released_on", "version", "reason"]
RELEASE = ["id", "association_id", "group_id", "quarter", "computed_on", "k", *CHANGED]
CELL = ["insight_release_id", "table_name", "row_code", "column_code", "reports"]
MEDIAN = ["insight_release_id", "table_name", "row_code", "time_code"]
APPROVAL = ["insight_release_id", "person_id", "version", "audience"]
LEDGER = ["group_id", "box"]

COORDINATES = f"""exists (select from appointments a where a.group_id = insight_releases.group_id
           and a.person_id = {PERSON} and a.kind = 'coordinator')"""
# What is public is read without a session too: the one condition that asks nobody who they are.
SEEN = f"""
(state = 'released' and (audience = 'public'
  or exists (select from standings s where s.group_id = insight_releases.group_id
             and s.organization_id = {ME} and s.ended_on is null)
  or (audience = 'association' and exists (
      select from standings s where s.association_id = insight_releases.association_id
      and s.organization_id = {ME} and s.ended_on is null))))
or {COORDINATES}
"""


def _of(table: str, more: str = "") -> str:
    """Of a release that the same person reads."""
    return f"""exists (select from insight_releases r
    where r.id = {table}.insight_release_id{more})"""


WAITS = """ and r.state = 'waiting' and r.version = insight_approvals.version
    and r.audience = insight_approvals.audience"""
IN_CHARGE = f""" and exists (select from appointments a where a.group_id = r.group_id
    and a.person_id = {PERSON} and a.kind = 'coordinator')"""


def _confinement() -> list[str]:
    both = {"insight_cells": CELL, "insight_medians": MEDIAN}
    return [
        *confine(
            "insight_releases",
            policies={"select": SEEN, "update": COORDINATES},
            columns={"select": RELEASE, "update": CHANGED},
        ),
        *also("insight_releases", "portal_steward", {"select": RELEASE, "insert": RELEASE}),
        *also("insight_releases", "portal_guard", {"select": RELEASE}),
        *(
            statement
            for table, columns in both.items()
            for statement in (
                *confine(table, policies={"select": _of(table)}, columns={"select": columns}),
                *also(table, "portal_steward", {"select": columns, "insert": columns}),
            )
        ),
        *confine(
            "insight_approvals",
            policies={
                "select": _of("insight_approvals", IN_CHARGE),
                "insert": f"person_id = {PERSON} and "
                + _of("insight_approvals", WAITS + IN_CHARGE),
            },
            columns={"select": APPROVAL, "insert": APPROVAL},
        ),
        *also("insight_approvals", "portal_guard", {"select": APPROVAL}),
        *confine("authorship.insight_ledgers", policies={}, columns={}),
        *also(
            "authorship.insight_ledgers",
            "portal_steward",
            {"select": LEDGER, "insert": LEDGER, "update": ["box"]},
        ),
    ]


NOTICES = run_path(str(Path(__file__).with_name("0018_notices.py")))["STATEMENTS"]
BEFORE = next(each for each in NOTICES if "create function guard.bulletin_lines" in each)
LAST = "select 'TLP:AMBER', '' where b.kind = 'group') each)"
# Mail and feeds say that there are figures, under their label, and never a figure.
FIGURES = f"""select f.tlp, '' from public.insight_releases f
      where b.kind = 'figures' and f.id = b.about and f.group_id = b.group_id
        and f.state = 'released'
      union all
      {LAST}"""


def _again(statement: str) -> str:
    return statement.replace("create function", "create or replace function")


def upgrade() -> None:
    for statement in (
        *TABLES,
        *_confinement(),
        *(APPROVALS, SOURCES, KEEP_INSIGHTS, KEEP_FIGURES),
        *TRIGGERS,
        _again(BEFORE.replace(LAST, FIGURES)),
        *hand_over({"insight_approvals(uuid)": ACTING, "insight_sources(uuid[])": ACTING}),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute(_again(BEFORE))
    op.execute("drop table authorship.insight_ledgers")
    for table in ("insight_approvals", "insight_medians", "insight_cells", "insight_releases"):
        op.execute(f"drop table {table}")
    for name in ("keep_figures()", "keep_insights()"):
        op.execute(f"drop function guard.{name}")
    for name in ("insight_sources(uuid[])", "insight_approvals(uuid)"):
        op.execute(f"drop function guard.{name}")
