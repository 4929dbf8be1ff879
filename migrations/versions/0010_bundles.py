"""Frozen bundles: what outsiders read, published once at a fixed round and never changed.

A row of `releases` is either what the group reads (it has a batch) or what outsiders read (it has
a bundle): never both, and nobody sees both copies of one item.
"""

from pathlib import Path
from runpy import run_path

from alembic import op

from portal.db.rls import ME, also, confine, hand_over

revision = "0010"
down_revision = "0009"

TABLES = (
    """
CREATE TABLE bundle_rounds (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  held_on DATE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_bundle_rounds PRIMARY KEY (id),
  CONSTRAINT uq_bundle_rounds_group_id_held_on UNIQUE (group_id, held_on),
  CONSTRAINT ck_bundle_rounds_first_monday_of_a_quarter CHECK (extract(isodow from held_on) = 1
    and extract(day from held_on) <= 7 and extract(month from held_on) in (1, 4, 7, 10)),
  CONSTRAINT fk_bundle_rounds_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
    """
CREATE TABLE bundles (
  group_id UUID NOT NULL,
  frozen_on DATE NOT NULL,
  audience TEXT NOT NULL,
  place TEXT NOT NULL,
  period TEXT NOT NULL,
  sector TEXT NOT NULL,
  product TEXT NOT NULL,
  k INTEGER NOT NULL,
  size INTEGER NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_bundles PRIMARY KEY (id),
  CONSTRAINT uq_bundles_id_group_id_frozen_on_audience UNIQUE (id, group_id, frozen_on, audience),
  CONSTRAINT ck_bundles_two_families_or_more CHECK (k >= 2 and size >= k),
  CONSTRAINT ck_bundles_beyond_the_group CHECK (audience <> 'group'),
  CONSTRAINT fk_bundles_group_id_frozen_on_bundle_rounds FOREIGN KEY(group_id, frozen_on) REFERENCES bundle_rounds (group_id, held_on)
)""",
    """
CREATE TABLE authorship.witnesses (
  bundle_id UUID NOT NULL,
  tag BYTEA NOT NULL,
  CONSTRAINT pk_witnesses PRIMARY KEY (bundle_id, tag),
  CONSTRAINT fk_witnesses_bundle_id_bundles FOREIGN KEY(bundle_id) REFERENCES bundles (id)
)""",
    "ALTER TABLE releases ALTER COLUMN batch_id DROP NOT NULL, ADD COLUMN bundle_id UUID",
    # Either the group's copy or the outsiders' copy; one date, one group and one audience a bundle.
    "ALTER TABLE releases ADD CONSTRAINT ck_releases_batch_or_bundle"
    " CHECK ((batch_id is null) <> (bundle_id is null))",
    "ALTER TABLE releases ADD CONSTRAINT fk_releases_bundle_id_group_id_released_on_audience_bundles"
    " FOREIGN KEY (bundle_id, group_id, released_on, audience)"
    " REFERENCES bundles (id, group_id, frozen_on, audience)",
    "DROP INDEX ix_releases_beyond",
    "CREATE INDEX ix_releases_beyond ON releases (group_id, released_on, position)"
    " WHERE bundle_id is not null",
    "CREATE INDEX ix_releases_bundle_id ON releases (bundle_id)",
)

# Whatever is frozen stays: no role may change or remove it, the owner of the tables neither.
KEEP_FROZEN = """
create function guard.keep_frozen() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'a frozen bundle is never changed' using errcode = '42501';
end $$"""

# A row of a bundle shows its bundle's facets and nothing finer; the one change it knows is to be
# emptied. It joins when its bundle is made (`check_bundle`) and never leaves.
KEEP_BUNDLED = """
create function guard.keep_bundled() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  emptied constant text[] := array['title', 'narrative', 'facets', 'indicators', 'place_path',
    'sector_path', 'period_path', 'status', 'search', 'withdrawn'];
begin
  if tg_op = 'INSERT' then
    if exists (select from public.bundles b where b.id = new.bundle_id
        and b.place = new.facets ->> 'place'
        and b.period = coalesce(new.facets ->> 'period', 'any')
        and b.sector = new.facets ->> 'sector'
        and b.product = coalesce(new.facets ->> 'product', 'any'))
      and new.facets - array['place', 'period', 'sector', 'product', 'indicators', 'severity',
        'remediation'] = '{}' and not new.withdrawn then return new; end if;
  elsif tg_op = 'UPDATE' then
    if new is not distinct from old or (to_jsonb(new) - emptied = to_jsonb(old) - emptied
      and new.withdrawn and new.title = '' and new.narrative = '' and new.facets = '{}'
      and new.search is null) then return new; end if;
  end if;
  raise exception 'a frozen bundle is never changed' using errcode = '42501';
end $$"""

# At the end of the transaction that makes a bundle it has as many rows as it says, and as many
# different witnesses as the group asks for. Later there is no way to make it true again, so nothing
# is added. A witness is a family under a key that is not here, of this bundle only and of no row.
CHECK_BUNDLE = """
create function guard.check_bundle() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  wanted constant uuid := case tg_table_name when 'bundles' then to_jsonb(new) ->> 'id'
    else to_jsonb(new) ->> 'bundle_id' end;
begin
  if exists (select from public.bundles b join public.groups g on g.id = b.group_id
      where b.id = wanted and b.k >= g.k_author
      and b.size = (select count(*) from public.releases r where r.bundle_id = b.id)
      and b.k = (select count(*) from authorship.witnesses w where w.bundle_id = b.id))
  then return null; end if;
  raise exception 'a bundle is made whole, of enough families, or not at all' using errcode = '23514';
end $$"""

TRIGGERS = (
    *(
        f"create trigger keep_frozen before update or delete on {table}"
        " for each row execute function guard.keep_frozen()"
        for table in ("bundle_rounds", "bundles", "authorship.witnesses")
    ),
    "create trigger keep_bundled before insert on releases"
    " for each row when (new.bundle_id is not null) execute function guard.keep_bundled()",
    "create trigger keep_bundled_later before update on releases for each row"
    " when (old.bundle_id is not null or new.bundle_id is not null)"
    " execute function guard.keep_bundled()",
    "create trigger keep_bundled_always before delete on releases"
    " for each row when (old.bundle_id is not null) execute function guard.keep_bundled()",
    "create constraint trigger check_bundle after insert on bundles deferrable initially deferred"
    " for each row execute function guard.check_bundle()",
    "create constraint trigger check_bundle after insert on releases deferrable initially deferred"
    " for each row when (new.bundle_id is not null) execute function guard.check_bundle()",
    "create constraint trigger check_bundle after insert on authorship.witnesses"
    " deferrable initially deferred for each row execute function guard.check_bundle()",
)

ROUND = ["id", "association_id", "group_id", "held_on"]
BUNDLE = [
    *("id", "group_id", "frozen_on", "audience", "place", "period", "sector", "product"),
    *("k", "size"),
]
WITNESS = ["bundle_id", "tag"]

OWNED = "(nullif(current_setting('portal.owner_tags', true), '') is not null and guard.owns(id))"
COORDINATES = """exists (select from appointments a where a.group_id = releases.group_id
           and a.person_id = (select guard.current_person()) and a.kind = 'coordinator')"""
MEMBER = f"""exists (select from standings s where s.group_id = releases.group_id
           and s.organization_id = {ME} and s.ended_on is null and s.kind = 'member')"""
# Members and coordinators read the group's copy, everybody else whom the audience names reads the
# bundle's: who saw both could tell which items of the group stand in which bundle.
SEEN = f"""
case when bundle_id is null then {MEMBER} or {COORDINATES}
else not ({MEMBER} or {COORDINATES}) and (
    exists (select from standings s where s.group_id = releases.group_id
            and s.organization_id = {ME} and s.ended_on is null)
    or (audience in ('association', 'public') and exists (
        select from standings s where s.association_id = releases.association_id
        and s.organization_id = {ME} and s.ended_on is null))) end
or {OWNED}
"""

FOUND = """
    return query select r.id from public.releases r
    where not r.withdrawn
      and (elsewhere or (r.group_id = feed and (r.bundle_id is null) = whole))
      and (not elsewhere or (r.association_id = home and r.group_id <> feed
                             and r.audience = any (array['association', 'public'])
                             and (r.bundle_id is null) = (r.group_id = any (inside))))
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
INSIDE = """array(
    select s.group_id from public.standings s
    where s.organization_id = guard.current_organization() and s.ended_on is null and s.kind = 'member'
    union all
    select a.group_id from public.appointments a
    where a.person_id = guard.current_person() and a.kind = 'coordinator')"""
FIND_RELEASES = f"""
create or replace function guard.find_releases(
  feed uuid, elsewhere boolean, words text, kinds text[], tlps text[], statuses text[],
  indicator text, place text, sector text, period text,
  edge_on date, edge_position uuid, backward boolean, wanted integer)
returns setof uuid
language plpgsql stable security definer rows 26
set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  inside uuid[] := {INSIDE};
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
  inside uuid[] := {INSIDE};
  partly uuid[] := array(select s.group_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
  homes uuid[] := array(select s.association_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
begin
  return query select r.id from public.releases r where r.id = wanted
    and case when r.bundle_id is null then r.group_id = any (inside)
      else not r.group_id = any (inside) and (r.group_id = any (partly)
           or (r.association_id = any (homes) and r.audience = any (array['association', 'public'])))
      end;
end $$"""


def _confinement() -> list[str]:
    done = []
    for table, columns in (
        ("bundle_rounds", ROUND),
        ("bundles", BUNDLE),
        ("authorship.witnesses", WITNESS),
    ):
        done += confine(table, policies={}, columns={})
        done += also(table, "portal_steward", {"select": columns, "insert": columns})
        done += also(table, "portal_guard", {"select": columns})
    return [
        *done,
        "grant select (bundle_id) on releases to portal_web, portal_worker, portal_guard",
        "grant select (bundle_id), insert (bundle_id) on releases to portal_steward",
        f"alter policy releases_select on releases using ({SEEN})",
    ]


def upgrade() -> None:
    for statement in (
        *TABLES,
        *(KEEP_FROZEN, KEEP_BUNDLED, CHECK_BUNDLE),
        *TRIGGERS,
        *_confinement(),
        *hand_over({"check_bundle()": ""}),
        *(FIND_RELEASES, FIND_RELEASE),
    ):
        op.execute(statement)


def downgrade() -> None:
    """What outsiders read becomes a release like any other: nothing that was published is lost."""
    here = Path(__file__)
    read = run_path(str(here.with_name("0006_releases.py")))["SEEN"]
    found = run_path(str(here.with_name("0008_finding_releases.py")))
    again = [
        found[name].replace("create function", "create or replace function")
        for name in ("FIND_RELEASES", "FIND_RELEASE")
    ]
    for statement in (
        *again,
        f"alter policy releases_select on releases using ({read})",
        *(f"drop trigger keep_bundled{name} on releases" for name in ("", "_later", "_always")),
        "drop trigger check_bundle on releases",
        "alter table releases drop constraint ck_releases_batch_or_bundle,"
        " drop constraint fk_releases_bundle_id_group_id_released_on_audience_bundles,"
        # Row-level security binds the owner too, but a change of type rewrites every row.
        " alter column batch_id type uuid using coalesce(batch_id, bundle_id)",
        "alter table releases alter column batch_id set not null, drop column bundle_id",
        "create index ix_releases_beyond on releases (group_id, released_on, position)"
        " where audience <> 'group'",
        "drop table authorship.witnesses",
        "drop table bundles",
        "drop table bundle_rounds",
        *(
            f"drop function guard.{name}()"
            for name in ("check_bundle", "keep_bundled", "keep_frozen")
        ),
    ):
        op.execute(statement)
