create function guard.find_similar(wanted uuid) returns table (id uuid, place integer)
language plpgsql stable security definer rows 5
set search_path = pg_catalog, public set plan_cache_mode = force_custom_plan as $$
declare
  mine uuid := guard.current_organization();
  inside uuid[] := array(
    select s.group_id from public.standings s
    where s.organization_id = mine and s.ended_on is null and s.kind = 'member'
    union all
    select a.group_id from public.appointments a
    where a.person_id = guard.current_person() and a.kind = 'coordinator');
  partly uuid[] := array(select s.group_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
  homes uuid[] := array(select s.association_id from public.standings s
    where s.organization_id = mine and s.ended_on is null);
  this record;
  here boolean;
  terms tsquery;
begin
  -- What one may not open has nothing similar either.
  if not exists (select from guard.find_release(wanted)) then return; end if;
  select r.group_id, r.association_id, r.kind, r.title, r.indicators, r.place_path, r.sector_path,
    r.lineage_id, r.withdrawn into this from public.releases r where r.id = wanted;
  if this.withdrawn then return; end if;
  here := this.group_id = any (inside);
  terms := (select string_agg(quote_literal(lexeme), ' | ')::tsquery
    from unnest(to_tsvector('english', this.title)));
  -- A few hundred of the newest that share a word or a sign, each by its own index: what is alike
  -- is reckoned among these alone, so that it costs the same however much there is.
  return query
  with alike as (
    (select r.id from public.releases r
      where r.group_id = this.group_id and not r.withdrawn and r.search @@ terms
        and (r.bundle_id is null) = (here or r.byline <> '')
      order by r.released_on desc, r.position desc limit 150)
    union
    (select r.id from public.releases r
      where r.group_id = this.group_id and not r.withdrawn and r.indicators && this.indicators
        and (r.bundle_id is null) = (here or r.byline <> '')
      order by r.released_on desc, r.position desc limit 150)
    union
    (select r.id from public.releases r
      where r.association_id = this.association_id and r.group_id <> this.group_id
        and r.audience = any (array['association', 'public']) and not r.withdrawn
        and r.search @@ terms
        and (r.bundle_id is null) = (r.group_id = any (inside) or r.byline <> '')
      order by r.released_on desc, r.position desc limit 150)
  ), weighed as (
    select r.id, r.released_on, r.title, r.position,
      (r.kind = this.kind)::integer
      + 2 * (select count(*) from unnest(r.indicators) as sign where sign = any (this.indicators))
      + (select count(*) from unnest(r.place_path) as rung where rung = any (this.place_path))
      + (select count(*) from unnest(r.sector_path) as rung where rung = any (this.sector_path))
      + 10 * coalesce(ts_rank(r.search, terms), 0) as weight
    from public.releases r join alike on alike.id = r.id
    where r.id <> wanted
      and (this.lineage_id is null or r.lineage_id is distinct from this.lineage_id)
      -- Who may read what: as `find_release` says it.
      and case when r.group_id = any (inside) then r.bundle_id is null
        else (r.bundle_id is not null or (r.byline <> '' and r.audience <> 'group'))
          and (r.group_id = any (partly)
            or (r.association_id = any (homes) and r.audience = any (array['association', 'public'])))
        end
  )
  select w.id, (row_number() over (
    order by w.weight desc, w.released_on desc, w.title, w.position))::integer
  from weighed w order by w.weight desc, w.released_on desc, w.title, w.position limit 5;
end $$
