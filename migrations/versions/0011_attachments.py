"""Attachments: sealed folders in the workspace, rebuilt files of candidates and releases, objects in use."""

from alembic import op

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0011"
down_revision = "0010"

TABLES = (
    """
CREATE TABLE attachment_folders (
  contribution_id UUID NOT NULL,
  created_by UUID NOT NULL,
  sealed BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_attachment_folders PRIMARY KEY (organization_id, contribution_id),
  CONSTRAINT fk_attachment_folders_organization_id_contribution_id_contributions FOREIGN KEY(organization_id, contribution_id) REFERENCES contributions (organization_id, id) ON DELETE CASCADE
)""",
    """
CREATE TABLE attachment_objects (
  name TEXT NOT NULL,
  unused BOOLEAN NOT NULL,
  CONSTRAINT pk_attachment_objects PRIMARY KEY (name)
)""",
    """
CREATE TABLE candidate_files (
  candidate_id UUID NOT NULL,
  group_id UUID NOT NULL,
  candidate_version INTEGER NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  pages INTEGER NOT NULL,
  report JSONB NOT NULL,
  box BYTEA NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_candidate_files PRIMARY KEY (id),
  CONSTRAINT fk_candidate_files_candidate_id_candidates FOREIGN KEY(candidate_id) REFERENCES candidates (id) ON DELETE CASCADE
)""",
    """CREATE UNIQUE INDEX uq_candidate_files_candidate_id_number ON candidate_files (candidate_id, number)""",
    """
CREATE TABLE released_files (
  release_id UUID NOT NULL,
  group_id UUID NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,
  pages INTEGER NOT NULL,
  box BYTEA NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_released_files PRIMARY KEY (id),
  CONSTRAINT fk_released_files_release_id_releases FOREIGN KEY(release_id) REFERENCES releases (id) ON DELETE CASCADE
)""",
    """CREATE UNIQUE INDEX uq_released_files_release_id_number ON released_files (release_id, number)""",
)

# A file joins a version that nobody has judged yet: not even SQL injection puts one behind an approval.
TAKES_FILES = """
create function guard.takes_files(candidate uuid, wanted uuid, at integer) returns boolean
language sql stable security definer set search_path = pg_catalog, public as $$
  select guard.owns(candidate) and exists (select from public.candidates c
      where c.id = candidate and c.group_id = wanted and c.version = at and c.state = 'in_review')
    and not exists (select from public.reviews r
      where r.candidate_id = candidate and r.candidate_version = at)
$$"""
SIGNATURES = {"takes_files(uuid, uuid, integer)": ACTING}

FOLDER = ["organization_id", "contribution_id", "created_by", "sealed"]
FILE = ["id", "group_id", "number", "kind", "size", "pages", "box"]
CANDIDATE_FILE = [*FILE, "candidate_id", "candidate_version", "report"]
RELEASED_FILE = [*FILE, "release_id"]

OWNED = "(nullif(current_setting('portal.owner_tags', true), '') is not null and guard.owns(release_id))"
# Files stay in the group: whatever outsiders read is a copy in a bundle, and has none.
SEEN = f"""
exists (select from standings s where s.group_id = released_files.group_id and s.organization_id = {ME}
        and s.ended_on is null and s.kind = 'member')
or exists (select from appointments a where a.group_id = released_files.group_id
           and a.person_id = {PERSON} and a.kind = 'coordinator')
or {OWNED}
"""


def _confinement() -> list[str]:
    own = f"organization_id = {ME}"
    mine = f"{own} and created_by = {PERSON}"
    named = f"""{PERSON} is not null and name = any (string_to_array(
        nullif(current_setting('portal.objects', true), ''), ','))"""
    waits = "guard.reviews(candidate_id, group_id) or guard.owns(candidate_id)"
    return [
        *confine(
            "attachment_folders",
            policies=dict.fromkeys(("select", "insert", "update"), mine),
            columns={"select": FOLDER, "insert": FOLDER, "update": ["sealed"]},
            tenant=own,
        ),
        *confine(
            "attachment_objects",
            policies={"insert": f"{PERSON} is not null and not unused", "update": named},
            columns={"insert": ["name", "unused"], "update": ["unused"]},
        ),
        *confine(
            "candidate_files",
            policies={
                "select": waits,
                "insert": "guard.takes_files(candidate_id, group_id, candidate_version)",
                "delete": "guard.owns(candidate_id)",
            },
            columns={"select": CANDIDATE_FILE, "insert": CANDIDATE_FILE, "delete": []},
        ),
        *confine(
            "released_files",
            policies={"select": SEEN, "delete": "guard.owns(release_id)"},
            columns={"select": RELEASED_FILE, "delete": []},
        ),
    ]


STEWARD = {
    "attachment_objects": {"select": ["name", "unused"], "delete": []},
    "candidate_files": {"select": CANDIDATE_FILE},
    "released_files": {"select": RELEASED_FILE, "insert": RELEASED_FILE},
}


def upgrade() -> None:
    for statement in (*TABLES, TAKES_FILES, *hand_over(SIGNATURES), *_confinement()):
        op.execute(statement)
    for table, columns in STEWARD.items():
        for statement in also(table, "portal_steward", columns):
            op.execute(statement)
    op.execute("grant select (state, version) on candidates to portal_guard")
    for statement in also(
        "reviews", "portal_guard", {"select": ["candidate_id", "candidate_version"]}
    ):
        op.execute(statement)


def downgrade() -> None:
    for table in ("released_files", "candidate_files", "attachment_objects", "attachment_folders"):
        op.execute(f"drop table {table}")
    for signature in SIGNATURES:
        op.execute(f"drop function guard.{signature}")
    op.execute("drop policy reviews_portal_guard_select on reviews")
    op.execute("revoke select (candidate_id, candidate_version) on reviews from portal_guard")
    op.execute("revoke select (state, version) on candidates from portal_guard")
