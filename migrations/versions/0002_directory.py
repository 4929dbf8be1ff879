"""Families, organizations, people and how they sign in; groups, standings and appointments."""

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0002"
down_revision = "0001"

TABLES = (
    """
CREATE TABLE families (
  name TEXT NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_families PRIMARY KEY (id)
)""",
    """
CREATE TABLE sessions (
  token_hash BYTEA NOT NULL,
  organization_id UUID NOT NULL,
  person_id UUID NOT NULL,
  started_at TIMESTAMP WITH TIME ZONE NOT NULL,
  seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
  idle_until TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_sessions PRIMARY KEY (id),
  CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash)
)""",
    """CREATE INDEX ix_sessions_person_id ON sessions (person_id)""",
    """
CREATE TABLE throttles (
  email_tag BYTEA NOT NULL,
  failures INTEGER NOT NULL,
  locked_until TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_throttles PRIMARY KEY (email_tag)
)""",
    """
CREATE TABLE organizations (
  family_id UUID NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_organizations PRIMARY KEY (id),
  CONSTRAINT fk_organizations_family_id_families FOREIGN KEY(family_id) REFERENCES families (id)
)""",
    """
CREATE TABLE groups (
  association_id UUID NOT NULL,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  charter TEXT NOT NULL,
  k_author INTEGER NOT NULL,
  k_supplier INTEGER NOT NULL,
  roster_visibility TEXT NOT NULL,
  rhythm_days INTEGER NOT NULL,
  observers_are_community BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_groups PRIMARY KEY (id),
  CONSTRAINT uq_groups_association_id_id UNIQUE (association_id, id),
  CONSTRAINT fk_groups_association_id_organizations FOREIGN KEY(association_id) REFERENCES organizations (id)
)""",
    """
CREATE TABLE invitations (
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  invited_by UUID NOT NULL,
  invited_at TIMESTAMP WITH TIME ZONE NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  accepted_at TIMESTAMP WITH TIME ZONE,
  revoked_at TIMESTAMP WITH TIME ZONE,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_invitations PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_invitations_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id),
  CONSTRAINT uq_invitations_id UNIQUE (id)
)""",
    """
CREATE TABLE organization_keys (
  wrapped BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_organization_keys PRIMARY KEY (organization_id),
  CONSTRAINT fk_organization_keys_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """
CREATE TABLE people (
  email_tag BYTEA NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  theme TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  salt BYTEA NOT NULL,
  proof BYTEA NOT NULL,
  hashing TEXT NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_people PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_people_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id),
  CONSTRAINT uq_people_id UNIQUE (id),
  CONSTRAINT uq_people_email_tag UNIQUE (email_tag)
)""",
    """
CREATE TABLE appointments (
  group_id UUID NOT NULL,
  person_id UUID NOT NULL,
  kind TEXT NOT NULL,
  organization_id UUID NOT NULL,
  association_id UUID NOT NULL,
  CONSTRAINT pk_appointments PRIMARY KEY (group_id, person_id, kind),
  CONSTRAINT fk_appointments_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id),
  CONSTRAINT fk_appointments_organization_id_person_id_people FOREIGN KEY(organization_id, person_id) REFERENCES people (organization_id, id)
)""",
    """
CREATE TABLE standings (
  group_id UUID NOT NULL,
  organization_id UUID NOT NULL,
  association_id UUID NOT NULL,
  kind TEXT NOT NULL,
  counts_from DATE NOT NULL,
  ended_on DATE,
  CONSTRAINT pk_standings PRIMARY KEY (group_id, organization_id),
  CONSTRAINT fk_standings_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id),
  CONSTRAINT fk_standings_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """CREATE INDEX ix_standings_organization_id_association_id ON standings (organization_id, association_id)""",
)

# What one may know of a group and its people, beside one's own rows. Definer functions, because a
# policy on standings that asked standings would call itself.
FUNCTIONS = (
    """
create function guard.group_standing(wanted uuid) returns text
language sql stable security definer set search_path = pg_catalog, public as $$
  select kind from public.standings
  where group_id = wanted and organization_id = guard.current_organization() and ended_on is null
$$""",
    """
create function guard.coordinates(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.appointments where group_id = wanted
                 and person_id = guard.current_person() and kind = 'coordinator')
$$""",
    """
create function guard.hosts(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.groups where id = wanted
                 and association_id = guard.current_organization())
$$""",
    """
create function guard.sees_roster(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select guard.coordinates(wanted) or guard.hosts(wanted) or exists (
    select from public.groups g where g.id = wanted and g.roster_visibility = 'open'
      and guard.group_standing(wanted) is not null)
$$""",
    """
create function guard.sees_organization(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.standings s where s.organization_id = wanted
                 and guard.sees_roster(s.group_id))
      or exists (select from public.groups g where g.association_id = wanted
                 and guard.group_standing(g.id) is not null)
      or exists (select from public.appointments a where a.organization_id = wanted
                 and (guard.group_standing(a.group_id) is not null or guard.hosts(a.group_id)))
      or exists (select from public.organizations o where o.id = guard.current_organization()
                 and o.kind = 'association')
$$""",
    """
create function guard.sees_person(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.appointments a where a.person_id = wanted
                 and (guard.group_standing(a.group_id) is not null or guard.hosts(a.group_id)
                      or guard.coordinates(a.group_id)))
$$""",
    """
create function guard.roster_size(wanted uuid) returns integer
language sql stable security definer set search_path = pg_catalog, public as $$
  select case when g.roster_visibility <> 'hidden' or guard.coordinates(wanted) or guard.hosts(wanted)
    then (select count(*)::integer from public.standings s
          where s.group_id = wanted and s.kind = 'member' and s.ended_on is null) end
  from public.groups g where g.id = wanted and (guard.group_standing(wanted) is not null
    or guard.coordinates(wanted) or guard.hosts(wanted))
$$""",
)
# Roles, deactivations, invitations, standings and appointments are an administrator's: not even SQL
# injection as somebody else of the organization makes an administrator, a member or a coordinator.
KEEP_ROLES = (
    """
create function guard.is_administrator() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from public.people where id = guard.current_person() and role = 'admin')
$$""",
    # A company that founded a group of its own could give others a standing in it, and so see them.
    """
create function guard.founds_groups() returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select guard.is_administrator() and exists (select from public.organizations
    where id = guard.current_organization() and kind = 'association')
$$""",
    """
create function guard.keep_roles() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if (new.role, new.active) is distinct from (old.role, old.active)
     and current_user in ('portal_web', 'portal_worker') and not guard.is_administrator() then
    raise exception 'only an administrator changes roles' using errcode = '42501';
  end if;
  return new;
end $$""",
    "create trigger keep_roles before update of role, active on people"
    " for each row execute function guard.keep_roles()",
    # A coordinator who may also ask the gate could count families by stepping the thresholds.
    """
create function guard.keep_thresholds() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if (new.k_author, new.k_supplier) is distinct from (old.k_author, old.k_supplier)
     and current_user in ('portal_web', 'portal_worker')
     and not (guard.hosts(new.id) and guard.is_administrator()) then
    raise exception 'only the host changes thresholds' using errcode = '42501';
  end if;
  return new;
end $$""",
    "create trigger keep_thresholds before update of k_author, k_supplier on groups"
    " for each row execute function guard.keep_thresholds()",
)

NAMES = (
    "group_standing",
    "coordinates",
    "hosts",
    "sees_roster",
    "sees_organization",
    "sees_person",
    "roster_size",
)


def _confinement() -> list[str]:
    own = f"organization_id = {ME}"
    seen_group = (
        f"guard.group_standing(id) is not null or association_id = {ME} or guard.coordinates(id)"
    )
    hosted = f"association_id = {ME} and guard.is_administrator()"
    kept_group = f"{hosted} or guard.coordinates(id)"
    kept = f"association_id = {ME} or guard.coordinates(group_id)"
    group = (
        "id association_id name purpose charter k_author k_supplier roster_visibility rhythm_days"
    )
    group_columns = [*group.split(), "observers_are_community", "version"]
    standing = ["group_id", "organization_id", "association_id", "kind", "counts_from", "ended_on"]
    appointment = ["group_id", "person_id", "kind", "organization_id", "association_id"]
    person = ["id", "organization_id", "email", "name", "role", "theme", "active"]
    invitation = ["organization_id", "id", "email", "name", "role", "token_hash", "invited_by"]
    invitation += ["invited_at", "expires_at", "accepted_at", "revoked_at"]
    return [
        *confine(
            "families",
            policies={"select": "id = (select guard.current_family())"},
            columns={"select": ["id", "name"]},
        ),
        *confine(
            "organizations",
            policies={"select": f"id = {ME} or guard.sees_organization(id)"},
            columns={"select": ["id", "family_id", "kind", "name", "country"]},
        ),
        *confine(
            "organization_keys",
            policies={"select": own},
            columns={"select": ["organization_id", "wrapped"]},
            tenant=own,
        ),
        *confine(
            "people",
            policies={
                "select": f"{own} or guard.sees_person(id)",
                "update": f"{own} and (id = {PERSON} or guard.is_administrator())",
            },
            columns={"select": person, "update": ["name", "role", "theme", "active"]},
        ),
        *confine(
            "sessions",
            policies={"select": f"person_id = {PERSON}", "delete": f"person_id = {PERSON}"},
            columns={
                "select": [
                    *("id", "person_id", "organization_id", "started_at", "seen_at"),
                    *("expires_at",),
                ],
                "delete": [],
            },
            tenant=own,
        ),
        *confine("throttles", policies={}, columns={}),
        *confine(
            "invitations",
            policies={
                "select": own,
                "insert": f"{own} and invited_by = {PERSON} and guard.is_administrator()",
                "update": f"{own} and guard.is_administrator()",
            },
            columns={
                "select": invitation,
                "insert": invitation,
                "update": ["revoked_at", "expires_at", "token_hash"],
            },
            tenant=own,
        ),
        *confine(
            "groups",
            policies={
                "select": seen_group,
                "insert": f"association_id = {ME} and guard.founds_groups()",
                "update": kept_group,
            },
            columns={"select": group_columns, "insert": group_columns, "update": group_columns[2:]},
        ),
        *confine(
            "standings",
            policies={
                "select": f"{own} or {kept} or guard.sees_roster(group_id)",
                "insert": hosted,
                "update": hosted,
            },
            columns={
                "select": standing,
                "insert": standing,
                "update": ["kind", "counts_from", "ended_on"],
            },
        ),
        *confine(
            "appointments",
            policies={
                "select": f"{own} or association_id = {ME} or guard.group_standing(group_id) is not null",
                "insert": hosted,
                "delete": hosted,
            },
            columns={"select": appointment, "insert": appointment, "delete": []},
        ),
    ]


PEOPLE = [
    *("id", "organization_id", "email_tag", "email", "name", "role", "theme"),
    *("active", "salt", "proof", "hashing"),
]
SESSIONS = [
    *("token_hash", "id", "organization_id", "person_id", "started_at"),
    *("seen_at", "idle_until", "expires_at"),
]

GUARD = {
    "families": {"select": ["id", "name"], "insert": ["id", "name"]},
    "organizations": {
        "select": ["id", "family_id", "kind", "name", "country"],
        "insert": ["id", "family_id", "kind", "name", "country"],
    },
    "organization_keys": {"insert": ["organization_id", "wrapped"]},
    "people": {
        "select": PEOPLE,
        "insert": PEOPLE,
        "update": ["salt", "proof", "hashing"],
    },
    "sessions": {
        "select": SESSIONS,
        "insert": SESSIONS,
        "update": ["seen_at", "idle_until"],
        "delete": [],
    },
    "throttles": {
        "select": ["email_tag", "failures", "locked_until"],
        "insert": ["email_tag", "failures", "locked_until"],
        "update": ["failures", "locked_until"],
        "delete": [],
    },
    "invitations": {
        "select": [
            *("organization_id", "id", "email", "name", "role", "token_hash"),
            *("expires_at", "accepted_at", "revoked_at"),
        ],
        "update": ["accepted_at"],
    },
    "groups": {"select": ["id", "association_id", "name", "roster_visibility", "k_author"]},
    "standings": {
        "select": [
            *("group_id", "organization_id", "association_id", "kind", "counts_from"),
            *("ended_on",),
        ],
    },
    "appointments": {
        "select": ["group_id", "person_id", "kind", "organization_id", "association_id"],
    },
}


def upgrade() -> None:
    handed = hand_over({f"{name}(uuid)": f"{ACTING}, portal_guard" for name in NAMES})
    administrator = hand_over(
        {"is_administrator()": f"{ACTING}, portal_guard", "founds_groups()": ACTING}
    )
    for statement in (*TABLES, *FUNCTIONS, *KEEP_ROLES, *handed, *administrator, *_confinement()):
        op.execute(statement)
    for table, columns in GUARD.items():
        for statement in also(table, "portal_guard", columns):
            op.execute(statement)
    for table in ("groups", "standings", "organizations", "appointments"):
        columns = {"select": GUARD[table]["select"]}
        if table == "groups":
            columns = {"select": [*GUARD[table]["select"], "rhythm_days", "k_supplier"]}
        for statement in also(table, "portal_steward", columns):
            op.execute(statement)


def downgrade() -> None:
    for table in (
        *("appointments", "standings", "groups", "invitations", "throttles"),
        *("sessions", "people", "organization_keys", "organizations", "families"),
    ):
        op.execute(f"drop table {table} cascade")
    op.execute("drop function guard.keep_roles()")
    op.execute("drop function guard.keep_thresholds()")
    op.execute("drop function guard.founds_groups()")
    op.execute("drop function guard.is_administrator()")
    for function in NAMES:
        op.execute(f"drop function guard.{function}(uuid)")
