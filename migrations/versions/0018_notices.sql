-- The functions of revision 0018, handed to portal_guard by 0018_notices.py. One blank line between
-- two statements, none within one.

-- The groups in which a person of an organization is told anything, and whether they are inside:
-- members and coordinators are told what is `inside`, the others what is `beyond`, and all of them
-- what is for `everyone` (portal.models.bulletin.Told).
create function guard.told_in(organization uuid, person uuid)
returns table (group_id uuid, inside boolean)
language sql stable security definer set search_path = pg_catalog, public as $$
  select r.group_id, bool_or(r.inside)
  from (select s.group_id, s.kind = 'member' as inside from public.standings s
        where s.organization_id = organization and s.ended_on is null
        union all
        select a.group_id, true from public.appointments a
        where a.person_id = person and a.kind = 'coordinator') r
  group by r.group_id
$$;

-- Is there anything that the person has not read? Two months and what is older counts as read.
create function guard.has_news() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (
    select from public.people p
    cross join lateral guard.told_in(p.organization_id, p.id) r
    join public.bulletins b on b.group_id = r.group_id and b.told_on > current_date - 60
      and (b.audience = 'everyone' or (b.audience = 'inside') = r.inside)
    left join public.notice_marks m on m.organization_id = p.organization_id
      and m.person_id = p.id and m.group_id = r.group_id
    where p.id = guard.current_person()
      and (m.person_id is null or (b.told_on >= m.read_before and b.id <> all (m.seen))))
$$;

-- What mail and feeds may say of bulletins: the labels of what each is about, and titles of what is
-- labeled GREEN or CLEAR. By these ways no other title ever leaves the database. A group whose roster
-- is hidden goes without its name. No labels: nothing of it may be read any more.
create function guard.bulletin_lines(wanted uuid[])
returns table (id uuid, group_id uuid, group_name text, kind text, told_on date, labels text[],
               titles text[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select b.id, b.group_id, case g.roster_visibility when 'hidden' then '' else g.name end, b.kind,
    b.told_on, coalesce(i.labels, '{}'), coalesce(i.titles[1:20], '{}')
  from public.bulletins b join public.groups g on g.id = b.group_id
  left join lateral (
    select array_agg(distinct each.tlp order by each.tlp) as labels,
      array_agg(each.tlp || ' ' || each.title order by each.tlp, each.title)
        filter (where each.tlp in ('TLP:GREEN', 'TLP:CLEAR') and each.title <> '') as titles
    from (
      select r.tlp, r.title from public.releases r
      where b.kind in ('batch', 'named') and r.group_id = b.group_id and r.released_on = b.told_on
        and r.batch_id = b.about and not r.withdrawn
        and (b.kind = 'batch' or (r.byline <> '' and r.audience <> 'group'))
      union all
      select r.tlp, r.title from public.releases r
      where b.kind = 'bundle' and r.group_id = b.group_id and r.released_on = b.told_on
        and r.bundle_id is not null and not r.withdrawn
      union all
      select r.tlp, r.title from public.releases r
      where b.kind = 'tally' and r.id = b.about and not r.withdrawn
      union all
      select coalesce(r.tlp, 'TLP:AMBER'), coalesce(r.title, '') from public.threads t
      left join public.releases r on r.id = t.release_id
      where b.kind in ('thread', 'posts') and t.id = b.about and t.group_id = b.group_id
        and r.withdrawn is not true and exists (
          select from public.posts p where p.thread_id = t.id and p.visible_from <= now()
          and not p.hidden and not p.deleted and (b.kind = 'thread'
            or (p.visible_from at time zone 'UTC')::date = b.told_on))
      union all
      select 'TLP:AMBER', '' where b.kind = 'group') each) i on true
  where b.id = any (wanted)
$$;

-- Who is due a mail, with the bulletins that no mail to them has named yet. Instant mails are of one
-- group each. `since`: what is older is told by the portal's pages only.
create function guard.due_notices(
  instant_until timestamptz, daily_until timestamptz, weekly_until timestamptz, since date)
returns table (organization_id uuid, person_id uuid, group_id uuid, bulletins uuid[])
language sql stable security definer set search_path = pg_catalog, public as $$
  with reading as (
    select r.group_id, p.organization_id, p.id as person_id, bool_or(r.inside) as inside,
      coalesce(min(n.cadence), 'weekly') as cadence
    from (select s.group_id, s.organization_id, null::uuid as person_id, s.kind = 'member' as inside
          from public.standings s where s.ended_on is null
          union all
          select a.group_id, a.organization_id, a.person_id, true from public.appointments a
          where a.kind = 'coordinator') r
    join public.people p on p.organization_id = r.organization_id and p.active
      and (r.person_id is null or r.person_id = p.id)
    left join public.notice_settings n on n.organization_id = p.organization_id
      and n.person_id = p.id and n.group_id = r.group_id
    group by 1, 2, 3)
  select r.organization_id, r.person_id, case r.cadence when 'instant' then b.group_id end,
    array_agg(b.id order by b.told_on desc, b.id)
  from public.bulletins b join reading r on r.group_id = b.group_id
  where b.told_on >= since
    and (b.audience = 'everyone' or (b.audience = 'inside') = r.inside)
    and b.mail_from <= case r.cadence when 'instant' then instant_until when 'daily' then daily_until
      when 'weekly' then weekly_until end
    and not exists (select from public.digests d where d.person_id = r.person_id
      and d.organization_id = r.organization_id and b.id = any (d.bulletins))
  group by 1, 2, 3
$$;

-- The address of a mail that waits, for the job that sends it and for nothing else, and which of its
-- bulletins may still be told: who has left or has said "off" meanwhile is told nothing.
create function guard.addressed(wanted uuid) returns table (email text, bulletins uuid[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.email, array(
    select b.id from public.bulletins b
    join guard.told_in(d.organization_id, d.person_id) r on r.group_id = b.group_id
    where b.id = any (d.bulletins) and (b.audience = 'everyone' or (b.audience = 'inside') = r.inside)
      and not exists (select from public.notice_settings n where n.organization_id = d.organization_id
        and n.person_id = d.person_id and n.group_id = b.group_id and n.cadence = 'off'))
  from public.digests d join public.people p on p.id = d.person_id
  where d.id = wanted and d.state = 'waiting' and p.active
$$;

-- What whoever holds a mail's link may end: each group that its person is told of, and whether the
-- mail named it (the page names no other). No rows: there is no such mail.
create function guard.read_ending(token text)
returns table (group_id uuid, group_name text, meant boolean, cadence text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select g.id, case g.roster_visibility when 'hidden' then '' else g.name end,
    exists (select from public.bulletins b where b.id = any (d.bulletins) and b.group_id = g.id),
    coalesce(n.cadence, 'weekly')
  from public.digests d
  cross join lateral guard.told_in(d.organization_id, d.person_id) r
  join public.groups g on g.id = r.group_id
  left join public.notice_settings n on n.organization_id = d.organization_id
    and n.person_id = d.person_id and n.group_id = g.id
  where d.token_hash = sha256(convert_to(token, 'UTF8'))
$$;

-- Ends mail about one group, or all such mail: that of its group, or all if it was about several.
-- False: there is no such mail.
create function guard.end_mail(token text, wanted uuid, everything boolean) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare mail record;
begin
  select d.organization_id, d.person_id, coalesce(wanted, d.group_id) as about into mail
    from public.digests d
    where d.token_hash = sha256(convert_to(token, 'UTF8'));
  if mail.person_id is null then return false; end if;
  insert into public.notice_settings as n (organization_id, person_id, group_id, cadence)
    select mail.organization_id, mail.person_id, e.group_id, 'off' from guard.read_ending(token) e
    where everything or mail.about is null or e.group_id = mail.about
    on conflict (organization_id, person_id, group_id) do update set cadence = 'off';
  return true;
end $$;

-- The person whose feed a token opens. Nobody else's functions call it: a token is the right to read
-- what the next two functions answer, and nothing else.
create function guard.feed_person(token text, wanted text)
returns table (organization_id uuid, person_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.organization_id, p.id from public.feed_tokens t join public.people p on p.id = t.person_id
  where t.token_hash = sha256(convert_to(token, 'UTF8')) and t.feed = wanted and p.active
$$;

create function guard.opens_feed(token text, wanted text) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from guard.feed_person(token, wanted))
$$;

-- The fifty newest bulletins of a quarter.
create function guard.read_feed(token text)
returns table (id uuid, group_id uuid, group_name text, kind text, told_on date, labels text[],
               titles text[])
language sql stable security definer set search_path = pg_catalog, public as $$
  select l.* from guard.feed_person(token, 'atom') p
  cross join lateral guard.bulletin_lines(array(
    select b.id from guard.told_in(p.organization_id, p.person_id) r
    join public.bulletins b on b.group_id = r.group_id and b.told_on > current_date - 92
      and (b.audience = 'everyone' or (b.audience = 'inside') = r.inside)
    order by b.told_on desc, b.id limit 50)) l
  order by l.told_on desc, l.id
$$;

-- The groups of a person, with what their dates are reckoned from. The last batch is known to its
-- readers; when the next could leave says nothing of what waits.
create function guard.read_calendar(token text)
returns table (group_id uuid, group_name text, rhythm_days integer, last_on date)
language sql stable security definer set search_path = pg_catalog, public as $$
  select g.id, case g.roster_visibility when 'hidden' then '' else g.name end, g.rhythm_days,
    case when t.inside then (select max(r.released_on) from public.releases r
      where r.group_id = g.id and r.batch_id is not null) end
  from guard.feed_person(token, 'calendar') p
  cross join lateral guard.told_in(p.organization_id, p.person_id) t
  join public.groups g on g.id = t.group_id
  order by g.id
$$;

-- Of the corrective actions of a calendar's owner: tags of their states and days, and the wrapped key
-- under which alone a tag can be named. Nothing that was written about them.
create function guard.read_due(token text)
returns table (organization_id uuid, wrapped bytea, state_tag bytea, year_tag bytea, day_tag bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
  select distinct p.organization_id, k.wrapped, c.state_tag, c.year_tag, c.day_tag
  from guard.feed_person(token, 'calendar') p
  join public.organization_keys k on k.organization_id = p.organization_id
  join public.cap_items c on c.organization_id = p.organization_id
$$;

create function guard.use_feed(token text) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  update public.feed_tokens set used_on = current_date
  where token_hash = sha256(convert_to(token, 'UTF8')) and used_on is distinct from current_date
$$;
