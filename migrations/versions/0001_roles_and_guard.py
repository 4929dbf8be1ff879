"""The roles, the schemas, and who is asking."""

from alembic import op

from portal.db.rls import ACTING, hand_over

revision = "0001"
down_revision = None

# Roles belong to the whole server and other databases may use them: they are made if missing and
# never dropped.
ROLES = """
do $$
declare wanted text;
begin
  foreach wanted in array array['portal_web', 'portal_worker', 'portal_steward', 'portal_backup'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I login', wanted);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'portal_guard') then
    create role portal_guard nologin;
  end if;
  -- Before PostgreSQL 16 membership is enough, and 'set' is not a word that it knows.
  if current_setting('server_version_num')::integer < 160000 then
    execute format('grant portal_guard to %I', current_user);
  elsif not pg_has_role(current_user, 'portal_guard', 'set') then
    execute format('grant portal_guard to %I', current_user);
  end if;
exception when duplicate_object or unique_violation then null;
end $$
"""

SCHEMAS = (
    "create schema guard",
    "create schema authorship",
    "grant usage, create on schema guard to portal_guard",
    "grant usage on schema authorship to portal_guard, portal_web, portal_worker, portal_steward,"
    " portal_backup",
    "grant usage on schema guard to portal_web, portal_worker, portal_steward, portal_backup",
    "revoke all on schema public from public",
    "grant usage on schema public to portal_guard, portal_web, portal_worker, portal_steward,"
    " portal_backup",
    "do $$ begin execute format('revoke temporary, create on database %I from public',"
    " current_database()); end $$",
    # Functions name tables that later migrations make.
    "set local check_function_bodies = off",
)

# The session token is set for one transaction; nobody can set an organization, only a token whose
# hash is in `sessions` (or, for a job, in `tickets`).
WHO = (
    """
create function guard.current_session() returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select id from public.sessions
  where token_hash = sha256(convert_to(nullif(current_setting('portal.session', true), ''), 'UTF8'))
    and idle_until > now() and expires_at > now()
$$""",
    """
create function guard.current_person() returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select coalesce(
    (select s.person_id from public.sessions s join public.people p on p.id = s.person_id
     where s.token_hash = sha256(convert_to(nullif(current_setting('portal.session', true), ''), 'UTF8'))
       and s.idle_until > now() and s.expires_at > now() and p.active),
    (select t.person_id from public.tickets t
     where t.token_hash = sha256(convert_to(nullif(current_setting('portal.ticket', true), ''), 'UTF8'))
       and t.expires_at > now()))
$$""",
    """
create function guard.current_organization() returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select organization_id from public.people where id = guard.current_person()
$$""",
    """
create function guard.current_family() returns uuid
language sql stable security definer set search_path = pg_catalog, public as $$
  select family_id from public.organizations where id = guard.current_organization()
$$""",
)


def upgrade() -> None:
    op.execute(ROLES)
    everybody = f"{ACTING}, portal_guard, portal_steward"
    names = ("session", "person", "organization", "family")
    for statement in (*SCHEMAS, *WHO, *hand_over({f"current_{n}()": everybody for n in names})):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop schema guard cascade")
    op.execute("drop schema authorship cascade")
