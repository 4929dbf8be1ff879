"""What waits for review, the sealed authorship, and batches."""

from alembic import op

from portal.db.rls import ACTING, PERSON, also, confine, hand_over

revision = "0005"
down_revision = "0004"

TABLES = (
    """
CREATE TABLE authorship.seals (
  subject_id UUID NOT NULL,
  owner_tag BYTEA NOT NULL,
  custodian_box BYTEA NOT NULL,
  family_box BYTEA NOT NULL,
  CONSTRAINT pk_seals PRIMARY KEY (subject_id)
)""",
    """
CREATE TABLE shreddings (
  subject_id UUID NOT NULL,
  week DATE NOT NULL,
  CONSTRAINT pk_shreddings PRIMARY KEY (subject_id)
)""",
    """
CREATE TABLE batches (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  state TEXT NOT NULL,
  opened_on DATE NOT NULL,
  released_on DATE,
  id UUID NOT NULL,
  CONSTRAINT pk_batches PRIMARY KEY (id),
  CONSTRAINT fk_batches_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
    """CREATE UNIQUE INDEX uq_batches_group_id_open ON batches (group_id) WHERE state <> 'released'""",
    """
CREATE TABLE candidates (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  week DATE NOT NULL,
  position UUID NOT NULL,
  audience TEXT NOT NULL,
  tlp TEXT NOT NULL,
  title TEXT NOT NULL,
  narrative TEXT NOT NULL,
  facets JSONB NOT NULL,
  decisions JSONB NOT NULL,
  gate JSONB NOT NULL,
  goes_alone BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_candidates PRIMARY KEY (id),
  CONSTRAINT fk_candidates_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
    """CREATE INDEX ix_candidates_group_id_state ON candidates (group_id, state)""",
    """
CREATE TABLE exclusions (
  candidate_id UUID NOT NULL,
  person_id UUID NOT NULL,
  CONSTRAINT pk_exclusions PRIMARY KEY (candidate_id, person_id),
  CONSTRAINT fk_exclusions_candidate_id_candidates FOREIGN KEY(candidate_id) REFERENCES candidates (id) ON DELETE CASCADE
)""",
    """
CREATE TABLE reviews (
  candidate_id UUID NOT NULL,
  group_id UUID NOT NULL,
  coordinator_id UUID NOT NULL,
  candidate_version INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  week DATE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_reviews PRIMARY KEY (id),
  CONSTRAINT fk_reviews_candidate_id_candidates FOREIGN KEY(candidate_id) REFERENCES candidates (id) ON DELETE CASCADE
)""",
    """CREATE INDEX ix_reviews_candidate_id ON reviews (candidate_id)""",
    """
CREATE TABLE sealed_messages (
  candidate_id UUID NOT NULL,
  group_id UUID NOT NULL,
  side TEXT NOT NULL,
  body TEXT NOT NULL,
  week DATE NOT NULL,
  place INTEGER NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_sealed_messages PRIMARY KEY (id),
  CONSTRAINT fk_sealed_messages_candidate_id_candidates FOREIGN KEY(candidate_id) REFERENCES candidates (id) ON DELETE CASCADE
)""",
    """CREATE INDEX ix_sealed_messages_candidate_id ON sealed_messages (candidate_id)""",
)

FUNCTIONS = (
    # The author's own workspace recognizes its items: it alone can compute the owner tags, which
    # are keyed by a key that is not in the database, and names them for one transaction.
    """
create function guard.owns(subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select from authorship.seals where subject_id = subject
    and encode(owner_tag, 'hex') = any (string_to_array(
      nullif(current_setting('portal.owner_tags', true), ''), ',')))
$$""",
    """
create function guard.reviews(candidate uuid, wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select guard.coordinates(wanted) and not exists (select from public.exclusions
    where candidate_id = candidate and person_id = guard.current_person())
$$""",
    # Coordinators of the author's family are not offered the candidate, and neither are a few
    # decoys, so that not being offered something says nothing. False: too few would remain.
    """
create function guard.draw_exclusions(candidate uuid, wanted uuid, needed integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare remaining integer;
begin
  if guard.group_standing(wanted) is distinct from 'member' then return false; end if;
  -- Once for each: who drew again for others' candidates would leave nobody to review them.
  insert into public.exclusions (candidate_id, person_id)
    values (candidate, '00000000-0000-0000-0000-000000000000');
  insert into public.exclusions (candidate_id, person_id)
    select candidate, a.person_id from public.appointments a
    join public.organizations o on o.id = a.organization_id
    where a.group_id = wanted and a.kind = 'coordinator' and o.family_id = guard.current_family();
  select count(*) - needed into remaining from public.appointments a
    where a.group_id = wanted and a.kind = 'coordinator' and not exists (
      select from public.exclusions e where e.candidate_id = candidate and e.person_id = a.person_id);
  if remaining < 0 then return false; end if;
  insert into public.exclusions (candidate_id, person_id)
    select candidate, person_id from (
      select a.person_id from public.appointments a
      where a.group_id = wanted and a.kind = 'coordinator' and not exists (
        select from public.exclusions e where e.candidate_id = candidate and e.person_id = a.person_id)
      order by gen_random_uuid() limit remaining) as spare
    where get_byte(uuid_send(gen_random_uuid()), 0) < 128;
  return true;
end $$""",
)
# Who decides about a candidate changes nothing but its state, and only as the reviews allow; who
# wrote it cannot approve it. Not even SQL injection makes one coordinator two, or a batch of one.
KEEP_CANDIDATES = (
    """
create function guard.keep_candidates() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  said_before jsonb := to_jsonb(old) - array['state', 'goes_alone'];
  said jsonb := to_jsonb(new) - array['state', 'goes_alone'];
  approvals integer;
begin
  if current_user not in ('portal_web', 'portal_worker') then return new; end if;
  if guard.owns(old.id) then
    if new.state = old.state and said = said_before then return new; end if;
    if new.state = 'withdrawn' or (old.state = 'returned' and new.state = 'in_review'
       and (said = said_before or new.version = old.version + 1)) then return new; end if;
  elsif said = said_before and new.goes_alone = old.goes_alone then
    select count(distinct coordinator_id) into approvals from public.reviews
      where candidate_id = old.id and candidate_version = old.version and verdict = 'approve';
    if old.state = 'in_review' and new.state in ('in_review', 'returned', 'refused') or (new.state = 'approved'
       and approvals >= case when old.audience = 'group' then 1 else 2 end) then return new; end if;
  end if;
  raise exception 'not this change of a candidate' using errcode = '42501';
end $$""",
    "create trigger keep_candidates before update on candidates"
    " for each row execute function guard.keep_candidates()",
)
# Whoever becomes a coordinator from a family that is or was in the group is not offered what waits
# already: nobody reviews what they, or their family, wrote.
EXCLUDE_APPOINTED = (
    """
create function guard.exclude_appointed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into public.exclusions (candidate_id, person_id)
    select c.id, new.person_id from public.candidates c
    where c.group_id = new.group_id and new.kind = 'coordinator' and exists (
      select from public.standings s join public.organizations theirs on theirs.id = s.organization_id
      join public.organizations o on o.family_id = theirs.family_id
      where s.group_id = new.group_id and o.id = new.organization_id)
    on conflict do nothing;
  return new;
end $$""",
    "create trigger exclude_appointed after insert on appointments"
    " for each row execute function guard.exclude_appointed()",
)

SIGNATURES = {
    "owns(uuid)": f"{ACTING}, portal_guard",
    "reviews(uuid, uuid)": f"{ACTING}, portal_guard",
    "draw_exclusions(uuid, uuid, integer)": ACTING,
}

CANDIDATE = [
    *("id", "association_id", "group_id", "kind", "state", "week", "position"),
    *("audience", "tlp", "title", "narrative", "facets", "decisions", "gate"),
    *("goes_alone", "version"),
]
MESSAGE = ["id", "candidate_id", "group_id", "side", "body", "week", "place"]
REVIEW = [
    *("id", "candidate_id", "group_id", "coordinator_id", "candidate_version"),
    *("verdict", "week"),
]
BATCH = ["id", "association_id", "group_id", "state", "opened_on", "released_on"]
SEAL = ["subject_id", "owner_tag", "custodian_box", "family_box"]


def _confinement() -> list[str]:
    seen = "guard.reviews(id, group_id) or guard.owns(id)"
    spoken = "guard.reviews(candidate_id, group_id) or guard.owns(candidate_id)"
    return [
        *confine(
            "candidates",
            policies={
                "select": seen,
                "insert": "guard.group_standing(group_id) = 'member' and state = 'in_review'"
                " and not goes_alone",
                "update": seen,
            },
            columns={"select": CANDIDATE, "insert": CANDIDATE, "update": CANDIDATE[4:]},
        ),
        *confine(
            "reviews",
            policies={
                "select": "guard.reviews(candidate_id, group_id)",
                "insert": f"guard.reviews(candidate_id, group_id) and coordinator_id = {PERSON}",
                "delete": f"guard.reviews(candidate_id, group_id) and coordinator_id = {PERSON}",
            },
            columns={"select": REVIEW, "insert": REVIEW, "delete": []},
        ),
        *confine(
            "sealed_messages",
            policies={
                "select": spoken,
                "insert": "case side when 'author' then guard.owns(candidate_id)"
                " else guard.reviews(candidate_id, group_id) end",
                "update": "guard.owns(candidate_id)",
            },
            columns={"select": MESSAGE, "insert": MESSAGE, "update": ["body"]},
        ),
        *confine("exclusions", policies={}, columns={}),
        *confine(
            "batches",
            policies=dict.fromkeys(("select", "insert"), "guard.coordinates(group_id)"),
            columns={"select": BATCH, "insert": BATCH},
        ),
        *confine(
            "authorship.seals",
            policies={"insert": f"{PERSON} is not null"},
            columns={"insert": SEAL},
        ),
        *confine(
            "shreddings",
            policies={"insert": "guard.owns(subject_id)"},
            columns={"insert": ["subject_id", "week"]},
        ),
    ]


GUARD = {
    "exclusions": {
        "select": ["candidate_id", "person_id"],
        "insert": ["candidate_id", "person_id"],
    },
    "authorship.seals": {"select": ["subject_id", "owner_tag"]},
    "candidates": {"select": ["id", "group_id"]},
}
STEWARD = {
    "candidates": {"select": CANDIDATE, "update": ["state", "goes_alone"], "delete": []},
    "batches": {"select": BATCH, "insert": BATCH, "update": ["state", "released_on"]},
    "authorship.seals": {"select": SEAL, "delete": []},
    "reviews": {"select": REVIEW},
    "shreddings": {"select": ["subject_id", "week"]},
}


def upgrade() -> None:
    for statement in (*TABLES, *FUNCTIONS, *hand_over(SIGNATURES), *_confinement()):
        op.execute(statement)
    for role, tables in (("portal_guard", GUARD), ("portal_steward", STEWARD)):
        for table, columns in tables.items():
            for statement in also(table, role, columns):
                op.execute(statement)
    for statement in (
        *KEEP_CANDIDATES,
        *EXCLUDE_APPOINTED,
        *hand_over({"exclude_appointed()": ""}),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop trigger exclude_appointed on appointments")
    op.execute("drop function guard.exclude_appointed()")
    for table in (
        *("shreddings", "authorship.seals", "batches", "exclusions"),
        *("sealed_messages", "reviews", "candidates"),
    ):
        op.execute(f"drop table {table}")
    op.execute("drop function guard.keep_candidates()")
    for signature in reversed(SIGNATURES):
        op.execute(f"drop function guard.{signature}")
