-- The functions of revision 0009, handed to portal_guard by 0009_gate.py. One blank line between two
-- statements, none within one.

-- The organizations that count for a group on a day, with their families.
create function guard.counting(wanted uuid, on_day date)
returns table (organization_id uuid, family_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select o.id, o.family_id from public.standings s
  join public.organizations o on o.id = s.organization_id
  where s.group_id = wanted and s.kind = 'member' and s.counts_from <= on_day
    and (s.ended_on is null or s.ended_on > on_day)
$$;

-- Draws the pools of a week, unless they stand. The grid positions (5 x rung of place + rung of sector
-- + 1) are in order of loss, as `plausibility.WALK`; the condition is `plausibility.holds`: at least k
-- families, none above 2 / k by its facilities or by their share in all that it sources.
create function guard.draw_gate(wanted uuid, monday date) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare k integer; enough integer; cells uuid[]; waiting uuid[]; place integer;
begin
  if exists (select from public.gate_weeks where group_id = wanted and week = monday) then
    return;
  end if;
  -- Whoever comes second waits, and then finds the week drawn.
  insert into public.gate_weeks (group_id, week) values (wanted, monday) on conflict do nothing;
  if not found then return; end if;
  delete from public.gate_weeks where group_id = wanted and week < monday - 364;
  select g.k_author, g.k_supplier into k, enough from public.groups g where g.id = wanted;
  cells := array(select c.id from public.footprint_cells c
    join guard.counting(wanted, monday) o on o.organization_id = c.organization_id);
  insert into public.gate_sites (group_id, week, tag, sites, families, own)
    with known as (
      select tag, site, min(o.family_id::text)::uuid as family_id,
        count(distinct o.family_id) = 1 as alone
      from public.footprint_cells c join public.organizations o on o.id = c.organization_id,
        unnest(c.path) as tag, unnest(c.sites) as site
      where c.id = any (cells) and tag is not null group by tag, site),
    own as (
      select tag, family_id, count(*)::integer as sites from known where alone group by tag, family_id)
    select wanted, monday, known.tag, count(*),
      array(select o.family_id from own o where o.tag = known.tag order by o.family_id),
      array(select o.sites from own o where o.tag = known.tag order by o.family_id)
    from known group by known.tag having count(*) >= enough;
  waiting := cells;
  foreach place in array array[1,2,3,6,7,8,4,11,12,5,9,13,16,10,17,14,18,21,22,15,23,19,20,24,25] loop
    with everything as (
      select o.family_id, sum(greatest(cardinality(c.sites), 1))::float8 as sites
      from unnest(cells) as cell(id) join public.footprint_cells c on c.id = cell.id
      join public.organizations o on o.id = c.organization_id group by o.family_id),
    here as (
      select c.id, c.path[place] as tag, c.path, o.family_id,
        greatest(cardinality(c.sites), 1) as sites,
        greatest(cardinality(c.sites), 1) / e.sites as share
      from unnest(waiting) as cell(id) join public.footprint_cells c on c.id = cell.id
      join public.organizations o on o.id = c.organization_id
      join everything e on e.family_id = o.family_id),
    families as (
      select tag, family_id, sum(sites)::integer as sites, sum(share) as share, min(path) as path
      from here where tag is not null group by tag, family_id),
    passing as (
      select tag from families group by tag having count(*) >= k and max(sites) * k <= 2.0 * sum(sites)
        and max(share) * k <= 2.000000002 * sum(share)),
    drawn as (
      insert into public.gate_pools (group_id, week, tag, family_id, sites, share, above)
      select wanted, monday, f.tag, f.family_id, f.sites, f.share, array(
        select f.path[up] from generate_series(place, 25) as up
        where (up - 1) % 5 >= (place - 1) % 5)
      from families f join passing p on p.tag = f.tag)
    select coalesce(array_agg(h.id), array[]::uuid[]) into waiting from here h
      where h.tag is null or h.tag not in (select tag from passing);
  end loop;
end $$;

-- For each node of the lattice, in order of loss, what the gate says of it (`gate.Answer`): 1, enough
-- families could have written what is shown there; 2, enough suppliers could be meant; 4, four times
-- as many; 8, enough by the registries alone. Nobody learns a number; questions are bounded for each
-- family and each draft. A place and sector that is not as such in the family's footprint (elsewhere, or
-- told more or less finely) may be shown where all finer pools together hold, the asking family among
-- them: readers cannot know more than that it lies near what these families source. `fewest` and `most`: the author's own estimate of sites like this one.
create function guard.ask_gate(
  wanted uuid, tags bytea[], fewest integer, most integer,
  per_day integer, draft bytea, about bytea, per_draft integer, places_per_day integer)
returns integer[]
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  mine uuid := guard.current_family();
  monday date := date_trunc('week', current_date)::date;
  k integer; enough integer; unlisted boolean; here uuid[]; answer integer[];
begin
  if guard.group_standing(wanted) is distinct from 'member' or mine is null then
    return null;
  end if;
  if cardinality(tags) > 25 then raise exception 'too many nodes' using errcode = '22023'; end if;
  -- How often anyone asked on an earlier day is nobody's business, not even a thief's.
  delete from public.gate_questions where asked_on < current_date;
  delete from public.gate_probes where asked_on < current_date;
  insert into public.gate_questions as q (family_id, asked_on, asked) values (mine, current_date, 1)
    on conflict (family_id, asked_on) do update set asked = q.asked + 1;
  insert into public.gate_probes values (mine, current_date, ask_gate.draft, ask_gate.about)
    on conflict do nothing;
  if (select asked from public.gate_questions where family_id = mine and asked_on = current_date)
       > per_day
     or (select count(*) from public.gate_probes p where p.family_id = mine
         and p.asked_on = current_date and p.draft = ask_gate.draft) > per_draft
     or (select count(distinct p.about) from public.gate_probes p where p.family_id = mine
         and p.asked_on = current_date) > places_per_day then
    raise exception 'gate_questions_exhausted' using errcode = 'P0429';
  end if;
  perform guard.draw_gate(wanted, monday);
  select g.k_author, g.k_supplier into k, enough from public.groups g where g.id = wanted;
  unlisted := not exists (select from public.footprint_cells c
    join public.organizations o on o.id = c.organization_id
    where o.family_id = mine and tags[1] = (array_remove(c.path, null))[1]);
  here := array(select c.family_id from guard.counting(wanted, current_date) c);
  select array_agg(said order by place) into answer from (
    select asked.place,
      case when coalesce((select count(*) >= k and max(own.sites) * k <= 2.0 * sum(own.sites)
            and max(own.share) * k <= 2.000000002 * sum(own.share) from public.gate_pools own
          where own.group_id = wanted and own.week = monday and own.tag = asked.tag
            and own.family_id = any (here)), false)
        or (unlisted and (select count(*) >= k and max(near.sites) * k <= 2.0 * sum(near.sites)
            and max(near.share) * k <= 2.000000002 * sum(near.share)
            and bool_or(near.family_id = mine) from (
              select p.family_id, sum(p.sites) as sites, sum(p.share) as share
              from public.gate_pools p
              where p.group_id = wanted and p.week = monday and asked.tag = any (p.above)
                and p.family_id = any (here)
              group by p.family_id) as near)) then 1 else 0 end
      + case when asked.place = 1 and most < enough then 0
          when greatest(fewest, g.sites) >= 4 * enough then 6
          when greatest(fewest, g.sites) >= enough then 2 else 0 end
      + case when g.sites >= enough then 8 else 0 end as said
    from unnest(tags) with ordinality as asked (tag, place)
    -- Without the sites that the asking family alone lists: whoever adds invented ones, or a guess,
    -- to its registry must not see at the threshold what others list.
    left join lateral (
      select s.sites - coalesce(s.own[array_position(s.families, mine)], 0) as sites
      from public.gate_sites s
      where s.group_id = wanted and s.week = monday and s.tag = asked.tag) as g on true) as rungs;
  return answer;
end $$;

-- Whether what is shown still hides its author among those who count on a day. The pool is that of
-- the week of writing; what was shown for want of suppliers at a finer node has the pools below.
create function guard.gate_holds(
  wanted uuid, written date, tags bytea[], estimated boolean[], on_day date)
returns boolean[]
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
  today date := date_trunc('week', on_day)::date;
  monday date := date_trunc('week', written)::date;
  k integer; enough integer; answer boolean[];
begin
  perform guard.draw_gate(wanted, today);
  if not exists (select from public.gate_weeks where group_id = wanted and week = monday) then
    monday := today;
  end if;
  select g.k_author, g.k_supplier into k, enough from public.groups g where g.id = wanted;
  select array_agg(
    (asked.estimated or coalesce((select g.sites >= enough from public.gate_sites g
      where g.group_id = wanted and g.week = today and g.tag = asked.tag), enough <= 0))
    and (select count(*) >= k and max(sites) * k <= 2.0 * sum(sites)
        and max(share) * k <= 2.000000002 * sum(share) from (
      select sum(g.sites) as sites, sum(g.share) as share from public.gate_pools g
      where g.group_id = wanted and g.week = monday and asked.tag = any (g.above)
        and (g.tag = asked.tag or not exists (select from public.gate_pools own
          where own.group_id = wanted and own.week = monday and own.tag = asked.tag))
        and g.family_id in (select c.family_id from guard.counting(wanted, on_day) c)
      group by g.family_id) as pool)
    order by asked.place) into answer
  from unnest(tags, estimated) with ordinality as asked (tag, estimated, place);
  return answer;
end $$;
