"""Saved views of lists, printed libraries, and the finding of practices.

Under row-level security PostgreSQL may use an index only with operators that cannot leak, so the
library finds practices by `guard.find_practices`, as feeds find releases (0008): it says who may
read what exactly as the policy on `releases` does and answers ids.
"""

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0019"
down_revision = "0018"

TABLES = (
    """
CREATE TABLE saved_views (
  created_by UUID NOT NULL,
  sealed BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_saved_views PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_saved_views_organization_id_created_by_people FOREIGN KEY(organization_id, created_by) REFERENCES people (organization_id, id)
)""",
    """
CREATE TABLE printouts (
  created_by UUID NOT NULL,
  kept_until TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  pdf BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_printouts PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_printouts_organization_id_created_by_people FOREIGN KEY(organization_id, created_by) REFERENCES people (organization_id, id)
)""",
)
VIEW = ["organization_id", "id", "created_by", "sealed"]
PRINTOUT = ["organization_id", "id", "created_by", "kept_until", "state", "sealed", "pdf"]

SHELVED = "kind = 'practice' and not withdrawn"
OPEN = "audience = any (array['association', 'public'])"
TITLE = "lower(left(title, 200))"
BANDS = "array[facets ->> 'cost', facets ->> 'effort', facets ->> 'requirement']"
INDEXES = {
    "ix_releases_shelf": f"(group_id, released_on, position) where {SHELVED}",
    "ix_releases_shelf_by_title": f'(group_id, ({TITLE}) collate "C", position) where {SHELVED}',
    "ix_releases_open_shelf": f"(association_id, released_on, position) where {SHELVED} and {OPEN}",
    "ix_releases_open_shelf_by_title": f'(association_id, ({TITLE}) collate "C", position)'
    f" where {SHELVED} and {OPEN}",
    "ix_releases_bands": f"using gin (({BANDS})) where {SHELVED}",
}

# Custom plans fold what was not asked for away. The bands stand in one array, whose index serves
# any of them; the conditions behind it say which is which.
WANTED = f"""r.kind = 'practice' and not r.withdrawn
        and (terms is null or r.search @@ terms)
        and (indicator is null or r.indicators @> array[indicator])
        and (place is null or r.place_path @> array[place])
        and (sector is null or r.sector_path @> array[sector])
        and (bands is null or {BANDS.replace("facets", "r.facets")} @> bands)
        and (cost is null or r.facets ->> 'cost' = cost)
        and (effort is null or r.facets ->> 'effort' = effort)
        and (requirement is null or r.facets ->> 'requirement' = requirement)
        and (signed is null or (r.byline <> '') = signed)"""
# Of each lineage the latest edition that this reader may read, and none beside it.
LATEST = """not exists (select from public.releases n where n.lineage_id = r.lineage_id
          and n.edition > r.edition and not n.withdrawn and {seen})"""
KEYS = {"newest": "r.released_on", "title": '(lower(left(r.title, 200)) collate "C")'}
EDGES = {"newest": "edge_on", "title": 'edge_title collate "C"'}


def _arm(source: str, within: str, seen: str, way: tuple[str, str, str]) -> str:
    """The first practices of each group (or association) of `source`."""
    by, beyond, order = way
    key = KEYS[by]
    return f"""
      select q.id, q.key, q.position from unnest({source}) as g (id) cross join lateral (
        select r.id, {key} as key, r.position from public.releases r
        where {within} and {WANTED}
        and {LATEST.format(seen=seen)}
        and (edge_position is null or ({key}, r.position) {beyond} ({EDGES[by]}, edge_position))
        order by {key} {order}, r.position {order} limit wanted) q"""


def _found(by: str, beyond: str, order: str) -> str:
    way = (by, beyond, order)
    own = _arm(
        "mine",
        "r.group_id = g.id and r.bundle_id is null and (not adopted or exists (select from"
        " public.tallies t where t.release_id = r.id and t.kind = 'adopted'))",
        "n.bundle_id is null",
        way,
    )
    # How many have adopted it is told inside its group only, as the policy on `tallies` says.
    near = _arm(
        "near",
        "r.group_id = g.id and not adopted"
        " and (r.bundle_id is not null or (r.byline <> '' and r.audience <> 'group'))",
        "n.byline <> '' and n.audience <> 'group'",
        way,
    )
    far = _arm(
        "far",
        "r.association_id = g.id and not adopted and r.group_id <> all (inside)"
        " and r.group_id <> all (partly) and r.audience = any (array['association', 'public'])"
        " and (r.bundle_id is not null or r.byline <> '')",
        "n.byline <> '' and n.audience = any (array['association', 'public'])",
        way,
    )
    return f"""
    return query select f.id from ({own}
      union all{near}
      union all{far}
    ) as f order by f.key {order}, f.position {order} limit wanted;"""


FIND_PRACTICES = f"""
create function guard.find_practices(
  shelf uuid, words text, indicator text, place text, sector text, requirement text, cost text,
  effort text, signed boolean, adopted boolean, by_title boolean,
  edge_on date, edge_title text, edge_position uuid, backward boolean, wanted integer)
returns setof uuid
language plpgsql stable security definer rows 26
set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  me constant uuid := guard.current_organization();
  inside constant uuid[] := array(
    select s.group_id from public.standings s
    where s.organization_id = me and s.ended_on is null and s.kind = 'member'
    union
    select a.group_id from public.appointments a
    where a.person_id = guard.current_person() and a.kind = 'coordinator');
  partly constant uuid[] := array(select s.group_id from public.standings s
    where s.organization_id = me and s.ended_on is null and s.group_id <> all (inside));
  homes constant uuid[] := array(select distinct s.association_id from public.standings s
    where s.organization_id = me and s.ended_on is null);
  mine constant uuid[] := array(select i from unnest(inside) i where shelf is null or i = shelf);
  near constant uuid[] := array(select i from unnest(partly) i where shelf is null or i = shelf);
  far constant uuid[] := case when shelf is null then homes else '{{}}' end;
  terms constant tsquery := websearch_to_tsquery('english', words);
  bands constant text[] := nullif(array_remove(array[cost, effort, requirement], null), '{{}}');
begin
  if by_title and backward then{_found("title", "<", "desc")}
  elsif by_title then{_found("title", ">", "asc")}
  elsif backward then{_found("newest", ">", "asc")}
  else{_found("newest", "<", "desc")}
  end if;
end $$"""
SIGNATURES = {
    "find_practices(uuid, text, text, text, text, text, text, text, boolean, boolean, boolean,"
    " date, text, uuid, boolean, integer)": ACTING
}
READ = ["facets", "edition"]  # title and lineage since 0017


def _confinement() -> list[str]:
    own = f"organization_id = {ME}"
    mine = f"{own} and created_by = {PERSON}"
    return [
        *confine(
            "saved_views",
            policies=dict.fromkeys(("select", "insert", "update", "delete"), mine),
            columns={"select": VIEW, "insert": VIEW, "update": ["sealed"], "delete": []},
            tenant=own,
        ),
        # After its day a printout is gone for everybody, whenever it is swept.
        *confine(
            "printouts",
            policies=dict.fromkeys(
                ("select", "insert", "update", "delete"), f"{mine} and kept_until > now()"
            ),
            columns={
                "select": PRINTOUT,
                "insert": PRINTOUT,
                "update": ["state", "sealed", "pdf"],
                "delete": [],
            },
            tenant=own,
        ),
        *also("printouts", "portal_steward", {"select": ["kept_until"], "delete": []}),
        *also("tallies", "portal_guard", {"select": ["release_id", "kind"]}),
        f"grant select ({', '.join(READ)}) on releases to portal_guard",
    ]


def upgrade() -> None:
    for name, definition in INDEXES.items():
        op.execute(f"create index {name} on releases {definition}")
    for statement in (*TABLES, *_confinement(), FIND_PRACTICES, *hand_over(SIGNATURES)):
        op.execute(statement)


def downgrade() -> None:
    for signature in SIGNATURES:
        op.execute(f"drop function guard.{signature}")
    op.execute(f"revoke select ({', '.join(READ)}) on releases from portal_guard")
    op.execute("drop policy tallies_portal_guard_select on tallies")
    op.execute("revoke select (release_id, kind) on tallies from portal_guard")
    for name in INDEXES:
        op.execute(f"drop index {name}")
    op.execute("drop table printouts")
    op.execute("drop table saved_views")
