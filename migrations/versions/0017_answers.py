"""The sealed channel's questions and delayed answers; sightings and their tallies; similar releases."""

from pathlib import Path
from runpy import run_path

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0017"
down_revision = "0016"

TABLES = (
    "ALTER TABLE sealed_messages ADD COLUMN visible_from TIMESTAMP WITH TIME ZONE",
    """
CREATE TABLE questions (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  release_id UUID NOT NULL,
  byline TEXT NOT NULL,
  asker_tag BYTEA NOT NULL,
  week DATE NOT NULL,
  visible_from TIMESTAMP WITH TIME ZONE,
  id UUID NOT NULL,
  CONSTRAINT pk_questions PRIMARY KEY (id),
  CONSTRAINT fk_questions_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id),
  CONSTRAINT fk_questions_release_id_releases FOREIGN KEY(release_id) REFERENCES releases (id)
)""",
    "CREATE INDEX ix_questions_group_id ON questions (group_id)",
    "CREATE INDEX ix_questions_release_id ON questions (release_id)",
    """
CREATE TABLE question_lines (
  question_id UUID NOT NULL,
  side TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  week DATE NOT NULL,
  place INTEGER NOT NULL,
  visible_from TIMESTAMP WITH TIME ZONE,
  id UUID NOT NULL,
  CONSTRAINT pk_question_lines PRIMARY KEY (id),
  CONSTRAINT fk_question_lines_question_id_questions FOREIGN KEY(question_id) REFERENCES questions (id) ON DELETE CASCADE
)""",
    "CREATE INDEX ix_question_lines_question_id ON question_lines (question_id)",
    """
CREATE TABLE question_quotas (
  tag BYTEA NOT NULL,
  week DATE NOT NULL,
  used INTEGER NOT NULL,
  CONSTRAINT pk_question_quotas PRIMARY KEY (tag)
)""",
    """
CREATE TABLE sightings (
  group_id UUID NOT NULL,
  release_id UUID NOT NULL,
  owner_tag BYTEA NOT NULL,
  family_box BYTEA NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_sightings PRIMARY KEY (id),
  CONSTRAINT uq_sightings_release_id_owner_tag UNIQUE (release_id, owner_tag),
  CONSTRAINT fk_sightings_release_id_releases FOREIGN KEY(release_id) REFERENCES releases (id)
)""",
    """
CREATE TABLE tallies (
  release_id UUID NOT NULL,
  kind TEXT NOT NULL,
  group_id UUID NOT NULL,
  families INTEGER NOT NULL,
  notes TEXT[] NOT NULL,
  counted_on DATE NOT NULL,
  CONSTRAINT pk_tallies PRIMARY KEY (release_id, kind),
  CONSTRAINT ck_tallies_enough_families CHECK (families >= 3),
  CONSTRAINT fk_tallies_release_id_releases FOREIGN KEY(release_id) REFERENCES releases (id)
)""",
    """
CREATE TABLE tally_rounds (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  held_on DATE NOT NULL,
  CONSTRAINT pk_tally_rounds PRIMARY KEY (group_id),
  CONSTRAINT fk_tally_rounds_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
)

# How much one person may say to hidden authors on one day. The tag is keyed by a key that is not
# here and names nobody; two days of one person have nothing in common.
MAY_ASK_AUTHOR = """
create function guard.may_ask_author(wanted bytea, most integer) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
begin
  if guard.current_person() is null then return false; end if;
  insert into public.question_quotas as q (tag, week, used)
    values (wanted, date_trunc('week', now() at time zone 'UTC')::date, 1)
    on conflict (tag) do update set used = q.used + 1 where q.used < most;
  return found;
end $$"""
FIND_SIMILAR = (Path(__file__).with_name("0017_similar.sql")).read_text()
SIGNATURES = {"may_ask_author(bytea, integer)": ACTING, "find_similar(uuid)": ACTING}

# Only the one who asked, and the workspace of the one who wrote, can name these keys and tags; both
# are keyed by keys that are not in the database.
ASKED = """(nullif(current_setting('portal.asker_key', true), '') is not null
  and {of}.asker_tag = sha256(decode(current_setting('portal.asker_key', true), 'hex')
    || uuid_send({of}.id)))"""
WROTE = """(nullif(current_setting('portal.owner_tags', true), '') is not null
  and guard.owns({of}.release_id))"""
OWN_ANSWER = "encode(owner_tag, 'hex') = nullif(current_setting('portal.sighting_tag', true), '')"
MEMBER = f"""exists (select from standings s where s.group_id = {{of}}.group_id
  and s.organization_id = {ME} and s.ended_on is null and s.kind = 'member')"""
COORDINATES = f"""exists (select from appointments a where a.group_id = {{of}}.group_id
  and a.person_id = {PERSON} and a.kind = 'coordinator')"""
# About what the group reads, and reads still.
ABOUT = """exists (select from releases r where r.id = {of}.release_id
  and r.group_id = {of}.group_id and r.bundle_id is null and not r.withdrawn)"""

QUESTION = [
    *("id", "association_id", "group_id", "release_id", "byline", "asker_tag", "week"),
    "visible_from",
]
LINE = ["id", "question_id", "side", "kind", "body", "week", "place", "visible_from"]
SIGHTING = ["id", "group_id", "release_id", "owner_tag", "family_box", "kind", "note"]
TALLY = ["release_id", "kind", "group_id", "families", "notes", "counted_on"]
ROUND = ["association_id", "group_id", "held_on"]
QUOTA = ["tag", "week", "used"]


def _questions() -> list[str]:
    asked, wrote = ASKED.format(of="questions"), WROTE.format(of="questions")
    part = {"of": "questions"}
    both = ASKED.format(of="q"), WROTE.format(of="q")
    said = """exists (select from questions q where q.id = question_lines.question_id and {rule})"""
    own = f"case question_lines.side when 'asker' then {both[0]} else {both[1]} end"
    # What was refused in silence is seen by who refused, what is on its way by who said it.
    arrived = "question_lines.visible_from is null and question_lines.kind <> 'declined'"
    return [
        *confine(
            "questions",
            policies={
                "select": f"{asked} or (visible_from is null and"
                f" ({COORDINATES.format(**part)} or {wrote}))",
                # Under one's own name or under none.
                "insert": f"{asked} and ({MEMBER.format(**part)} or {COORDINATES.format(**part)})"
                f" and {ABOUT.format(**part)}"
                f" and byline in ('', (select o.name from organizations o where o.id = {ME}))",
            },
            columns={"select": QUESTION, "insert": QUESTION},
        ),
        *confine(
            "question_lines",
            policies={
                "select": said.format(rule=f"(({arrived}) or {own})"),
                "insert": said.format(rule=own),
                "update": said.format(rule=both[1]),
            },
            # Who withdraws a release empties what was said about it, and changes nothing else.
            checks={"update": "body = ''"},
            columns={"select": LINE, "insert": LINE, "update": ["body"]},
        ),
        *confine("question_quotas", policies={}, columns={}),
    ]


def _sightings() -> list[str]:
    part = {"of": "sightings"}
    read = {"of": "tallies"}
    return [
        *confine(
            "sightings",
            policies={
                "select": OWN_ANSWER,
                "insert": f"{OWN_ANSWER} and {MEMBER.format(**part)} and {ABOUT.format(**part)}",
                "update": OWN_ANSWER,
                "delete": OWN_ANSWER,
            },
            columns={
                "select": ["id", "group_id", "release_id", "owner_tag", "kind", "note"],
                "insert": SIGHTING,
                "update": ["kind", "note"],
                "delete": [],
            },
        ),
        *confine(
            "tallies",
            policies={"select": f"{MEMBER.format(**read)} or {COORDINATES.format(**read)}"},
            columns={"select": TALLY},
        ),
        *confine("tally_rounds", policies={}, columns={}),
    ]


STEWARD = {
    "sealed_messages": {
        "select": ["id", "candidate_id", "place", "week", "visible_from"],
        "update": ["place", "week", "visible_from"],
    },
    "questions": {"select": QUESTION, "update": ["week", "visible_from"]},
    "question_lines": {"select": LINE, "update": ["body", "place", "week", "visible_from"]},
    "question_quotas": {"select": ["tag", "week"], "delete": []},
    "sightings": {"select": SIGHTING, "delete": []},
    "tallies": {"select": TALLY, "insert": TALLY, "delete": []},
    "tally_rounds": {"select": ROUND, "insert": ROUND, "update": ["held_on"]},
}
GUARD = {"question_quotas": {"select": QUOTA, "insert": QUOTA, "update": ["used"]}}

# What is on its way nobody reads but who wrote it; coordination speaks at once.
SPOKEN = (
    "(visible_from is null and guard.reviews(candidate_id, group_id)) or guard.owns(candidate_id)"
)
SAID = (
    "case side when 'author' then guard.owns(candidate_id)"
    " else guard.reviews(candidate_id, group_id) and visible_from is null end"
)


def upgrade() -> None:
    for statement in (
        *TABLES,
        MAY_ASK_AUTHOR,
        FIND_SIMILAR,
        *hand_over(SIGNATURES),
        *_questions(),
        *_sightings(),
        f"grant select (visible_from), insert (visible_from) on sealed_messages to {ACTING}",
        f"alter policy sealed_messages_select on sealed_messages using ({SPOKEN})",
        f"alter policy sealed_messages_insert on sealed_messages with check ({SAID})",
        "grant select (title, lineage_id) on releases to portal_guard",
    ):
        op.execute(statement)
    for role, tables in (("portal_steward", STEWARD), ("portal_guard", GUARD)):
        for table, columns in tables.items():
            for statement in also(table, role, columns):
                op.execute(statement)


def downgrade() -> None:
    """What was on its way arrives."""
    before = run_path(str(Path(__file__).with_name("0005_airlock.py")))
    policies = {
        statement.split()[2]: statement
        for statement in before["_confinement"]()
        if statement.startswith("create policy sealed_messages_")
    }
    for statement in (
        *(f"drop table {t}" for t in ("tally_rounds", "tallies", "sightings")),
        *(f"drop table {t}" for t in ("question_quotas", "question_lines", "questions")),
        *(f"drop function guard.{signature}" for signature in SIGNATURES),
        "revoke select (title, lineage_id) on releases from portal_guard",
        *(
            f"drop policy {name} on sealed_messages"
            for name in ("sealed_messages_select", "sealed_messages_insert")
        ),
        *(policies[name] for name in ("sealed_messages_select", "sealed_messages_insert")),
        *(
            f"drop policy sealed_messages_portal_steward_{c} on sealed_messages"
            for c in ("select", "update")
        ),
        "revoke all on sealed_messages from portal_steward",
        "revoke select (id, candidate_id, place, week), update (place, week) on sealed_messages"
        " from portal_steward",
        "alter table sealed_messages drop column visible_from",
    ):
        op.execute(statement)
