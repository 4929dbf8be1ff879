"""What a person is told, how often, and by which feed."""

from pathlib import Path

from alembic import op

from portal.db.rls import ME, PERSON, also, confine, hand_over

revision = "0018"
down_revision = "0017"

TABLES = (
    """
CREATE TABLE bulletins (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  kind TEXT NOT NULL,
  about UUID NOT NULL,
  part TEXT NOT NULL,
  audience TEXT NOT NULL,
  told_on DATE NOT NULL,
  mail_from TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_bulletins PRIMARY KEY (id),
  CONSTRAINT uq_bulletins_group_id_kind_about_part UNIQUE (group_id, kind, about, part),
  CONSTRAINT fk_bulletins_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
    "CREATE INDEX ix_bulletins_told ON bulletins (group_id, told_on, id)",
    """
CREATE TABLE notice_settings (
  person_id UUID NOT NULL,
  group_id UUID NOT NULL,
  cadence TEXT NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_notice_settings PRIMARY KEY (organization_id, person_id, group_id),
  CONSTRAINT fk_notice_settings_organization_id_person_id_people FOREIGN KEY(organization_id, person_id) REFERENCES people (organization_id, id)
)""",
    """
CREATE TABLE notice_marks (
  person_id UUID NOT NULL,
  group_id UUID NOT NULL,
  read_before DATE NOT NULL,
  seen UUID[] NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_notice_marks PRIMARY KEY (organization_id, person_id, group_id),
  CONSTRAINT fk_notice_marks_organization_id_person_id_people FOREIGN KEY(organization_id, person_id) REFERENCES people (organization_id, id)
)""",
    """
CREATE TABLE feed_tokens (
  person_id UUID NOT NULL,
  feed TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  made_on DATE NOT NULL,
  used_on DATE,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_feed_tokens PRIMARY KEY (organization_id, person_id, feed),
  CONSTRAINT fk_feed_tokens_organization_id_person_id_people FOREIGN KEY(organization_id, person_id) REFERENCES people (organization_id, id),
  CONSTRAINT uq_feed_tokens_token_hash UNIQUE (token_hash)
)""",
    """
CREATE TABLE digests (
  person_id UUID NOT NULL,
  group_id UUID,
  bulletins UUID[] NOT NULL,
  token_hash BYTEA NOT NULL,
  planned_on DATE NOT NULL,
  state TEXT NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_digests PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_digests_organization_id_person_id_people FOREIGN KEY(organization_id, person_id) REFERENCES people (organization_id, id),
  CONSTRAINT uq_digests_token_hash UNIQUE (token_hash)
)""",
    "CREATE INDEX ix_digests_person_id ON digests (person_id)",
)
STATEMENTS = Path(__file__).with_suffix(".sql").read_text("utf-8").split("\n\n")[1:]
SIGNATURES = {
    "told_in(uuid, uuid)": "",
    "has_news()": "portal_web",
    "bulletin_lines(uuid[])": "portal_steward",
    "due_notices(timestamptz, timestamptz, timestamptz, date)": "portal_steward",
    "addressed(uuid)": "portal_steward",
    "read_ending(text)": "portal_web",
    "end_mail(text, uuid, boolean)": "portal_web",
    "feed_person(text, text)": "",
    "opens_feed(text, text)": "portal_web",
    "read_feed(text)": "portal_web",
    "read_calendar(text)": "portal_web",
    "read_due(text)": "portal_web",
    "use_feed(text)": "portal_web",
}
BULLETIN = ["id", "association_id", "group_id", "kind", "about", "audience", "told_on"]
BELOW = ["part", "mail_from"]
"""What no person reads: when mail goes out, and what tells two bulletins about one thing apart."""
OWN = ["organization_id", "person_id"]
SETTING = [*OWN, "group_id", "cadence"]
MARK = [*OWN, "group_id", "read_before", "seen"]
TOKEN = [*OWN, "feed", "made_on", "used_on"]
LENT = {
    "portal_steward": {
        "threads": ["id", "association_id", "group_id", "release_id", "visible_from"],
        "posts": ["id", "thread_id", "group_id", "visible_from", "hidden", "deleted"],
    },
    "portal_guard": {
        "cap_items": ["organization_id", "state_tag", "year_tag", "day_tag"],
        "organization_keys": ["organization_id", "wrapped"],
    },
}
"""What a role reads of tables that it did not read before."""
DIGEST = [*OWN, "id", "group_id", "bulletins", "token_hash", "planned_on", "state"]
GRANTED = {"releases": ["batch_id"], "groups": ["rhythm_days"], "posts": ["hidden", "deleted"]}
"""More columns for the guard's functions."""

# EXISTS on the standing's key, as everywhere (threats.md).
STANDS = f"""exists (select from standings s where s.group_id = bulletins.group_id
           and s.organization_id = {ME} and s.ended_on is null)"""
INSIDE = f"""(exists (select from standings s where s.group_id = bulletins.group_id
           and s.organization_id = {ME} and s.ended_on is null and s.kind = 'member')
  or exists (select from appointments a where a.group_id = bulletins.group_id
           and a.person_id = {PERSON} and a.kind = 'coordinator'))"""
SEEN = f"""case audience when 'inside' then {INSIDE} when 'beyond' then {STANDS} and not {INSIDE}
  else {STANDS} or {INSIDE} end"""


def _confinement() -> list[str]:
    tenant = f"organization_id = {ME}"
    mine = f"{tenant} and person_id = {PERSON}"

    def own(table: str, *commands: str, **columns: list[str]) -> list[str]:
        policies = dict.fromkeys(commands, mine)
        return confine(table, policies=policies, columns=columns, tenant=tenant)

    return [
        *confine("bulletins", policies={"select": SEEN}, columns={"select": BULLETIN}),
        *also("bulletins", "portal_guard", {"select": [*BULLETIN, *BELOW]}),
        *also(
            "bulletins",
            "portal_steward",
            {"select": [*BULLETIN, *BELOW], "insert": [*BULLETIN, *BELOW]},
        ),
        *own(
            "notice_settings",
            *("select", "insert", "update"),
            select=SETTING,
            insert=SETTING,
            update=["cadence"],
        ),
        *also(
            "notice_settings",
            "portal_guard",
            {"select": SETTING, "insert": SETTING, "update": ["cadence"]},
        ),
        *own(
            "notice_marks",
            *("select", "insert", "update"),
            select=MARK,
            insert=MARK,
            update=["read_before", "seen"],
        ),
        *also("notice_marks", "portal_guard", {"select": MARK}),
        *own(
            "feed_tokens",
            *("select", "insert", "delete"),
            select=TOKEN,
            insert=[*TOKEN, "token_hash"],
            delete=[],
        ),
        *also(
            "feed_tokens",
            "portal_guard",
            {"select": [*TOKEN, "token_hash"], "update": ["used_on"]},
        ),
        *confine("digests", policies={}, columns={}, tenant=tenant),
        *also("digests", "portal_guard", {"select": DIGEST}),
        *also(
            "digests",
            "portal_steward",
            {"select": DIGEST, "insert": DIGEST, "update": ["state"], "delete": []},
        ),
        *(
            f"grant select ({', '.join(names)}) on {table} to portal_guard"
            for table, names in GRANTED.items()
        ),
        *(
            statement
            for role, tables in LENT.items()
            for table, names in tables.items()
            for statement in also(table, role, {"select": names})
        ),
        # The number of its settings' version, by which a change is noticed.
        "grant select (version) on groups to portal_steward",
    ]


def upgrade() -> None:
    for statement in (*TABLES, *_confinement(), *STATEMENTS, *hand_over(SIGNATURES)):
        op.execute(statement)


def downgrade() -> None:
    for signature in reversed(SIGNATURES):
        op.execute(f"drop function guard.{signature}")
    for role, tables in LENT.items():
        for table, names in tables.items():
            op.execute(f"drop policy {table}_{role}_select on {table}")
            op.execute(f"revoke select ({', '.join(names)}) on {table} from {role}")
    op.execute("revoke select (version) on groups from portal_steward")
    for table, names in GRANTED.items():
        op.execute(f"revoke select ({', '.join(names)}) on {table} from portal_guard")
    for table in ("digests", "feed_tokens", "notice_marks", "notice_settings", "bulletins"):
        op.execute(f"drop table {table}")
