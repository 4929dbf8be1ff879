"""Audit outcomes and practices as candidates and releases; editions of a practice; bylines."""

from pathlib import Path
from runpy import run_path

from alembic import op

from portal.db.rls import ACTING

revision = "0013"
down_revision = "0012"

COLUMNS = (
    # In clear it would match a tenant's only practice with the group's only one: the kind is sealed.
    "alter table contributions drop column kind",
    "alter table candidates add column byline text not null default '', add column lineage_id uuid",
    "alter table releases add column byline text not null default '', add column lineage_id uuid,"
    " add column edition integer not null default 1",
    "create index ix_releases_lineage_id on releases (lineage_id)",
    # Whoever stands outside the group reads bundles, and what its organization signs.
    "drop index ix_releases_beyond",
    "create index ix_releases_beyond on releases (group_id, released_on, position)"
    " where bundle_id is not null or byline <> ''",
)

# Nobody signs with another's name, and an edition follows what its author may follow: one that
# nobody signed, or one that the own organization signed.
KEEP_BYLINE = """
create function guard.keep_byline() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_user not in ('portal_web', 'portal_worker') then return new; end if;
  if new.byline <> '' and (new.kind <> 'practice' or not exists (select from public.organizations o
      where o.id = guard.current_organization() and o.name = new.byline)) then
    raise exception 'not this name' using errcode = '42501';
  end if;
  if new.lineage_id is not null and not exists (select from public.releases r
      where r.lineage_id = new.lineage_id and r.group_id = new.group_id and r.bundle_id is null
      and r.kind = new.kind and not r.withdrawn and r.byline = new.byline) then
    raise exception 'not this edition' using errcode = '42501';
  end if;
  return new;
end $$"""
# Withdrawal takes the name with the text, whoever carries it out.
FORGET_BYLINE = """
create function guard.forget_byline() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  new.byline := '';
  return new;
end $$"""
TRIGGERS = (
    "create trigger forget_byline before update on candidates for each row"
    " when (new.state = 'withdrawn') execute function guard.forget_byline()",
    "create trigger forget_byline before update on releases for each row"
    " when (new.withdrawn) execute function guard.forget_byline()",
    # The author writes the name, and nobody else who may change a candidate: so it is looked at
    # whenever it changes.
    "create trigger keep_byline before insert on candidates for each row"
    " execute function guard.keep_byline()",
    "create trigger keep_byline_later before update on candidates for each row"
    " when (new.byline is distinct from old.byline and new.byline <> ''"
    " or new.lineage_id is distinct from old.lineage_id) execute function guard.keep_byline()",
)

KEEP_BUNDLED = """
create or replace function guard.keep_bundled() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  emptied constant text[] := array['title', 'narrative', 'facets', 'indicators', 'place_path',
    'sector_path', 'period_path', 'status', 'search', 'withdrawn'];
  own constant text[] := array['indicators', 'severity', 'remediation', 'grade', 'cap_progress',
    'cost', 'effort', 'requirement'];
begin
  if tg_op = 'INSERT' then
    if exists (select from public.bundles b where b.id = new.bundle_id
        and b.place = new.facets ->> 'place'
        and b.period = coalesce(new.facets ->> 'period', 'any')
        and b.sector = new.facets ->> 'sector'
        and b.product = coalesce(new.facets ->> 'product', 'any'))
      and new.facets - array['place', 'period', 'sector', 'product'] - own = '{}'
      and new.byline = '' and new.lineage_id is null and new.edition = 1
      and not new.withdrawn then return new; end if;
  elsif tg_op = 'UPDATE' then
    if new is not distinct from old or (to_jsonb(new) - emptied = to_jsonb(old) - emptied
      and new.withdrawn and new.title = '' and new.narrative = '' and new.facets = '{}'
      and new.search is null) then return new; end if;
  end if;
  raise exception 'a frozen bundle is never changed' using errcode = '42501';
end $$"""

_0010 = run_path(str(Path(__file__).with_name("0010_bundles.py")))
INSIDE = f"({_0010['MEMBER']} or {_0010['COORDINATES']})"
ME = _0010["ME"]
# Members and coordinators read the group's copy. Everybody else whom the audience names reads the
# bundle's, and the group's copy of what its organization signs, of which there is no other.
SEEN = f"""
case when {INSIDE} then bundle_id is null
else (bundle_id is not null or (byline <> '' and audience <> 'group')) and (
    exists (select from standings s where s.group_id = releases.group_id
            and s.organization_id = {ME} and s.ended_on is null)
    or (audience in ('association', 'public') and exists (
        select from standings s where s.association_id = releases.association_id
        and s.organization_id = {ME} and s.ended_on is null))) end
or {_0010["OWNED"]}
"""

FOUND = """
    return query select r.id from public.releases r
    where not r.withdrawn
      and (elsewhere or (r.group_id = feed and ((whole and r.bundle_id is null) or (not whole
           and (r.bundle_id is not null or (r.byline <> '' and r.audience <> 'group'))))))
      and (not elsewhere or (r.association_id = home and r.group_id <> feed
                             and r.audience = any (array['association', 'public'])
                             and case when r.group_id = any (inside) then r.bundle_id is null
                                 else r.bundle_id is not null or r.byline <> '' end))
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
create or replace function guard.find_releases(
  feed uuid, elsewhere boolean, words text, kinds text[], tlps text[], statuses text[],
  indicator text, place text, sector text, period text,
  edge_on date, edge_position uuid, backward boolean, wanted integer)
returns setof uuid
language plpgsql stable security definer rows 26
set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  inside uuid[] := {_0010["INSIDE"]};
  whole boolean := feed = any (inside);
  home uuid := (select g.association_id from public.groups g where g.id = feed);
  terms tsquery := websearch_to_tsquery('english', words);
begin
  if guard.group_standing(feed) is null and not whole then return; end if;
  if elsewhere and not exists (
    select from public.standings s where s.association_id = home
    and s.organization_id = guard.current_organization() and s.ended_on is null) then return; end if;
  if backward then{FOUND.format(beyond=">", order="asc")}
  else{FOUND.format(beyond="<", order="desc")}
  end if;
end $$"""
FIND_RELEASE = f"""
create or replace function guard.find_release(wanted uuid) returns setof uuid
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public as $$
declare
  mine uuid := guard.current_organization();
  inside uuid[] := {_0010["INSIDE"]};
  partly uuid[] := array(select s.group_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
  homes uuid[] := array(select s.association_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
begin
  return query select r.id from public.releases r where r.id = wanted
    and case when r.group_id = any (inside) then r.bundle_id is null
      else (r.bundle_id is not null or (r.byline <> '' and r.audience <> 'group'))
        and (r.group_id = any (partly)
          or (r.association_id = any (homes) and r.audience = any (array['association', 'public'])))
      end;
end $$"""

GRANTS = (
    "grant select (byline, lineage_id), insert (byline, lineage_id), update (byline, lineage_id)"
    f" on candidates to {ACTING}",
    "grant select (byline, lineage_id) on candidates to portal_steward",
    f"grant select (byline, lineage_id, edition) on releases to {ACTING}",
    "grant select (byline, lineage_id, edition), insert (byline, lineage_id, edition)"
    " on releases to portal_steward",
    "grant select (byline) on releases to portal_guard",
)


def upgrade() -> None:
    for statement in (
        *COLUMNS,
        *GRANTS,
        KEEP_BYLINE,
        FORGET_BYLINE,
        *TRIGGERS,
        KEEP_BUNDLED,
        f"alter policy releases_select on releases using ({SEEN})",
        FIND_RELEASES,
        FIND_RELEASE,
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        *(_0010[name] for name in ("FIND_RELEASES", "FIND_RELEASE")),
        _0010["KEEP_BUNDLED"].replace("create function", "create or replace function"),
        f"alter policy releases_select on releases using ({_0010['SEEN']})",
        *(f"drop trigger {name} on candidates" for name in ("forget_byline", "keep_byline")),
        "drop trigger keep_byline_later on candidates",
        "drop trigger forget_byline on releases",
        "drop function guard.keep_byline()",
        "drop function guard.forget_byline()",
        "drop index ix_releases_beyond",
        "create index ix_releases_beyond on releases (group_id, released_on, position)"
        " where bundle_id is not null",
        "drop index ix_releases_lineage_id",
        "alter table releases drop column byline, drop column lineage_id, drop column edition",
        "alter table candidates drop column byline, drop column lineage_id",
        "alter table contributions add column kind text not null default 'finding'",
        "alter table contributions alter column kind drop default",
        f"grant select (kind), insert (kind) on contributions to {ACTING}",
    ):
        op.execute(statement)
