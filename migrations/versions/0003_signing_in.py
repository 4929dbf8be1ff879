"""How people prove who they are: the database checks the proof, and hands out sessions itself.

SQL injection as the web role can neither read a proof nor make a session for somebody else.
"""

from alembic import op

from portal.db.rls import ACTING, hand_over

revision = "0003"
down_revision = "0002"

FUNCTIONS = (
    """
create function guard.sign_in_parameters(tag bytea) returns table (salt bytea, hashing text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.salt, p.hashing from public.people p where p.email_tag = tag and p.active
$$""",
    # From the fifth failure on the account waits 30 seconds, doubling up to an hour. The clock is
    # the database's own. Unknown accounts are throttled alike, so that a lock tells nothing. The
    # row stays locked until the try is over: many tries at once count as many.
    """
create function guard.must_wait(tag bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
begin
  insert into public.throttles as t (email_tag, failures, locked_until)
    values (tag, 0, now()) on conflict (email_tag) do nothing;
  perform from public.throttles where email_tag = tag for update;
  return exists (select from public.throttles where email_tag = tag and locked_until > now());
end $$""",
    """
create function guard.count_failure(tag bytea) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  update public.throttles set failures = failures + 1,
    locked_until = case when failures < 4 then now()
      else now() + least(interval '1 hour', interval '30 seconds' * power(2, least(failures - 4, 10))) end
    where email_tag = tag
$$""",
    """
create function guard.begin_session(
  tag bytea, raw bytea, token_hash bytea, idle interval, absolute interval) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare who record;
begin
  if guard.must_wait(tag) then
    return null;
  end if;
  select p.id, p.organization_id into who from public.people p
    where p.email_tag = tag and p.active and p.proof = sha256(raw);
  if who.id is null then
    perform guard.count_failure(tag);
    return null;
  end if;
  delete from public.throttles where email_tag = tag;
  delete from public.sessions s where s.person_id = who.id and s.expires_at < now();
  insert into public.sessions (token_hash, id, organization_id, person_id, started_at, seen_at,
                               idle_until, expires_at)
    values (token_hash, gen_random_uuid(), who.organization_id, who.id, now(), now(),
            now() + idle, now() + absolute);
  return who.id;
end $$""",
    """
create function guard.touch_session(idle interval) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  update public.sessions set seen_at = now(), idle_until = now() + idle
  where id = guard.current_session()
$$""",
    """
create function guard.end_session() returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  delete from public.sessions where id = guard.current_session()
$$""",
    """
create function guard.end_sessions_of(person uuid) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  delete from public.sessions s using public.people me
  where s.person_id = person and s.organization_id = me.organization_id
    and me.id = guard.current_person() and (me.role = 'admin' or me.id = person)
$$""",
    # Who holds a session but not the password cannot try passwords here faster than at the door.
    """
create function guard.change_password(
  old_raw bytea, new_salt bytea, new_proof bytea, new_hashing text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare me record;
begin
  select p.id, p.email_tag, p.proof into me from public.people p
    join public.sessions s on s.person_id = p.id
    where s.id = guard.current_session() and p.active;
  if me.id is null or guard.must_wait(me.email_tag) then
    return false;
  end if;
  if me.proof <> sha256(old_raw) then
    perform guard.count_failure(me.email_tag);
    return false;
  end if;
  delete from public.throttles where email_tag = me.email_tag;
  update public.people set salt = new_salt, proof = new_proof, hashing = new_hashing where id = me.id;
  delete from public.sessions where person_id = me.id and id <> guard.current_session();
  return true;
end $$""",
    # For appointing by address: an administrator of the host learns who of the group's
    # organizations bears it, and of all other people nothing, not even whether there are any.
    """
create function guard.find_in_group(wanted uuid, tag bytea)
returns table (person uuid, organization uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.organization_id from public.people p
  where p.email_tag = tag and p.active and guard.hosts(wanted)
    and exists (select from public.people me where me.id = guard.current_person()
                and me.role = 'admin' and me.active)
    and (p.organization_id = guard.current_organization()
         or exists (select from public.standings s where s.group_id = wanted
                    and s.organization_id = p.organization_id and s.ended_on is null))
$$""",
    # Everything that the web layer needs to know of the person, in one question.
    """
create function guard.read_actor() returns jsonb
language sql stable security definer set search_path = pg_catalog, public as $$
  select jsonb_build_object(
    'person_id', p.id, 'organization_id', p.organization_id, 'family_id', o.family_id,
    'organization_kind', o.kind, 'role', p.role, 'name', p.name, 'organization_name', o.name,
    'theme', p.theme, 'session_id', s.id,
    'touch_due', coalesce(s.seen_at < now() - interval '1 minute', false),
    'standings', (select coalesce(jsonb_agg(jsonb_build_object(
        'group_id', t.group_id, 'association_id', t.association_id, 'kind', t.kind)), '[]')
      from public.standings t where t.organization_id = p.organization_id and t.ended_on is null),
    'appointments', (select coalesce(jsonb_agg(jsonb_build_object(
        'group_id', a.group_id, 'association_id', a.association_id, 'kind', a.kind)), '[]')
      from public.appointments a where a.person_id = p.id),
    'hosted', (select coalesce(jsonb_agg(g.id), '[]') from public.groups g
      where g.association_id = p.organization_id))
  from public.people p join public.organizations o on o.id = p.organization_id
  left join public.sessions s on s.id = guard.current_session()
  where p.id = guard.current_person() and p.active
$$""",
    """
create function guard.read_invitation(wanted uuid, token bytea)
returns table (email text, name text, role text, organization text)
language sql stable security definer set search_path = pg_catalog, public as $$
  select i.email, i.name, i.role, o.name from public.invitations i
  join public.organizations o on o.id = i.organization_id
  where i.id = wanted and i.token_hash = sha256(token) and i.accepted_at is null
    and i.revoked_at is null and i.expires_at > now()
$$""",
    # False: the link is used, expired or revoked, or the address signs in already.
    """
create function guard.accept_invitation(
  wanted uuid, token bytea, person uuid, tag bytea, called text, salt bytea, proof bytea, hashing text)
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare offer record;
begin
  select i.id, i.organization_id, i.email, i.role into offer from public.invitations i
    where i.id = wanted and i.token_hash = sha256(token) and i.accepted_at is null
      and i.revoked_at is null and i.expires_at > now() for update;
  if offer.id is null or exists (select from public.people p where p.email_tag = tag) then
    return false;
  end if;
  insert into public.people
    (id, organization_id, email_tag, email, name, role, theme, active, salt, proof, hashing)
    values (person, offer.organization_id, tag, offer.email, called, offer.role, '', true, salt,
            proof, hashing);
  update public.invitations set accepted_at = now() where id = wanted;
  -- Whoever holds the link reads the mailbox: earlier wrong tries do not keep them out.
  delete from public.throttles where email_tag = tag;
  return true;
end $$""",
)

# Only the owner (an operator at the command line) founds an organization.
FOUNDING = (
    """
create function guard.found_organization(
  wanted uuid, family uuid, family_name text, kind text, called text, country text, wrapped bytea)
returns void
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
begin
  insert into public.families (id, name) values (family, family_name) on conflict do nothing;
  insert into public.organizations (id, family_id, kind, name, country)
    values (wanted, family, kind, called, country);
  insert into public.organization_keys (organization_id, wrapped) values (wanted, wrapped);
end $$""",
    """
create function guard.enroll(
  person uuid, organization uuid, tag bytea, email text, called text, role text, salt bytea,
  proof bytea, hashing text) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  insert into public.people
    (id, organization_id, email_tag, email, name, role, theme, active, salt, proof, hashing)
  values (person, organization, tag, email, called, role, '', true, salt, proof, hashing)
$$""",
)


SIGNATURES = {
    "sign_in_parameters(bytea)": "portal_web",
    "must_wait(bytea)": "",
    "count_failure(bytea)": "",
    "begin_session(bytea, bytea, bytea, interval, interval)": "portal_web",
    "change_password(bytea, bytea, bytea, text)": "portal_web",
    "find_in_group(uuid, bytea)": "portal_web",
    "touch_session(interval)": "portal_web",
    "end_session()": "portal_web",
    "end_sessions_of(uuid)": "portal_web",
    "read_actor()": ACTING,
    "read_invitation(uuid, bytea)": "portal_web",
    "accept_invitation(uuid, bytea, uuid, bytea, text, bytea, bytea, text)": "portal_web",
    "found_organization(uuid, uuid, text, text, text, text, bytea)": "portal_owner",
    "enroll(uuid, uuid, bytea, text, text, text, bytea, bytea, text)": "portal_owner",
}


def upgrade() -> None:
    for statement in (*FUNCTIONS, *FOUNDING, *hand_over(SIGNATURES)):
        op.execute(statement)


def downgrade() -> None:
    for signature in SIGNATURES:
        op.execute(f"drop function guard.{signature}")
