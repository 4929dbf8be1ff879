"""Find releases by filters and words, and one release by its id, at the same price for all.

Under row-level security PostgreSQL may use an index only with operators that cannot leak (`=`, `<`),
so `@@` and `@>` would read every row of the group. These functions say who may read what exactly as
the policy on `releases` does, use the indexes, and answer ids: what is shown is selected by id under
the policy.
"""

from alembic import op

from portal.db.rls import ACTING, also, hand_over

revision = "0008"
down_revision = "0007"

INDEXES = {
    "ix_releases_facets": "using gin (indicators, place_path, sector_path, period_path)",
    "ix_releases_marks": "using gin ((array[kind, tlp, status]))",
    "ix_releases_beyond": "(group_id, released_on, position) where audience <> 'group'",
    "ix_releases_open": "(association_id, released_on, position)"
    " where audience = any (array['association', 'public'])",
}

# Custom plans fold what was not asked for away, so that one statement serves every set of filters.
FOUND = """
    return query select r.id from public.releases r
    where not r.withdrawn
      and (elsewhere or r.group_id = feed)
      and (elsewhere or whole or r.audience <> 'group')
      and (not elsewhere or (r.association_id = home and r.group_id <> feed
                             and r.audience = any (array['association', 'public'])))
      and (terms is null or r.search @@ terms)
      and (kinds is null or array[r.kind, r.tlp, r.status] && kinds)
      and (tlps is null or array[r.kind, r.tlp, r.status] && tlps)
      and (statuses is null or array[r.kind, r.tlp, r.status] && statuses)
      and (indicator is null or r.indicators @> array[indicator])
      and (place is null or r.place_path @> array[place])
      and (sector is null or r.sector_path @> array[sector])
      and (period is null or r.period_path @> array[period])
      and (edge_on is null or (r.released_on, r.position) {beyond} (edge_on, edge_position))
    order by r.released_on {order}, r.position {order} limit wanted;"""

FIND_RELEASES = f"""
create function guard.find_releases(
  feed uuid, elsewhere boolean, words text, kinds text[], tlps text[], statuses text[],
  indicator text, place text, sector text, period text,
  edge_on date, edge_position uuid, backward boolean, wanted integer)
returns setof uuid
language plpgsql stable security definer rows 26
set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  standing text := guard.group_standing(feed);
  coordinator boolean := guard.coordinates(feed);
  whole boolean := standing is not distinct from 'member' or coordinator;
  home uuid := (select g.association_id from public.groups g where g.id = feed);
  terms tsquery := websearch_to_tsquery('english', words);
begin
  if standing is null and not coordinator then return; end if;
  if elsewhere and not exists (
    select from public.standings s where s.association_id = home
    and s.organization_id = guard.current_organization() and s.ended_on is null) then return; end if;
  if backward then{FOUND.format(beyond=">", order="asc")}
  else{FOUND.format(beyond="<", order="desc")}
  end if;
end $$"""

# What one may read is worked out before the row is looked for: an id that exists but is not one's
# own costs what an absent one costs. Nothing under the policy runs unless the answer is yes.
FIND_RELEASE = """
create function guard.find_release(wanted uuid) returns setof uuid
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public as $$
declare
  mine uuid := guard.current_organization();
  me uuid := guard.current_person();
  whole uuid[] := array(
    select s.group_id from public.standings s
    where s.organization_id = mine and s.ended_on is null and s.kind = 'member'
    union all
    select a.group_id from public.appointments a where a.person_id = me and a.kind = 'coordinator');
  partly uuid[] := array(select s.group_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
  homes uuid[] := array(select s.association_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
begin
  return query select r.id from public.releases r where r.id = wanted
    and (r.group_id = any (whole) or (r.group_id = any (partly) and r.audience <> 'group')
         or (r.association_id = any (homes) and r.audience = any (array['association', 'public'])));
end $$"""

SIGNATURES = {
    "find_releases(uuid, boolean, text, text[], text[], text[], text, text, text, text, date, uuid,"
    " boolean, integer)": ACTING,
    "find_release(uuid)": ACTING,
}
READ = [
    "id",
    "association_id",
    "group_id",
    "released_on",
    "position",
    "kind",
    "audience",
    "tlp",
    "indicators",
    "place_path",
    "sector_path",
    "period_path",
    "status",
    "withdrawn",
    "search",
]


def upgrade() -> None:
    for name, definition in INDEXES.items():
        op.execute(f"create index {name} on releases {definition}")
    granted = also("releases", "portal_guard", {"select": READ})
    for statement in (*granted, FIND_RELEASES, FIND_RELEASE, *hand_over(SIGNATURES)):
        op.execute(statement)


def downgrade() -> None:
    for signature in SIGNATURES:
        op.execute(f"drop function guard.{signature}")
    op.execute("drop policy releases_portal_guard_select on releases")
    op.execute("revoke all on releases from portal_guard")
    op.execute(f"revoke select ({', '.join(READ)}) on releases from portal_guard")
    for name in INDEXES:
        op.execute(f"drop index {name}")
