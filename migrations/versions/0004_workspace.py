"""One tenant's own things: suppliers, imports, contributions, the footprint; questions to the gate."""

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0004"
down_revision = "0003"

TABLES = (
    """
CREATE TABLE gate_questions (
  family_id UUID NOT NULL,
  asked_on DATE NOT NULL,
  asked INTEGER NOT NULL,
  CONSTRAINT pk_gate_questions PRIMARY KEY (family_id, asked_on)
)""",
    """
CREATE TABLE footprint_areas (
  sealed BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_footprint_areas PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_footprint_areas_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """
CREATE TABLE footprint_tags (
  tag BYTEA NOT NULL,
  family_id UUID NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_footprint_tags PRIMARY KEY (tag, organization_id),
  CONSTRAINT fk_footprint_tags_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """CREATE INDEX ix_footprint_tags_tag_family_id ON footprint_tags (tag, family_id)""",
    """
CREATE TABLE imports (
  started_by UUID NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  rows_total INTEGER NOT NULL,
  rows_done INTEGER NOT NULL,
  sealed BYTEA NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_imports PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_imports_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """
CREATE TABLE contributions (
  created_by UUID NOT NULL,
  kind TEXT NOT NULL,
  wrapped BYTEA NOT NULL,
  sealed BYTEA NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_contributions PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_contributions_organization_id_created_by_people FOREIGN KEY(organization_id, created_by) REFERENCES people (organization_id, id)
)""",
    """
CREATE TABLE suppliers (
  sealed BYTEA NOT NULL,
  match_tag BYTEA NOT NULL,
  import_id UUID,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_suppliers PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_suppliers_organization_id_import_id_imports FOREIGN KEY(organization_id, import_id) REFERENCES imports (organization_id, id)
)""",
    """CREATE INDEX ix_suppliers_organization_id_match_tag ON suppliers (organization_id, match_tag)""",
)

# Answers yes or no for every rung of the lattice at once: a tag passes if enough families that
# counted at the last epoch cover it. Nobody learns a number, and a family asks so often a day.
ASK_GATE = """
create function guard.ask_gate(wanted uuid, tags bytea[], per_day integer) returns boolean[]
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare mine uuid := guard.current_family(); k integer; answer boolean[];
begin
  if guard.group_standing(wanted) is distinct from 'member' or mine is null then
    return null;
  end if;
  if cardinality(tags) > 30 then raise exception 'too many rungs' using errcode = '22023'; end if;
  insert into public.gate_questions as q (family_id, asked_on, asked) values (mine, current_date, 1)
    on conflict (family_id, asked_on) do update set asked = q.asked + 1;
  if (select asked from public.gate_questions where family_id = mine and asked_on = current_date)
     > per_day then
    raise exception 'gate_questions_exhausted' using errcode = 'P0429';
  end if;
  select k_author into k from public.groups where id = wanted;
  with plausible as (
    select distinct o.family_id from public.standings s
    join public.organizations o on o.id = s.organization_id
    where s.group_id = wanted and s.kind = 'member' and s.counts_from <= current_date
      and (s.ended_on is null or s.ended_on > current_date))
  select array_agg(enough order by place) into answer from (
    select t.place, (select count(distinct f.family_id) >= k from public.footprint_tags f
      where f.tag = t.tag and f.family_id in (select family_id from plausible)) as enough
    from unnest(tags) with ordinality as t (tag, place)) as rungs;
  return answer;
end $$"""

# A group of fewer than k families says so on its page: nothing can be published anonymously there.
ENOUGH_FAMILIES = """
create function guard.has_enough_families(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select count(distinct o.family_id) >= (select k_author from public.groups where id = wanted)
  from public.standings s join public.organizations o on o.id = s.organization_id
  where s.group_id = wanted and s.kind = 'member' and s.counts_from <= current_date
    and (s.ended_on is null or s.ended_on > current_date)
    and (guard.group_standing(wanted) is not null or guard.coordinates(wanted) or guard.hosts(wanted))
$$"""

GUARD = {
    "footprint_tags": {"select": ["organization_id", "tag", "family_id"]},
    "gate_questions": {
        "select": ["family_id", "asked_on", "asked"],
        "insert": ["family_id", "asked_on", "asked"],
        "update": ["asked"],
    },
}


def _confinement() -> list[str]:
    own = f"organization_id = {ME}"
    mine = f"{own} and created_by = {PERSON}"
    every = ("select", "insert", "update", "delete")
    imports = [
        *("organization_id", "id", "started_by", "started_at", "state", "rows_total"),
        *("rows_done", "sealed", "version"),
    ]
    suppliers = ["organization_id", "id", "sealed", "match_tag", "import_id", "version"]
    written = ["organization_id", "id", "created_by", "kind", "wrapped", "sealed", "version"]
    return [
        *confine(
            "imports",
            policies=dict.fromkeys(every, own),
            columns={"select": imports, "insert": imports, "update": imports[4:], "delete": []},
            tenant=own,
        ),
        *confine(
            "suppliers",
            policies=dict.fromkeys(every, own),
            columns={
                "select": suppliers,
                "insert": suppliers,
                "update": suppliers[2:],
                "delete": [],
            },
            tenant=own,
        ),
        *confine(
            "contributions",
            policies=dict.fromkeys(every, mine),
            columns={"select": written, "insert": written, "update": written[4:], "delete": []},
            tenant=own,
        ),
        *confine(
            "footprint_tags",
            policies={
                "insert": f"{own} and family_id = (select guard.current_family())",
                "delete": own,
            },
            columns={"insert": ["organization_id", "tag", "family_id"], "delete": []},
            tenant=own,
        ),
        *confine(
            "footprint_areas",
            policies={"select": own, "insert": own, "delete": own},
            columns={
                "select": ["organization_id", "id", "sealed"],
                "insert": ["organization_id", "id", "sealed"],
                "delete": [],
            },
            tenant=own,
        ),
        *confine("gate_questions", policies={}, columns={}),
    ]


def upgrade() -> None:
    for statement in (*TABLES, *_confinement()):
        op.execute(statement)
    for table, columns in GUARD.items():
        for statement in also(table, "portal_guard", columns):
            op.execute(statement)
    for statement in also("footprint_tags", "portal_steward", {"select": ["tag", "family_id"]}):
        op.execute(statement)
    functions = {"ask_gate(uuid, bytea[], integer)": ACTING, "has_enough_families(uuid)": ACTING}
    for statement in (ASK_GATE, ENOUGH_FAMILIES, *hand_over(functions)):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop function guard.ask_gate(uuid, bytea[], integer)")
    op.execute("drop function guard.has_enough_families(uuid)")
    for table in (
        *("gate_questions", "footprint_areas", "footprint_tags", "contributions"),
        *("suppliers", "imports"),
    ):
        op.execute(f"drop table {table}")
