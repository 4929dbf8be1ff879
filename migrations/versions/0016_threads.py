"""Threads, posts under names and handles, their editions, and reports of them."""

from pathlib import Path

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0016"
down_revision = "0015"

TABLES = (
    """
CREATE TABLE threads (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  release_id UUID,
  topic TEXT NOT NULL,
  state TEXT NOT NULL,
  visible_from TIMESTAMP WITH TIME ZONE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_threads PRIMARY KEY (id),
  CONSTRAINT uq_threads_id_group_id UNIQUE (id, group_id),
  CONSTRAINT fk_threads_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id),
  CONSTRAINT fk_threads_release_id_releases FOREIGN KEY(release_id) REFERENCES releases (id)
)""",
    "CREATE INDEX ix_threads_group_id ON threads (group_id, visible_from)",
    "CREATE INDEX ix_threads_release_id ON threads (release_id)",
    # A thread that is moved takes its posts along, those too that nobody sees yet.
    """
CREATE TABLE posts (
  thread_id UUID NOT NULL,
  group_id UUID NOT NULL,
  visible_from TIMESTAMP WITH TIME ZONE NOT NULL,
  voice TEXT NOT NULL,
  byline TEXT NOT NULL,
  handle UUID,
  quoted_id UUID,
  hidden BOOLEAN NOT NULL,
  reason TEXT NOT NULL,
  deleted BOOLEAN NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_posts PRIMARY KEY (id),
  CONSTRAINT uq_posts_id_group_id UNIQUE (id, group_id),
  CONSTRAINT fk_posts_thread_id_group_id_threads FOREIGN KEY(thread_id, group_id) REFERENCES threads (id, group_id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT fk_posts_quoted_id_posts FOREIGN KEY(quoted_id) REFERENCES posts (id) ON DELETE SET NULL
)""",
    "CREATE INDEX ix_posts_thread_id ON posts (thread_id, visible_from, id)",
    "CREATE INDEX ix_posts_group_id ON posts (group_id, visible_from)",
    "CREATE INDEX ix_posts_quoted_id ON posts (quoted_id)",
    """
CREATE TABLE post_editions (
  post_id UUID NOT NULL,
  edition INTEGER NOT NULL,
  visible_from TIMESTAMP WITH TIME ZONE NOT NULL,
  visible_until TIMESTAMP WITH TIME ZONE,
  body TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  CONSTRAINT pk_post_editions PRIMARY KEY (post_id, edition),
  CONSTRAINT fk_post_editions_post_id_posts FOREIGN KEY(post_id) REFERENCES posts (id) ON DELETE CASCADE
)""",
    """
CREATE TABLE post_reports (
  post_id UUID NOT NULL,
  group_id UUID NOT NULL,
  concern TEXT NOT NULL,
  note TEXT NOT NULL,
  state TEXT NOT NULL,
  reported_on DATE NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_post_reports PRIMARY KEY (id),
  CONSTRAINT fk_post_reports_post_id_group_id_posts FOREIGN KEY(post_id, group_id) REFERENCES posts (id, group_id) ON DELETE CASCADE ON UPDATE CASCADE
)""",
    "CREATE INDEX ix_post_reports_post_id ON post_reports (post_id)",
    "CREATE INDEX ix_post_reports_group_id ON post_reports (group_id, state)",
    """
CREATE TABLE authorship.voices (
  subject_id UUID NOT NULL,
  own_tag BYTEA NOT NULL,
  shelf_tag BYTEA NOT NULL,
  custodian_box BYTEA NOT NULL,
  CONSTRAINT pk_voices PRIMARY KEY (subject_id)
)""",
)

FUNCTIONS = Path(__file__).with_suffix(".sql").read_text("utf-8").split("\n\n")
TRIGGERS = (
    "create trigger surface_thread after insert on posts"
    " for each row execute function guard.surface_thread()",
    "create trigger sink_thread after delete on posts"
    " for each row execute function guard.sink_thread()",
    "create trigger keep_posts before update on posts"
    " for each row execute function guard.keep_posts()",
    "create trigger keep_threads before update on threads"
    " for each row execute function guard.keep_threads()",
)
SIGNATURES = {
    "spoke(uuid)": ACTING,
    "may_speak(uuid, uuid, text, text)": ACTING,
    "handle_numbers(uuid, uuid[])": ACTING,
    "clear_superseded()": "portal_worker",
    "surface_thread()": "",
    "sink_thread()": "",
}

THREAD = ["id", "association_id", "group_id", "release_id", "topic", "state", "visible_from"]
SEEN = [
    *("id", "thread_id", "group_id", "visible_from", "voice", "byline", "quoted_id"),
    *("hidden", "reason", "deleted"),
]
EDITION = ["post_id", "edition", "visible_from", "visible_until", "body", "sealed"]
REPORT = ["id", "post_id", "group_id", "concern", "note", "state", "reported_on"]
VOICE = ["subject_id", "own_tag", "shelf_tag", "custodian_box"]

TAGS = "nullif(current_setting('portal.voice_tags', true), '') is not null"


def _inside(table: str) -> str:
    """EXISTS on keys: what is hidden takes as long as what is absent (threats.md)."""
    return f"""(exists (select from standings s where s.group_id = {table}.group_id
      and s.organization_id = {ME} and s.ended_on is null and s.kind = 'member')
  or exists (select from appointments a where a.group_id = {table}.group_id
      and a.person_id = {PERSON} and a.kind = 'coordinator'))"""


def _confinement() -> list[str]:
    said = f"(visible_from <= now() or ({TAGS} and guard.spoke(id)))"
    released = """exists (select from releases r where r.id = release_id
      and r.group_id = threads.group_id and r.bundle_id is null)"""
    joins = "(guard.group_standing(group_id) = 'member' or guard.coordinates(group_id))"
    # Whoever said something in it finds a thread that nobody else can see yet.
    spoken = "exists (select from posts p where p.thread_id = threads.id and guard.spoke(p.id))"
    current = "visible_from <= now() and (visible_until is null or visible_until > now())"
    readable = """exists (select from posts p where p.id = post_id
      and (not p.hidden or guard.coordinates(p.group_id)))"""
    return [
        *confine(
            "threads",
            policies={
                "select": f"{_inside('threads')} and (visible_from <= now() or ({TAGS}"
                f" and (guard.spoke(id) or {spoken})))",
                "insert": f"{joins} and state = 'open' and case when release_id is null"
                f" then guard.spoke(id) else topic = '' and {released} end",
                "update": "guard.coordinates(group_id) or guard.spoke(id)",
                "delete": "guard.spoke(id) and visible_from > now()",
            },
            columns={
                "select": THREAD,
                "insert": THREAD,
                "update": ["group_id", "topic", "state"],
                "delete": [],
            },
        ),
        *confine(
            "posts",
            policies={
                "select": f"{_inside('posts')} and {said}",
                "insert": "guard.may_speak(thread_id, group_id, voice, byline) and guard.spoke(id)"
                " and (voice = 'handle') = (handle is not null) and not hidden and not deleted",
                "update": "guard.coordinates(group_id) or guard.spoke(id)",
                "delete": "guard.spoke(id) and visible_from > now()",
            },
            columns={
                "select": SEEN,
                "insert": [*SEEN, "handle"],
                "update": ["hidden", "reason", "deleted", "quoted_id"],
                "delete": [],
            },
        ),
        *confine(
            "post_editions",
            policies={
                "select": f"({current} and {readable}) or ({TAGS} and guard.spoke(post_id))",
                "insert": "guard.spoke(post_id)",
                "update": "guard.spoke(post_id)",
                "delete": "guard.spoke(post_id)",
            },
            columns={
                "select": EDITION,
                "insert": EDITION,
                "update": ["body", "visible_until"],
                "delete": [],
            },
        ),
        *confine(
            "post_reports",
            policies={
                "select": "guard.coordinates(group_id)",
                "insert": "guard.group_standing(group_id) = 'member' and state = 'open'"
                " and exists (select from posts p where p.id = post_id)",
                "update": "guard.coordinates(group_id)",
            },
            columns={"select": REPORT, "insert": REPORT, "update": ["state"]},
        ),
        *confine(
            "authorship.voices",
            policies={"insert": f"{PERSON} is not null"},
            columns={"insert": VOICE},
        ),
    ]


GUARD = {
    "threads": {
        "select": ["id", "group_id", "release_id", "state", "visible_from"],
        "update": ["visible_from"],
    },
    "posts": {"select": ["id", "thread_id", "group_id", "handle", "visible_from"]},
    "post_editions": {"select": ["visible_until", "body"], "update": ["body"]},
    "authorship.voices": {"select": VOICE[:3]},
}


def upgrade() -> None:
    handed = hand_over(SIGNATURES)
    for statement in (*TABLES, *FUNCTIONS, *TRIGGERS, *handed, *_confinement()):
        op.execute(statement)
    for table, columns in GUARD.items():
        for statement in also(table, "portal_guard", columns):
            op.execute(statement)


def downgrade() -> None:
    op.execute("drop policy threads_select on threads")
    for table in ("authorship.voices", "post_reports", "post_editions", "posts", "threads"):
        op.execute(f"drop table {table}")
    for signature in (*SIGNATURES, "keep_posts()", "keep_threads()"):
        op.execute(f"drop function guard.{signature}")
