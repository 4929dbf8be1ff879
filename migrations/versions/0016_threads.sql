-- A writer is known again by tags that only the own workspace computes, as `guard.owns` does it.
create function guard.spoke(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from authorship.voices v where v.subject_id = subject
    and (encode(v.own_tag, 'hex') = any (known.tags) or encode(v.shelf_tag, 'hex') = any (known.tags)))
  from (select string_to_array(nullif(current_setting('portal.voice_tags', true), ''), ',') as tags) known
$$;

-- Not even SQL injection speaks in another's name, as an author, or in a locked thread. Threads
-- whose first post still waits are hidden from the policy, so the function looks for them.
create function guard.may_speak(thread uuid, wanted uuid, voice text, byline text) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.threads t where t.id = thread and t.group_id = wanted
    and t.state = 'open' and case voice
      when 'coordination' then byline = '' and guard.coordinates(wanted)
      else guard.group_standing(wanted) is not distinct from 'member' and exists (
          select from public.people p where p.id = guard.current_person()
          and p.role in ('contributor', 'admin'))
        and case voice
          when 'named' then byline = (select o.name from public.organizations o
            where o.id = guard.current_organization())
          when 'handle' then byline = ''
          when 'author' then byline = '' and coalesce(guard.owns(t.release_id), false)
          else false end
      end)
$$;

-- Numbers follow the order in which handles were first read, never that in which they were
-- written: a gap would tell of somebody who waits. Handles themselves leave the database never.
create function guard.handle_numbers(thread uuid, shown uuid[])
returns table (post_id uuid, number integer)
language sql stable security definer set search_path = pg_catalog, public as $$
  with first as (
    select distinct on (p.handle) p.handle, p.visible_from, p.id from public.posts p
    where p.thread_id = thread and p.handle is not null and p.visible_from <= now()
    order by p.handle, p.visible_from, p.id),
  numbered as (
    select f.handle, row_number() over (order by f.visible_from, f.id)::integer as number from first f)
  select p.id, n.number from public.posts p join numbered n on n.handle = p.handle
  where p.thread_id = thread and p.id = any (shown)
    and (guard.group_standing(p.group_id) is not distinct from 'member'
         or guard.coordinates(p.group_id))
$$;

-- What a later edition has replaced stays only where its writer's key opens it.
create function guard.clear_superseded() returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  update public.post_editions set body = '' where visible_until <= now() and body <> ''
$$;

-- The discussion of a release is there as soon as anything in it can be read.
create function guard.surface_thread() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  update public.threads set visible_from = new.visible_from
    where id = new.thread_id and release_id is not null and visible_from > new.visible_from;
  return new;
end $$;

-- What was taken back before anybody read it begins no discussion. Whoever writes at this moment is
-- waited for: the lock is in the way of the foreign key's.
create function guard.sink_thread() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform from public.threads t where t.id = old.thread_id and t.release_id is not null
    and t.visible_from > now() for update;
  if found then
    update public.threads set visible_from = coalesce((select min(p.visible_from)
      from public.posts p where p.thread_id = old.thread_id), 'infinity')
      where id = old.thread_id;
  end if;
  return old;
end $$;

-- Whoever wrote a post may take its words away, coordination may hide and show it, and nobody
-- changes anything else. In another group nobody learns which organizations were in this one.
create function guard.keep_posts() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  said_before jsonb := to_jsonb(old) - array['hidden', 'reason'];
  said jsonb := to_jsonb(new) - array['hidden', 'reason'];
begin
  if new.group_id <> old.group_id then
    new.byline := '';
    return new;
  end if;
  if current_user not in ('portal_web', 'portal_worker') then return new; end if;
  if said = said_before and guard.coordinates(old.group_id) then return new; end if;
  if guard.spoke(old.id) and (new.hidden, new.reason) = (old.hidden, old.reason)
    and not old.deleted then return new; end if;
  raise exception 'not this change of a post' using errcode = '42501';
end $$;

create function guard.keep_threads() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_user not in ('portal_web', 'portal_worker') then return new; end if;
  if new.group_id <> old.group_id and old.release_id is not null then
    raise exception 'the discussion of a release stays with it' using errcode = '42501';
  end if;
  if new.topic = old.topic and guard.coordinates(old.group_id) then return new; end if;
  if new.topic = '' and (new.group_id, new.state) = (old.group_id, old.state)
    and guard.spoke(old.id) then return new; end if;
  raise exception 'not this change of a thread' using errcode = '42501';
end $$;
