"""The full gate: footprints as cells, pools of plausible authors drawn once a week, probing bounded.

A group's pools are drawn at the first question of a week and stand until Monday, on which standings
change too: what anyone adds, joins or leaves in between shows nothing. The rule is that of
`portal.privacy.plausibility`; a test compares the two on random worlds.
"""

from pathlib import Path
from typing import Any

from alembic import op

from portal.db.rls import ACTING, ME, also, confine, hand_over

revision = "0009"
down_revision = "0008"

TABLES = (
    """
CREATE TABLE footprint_cells (
  path BYTEA[] NOT NULL,
  sites INTEGER[] NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_footprint_cells PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_footprint_cells_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """
CREATE TABLE gate_weeks (
  group_id UUID NOT NULL,
  week DATE NOT NULL,
  CONSTRAINT pk_gate_weeks PRIMARY KEY (group_id, week)
)""",
    """
CREATE TABLE gate_pools (
  group_id UUID NOT NULL,
  week DATE NOT NULL,
  tag BYTEA NOT NULL,
  family_id UUID NOT NULL,
  sites INTEGER NOT NULL,
  share DOUBLE PRECISION NOT NULL,
  above BYTEA[] NOT NULL,
  CONSTRAINT pk_gate_pools PRIMARY KEY (group_id, week, tag, family_id),
  CONSTRAINT fk_gate_pools_group_id_week_gate_weeks FOREIGN KEY(group_id, week) REFERENCES gate_weeks (group_id, week) ON DELETE CASCADE
)""",
    """
CREATE TABLE gate_sites (
  group_id UUID NOT NULL,
  week DATE NOT NULL,
  tag BYTEA NOT NULL,
  sites INTEGER NOT NULL,
  families UUID[] NOT NULL,
  own INTEGER[] NOT NULL,
  CONSTRAINT pk_gate_sites PRIMARY KEY (group_id, week, tag),
  CONSTRAINT fk_gate_sites_group_id_week_gate_weeks FOREIGN KEY(group_id, week) REFERENCES gate_weeks (group_id, week) ON DELETE CASCADE
)""",
    """
CREATE TABLE gate_probes (
  family_id UUID NOT NULL,
  asked_on DATE NOT NULL,
  draft BYTEA NOT NULL,
  about BYTEA NOT NULL,
  CONSTRAINT pk_gate_probes PRIMARY KEY (family_id, asked_on, draft, about)
)""",
)
TAGS = """
CREATE TABLE footprint_tags (
  tag BYTEA NOT NULL,
  family_id UUID NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_footprint_tags PRIMARY KEY (tag, organization_id),
  CONSTRAINT fk_footprint_tags_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)"""


STATEMENTS = Path(__file__).with_suffix(".sql").read_text("utf-8").split("\n\n")[1:]
SIGNATURES = {
    "counting(uuid, date)": "",
    "draw_gate(uuid, date)": "",
    "ask_gate(uuid, bytea[], integer, integer, integer, bytea, bytea, integer, integer)": ACTING,
    "gate_holds(uuid, date, bytea[], boolean[], date)": "portal_steward",
}
WEEK = ["group_id", "week"]
SITES = [*WEEK, "tag", "sites", "families", "own"]
POOL = [*WEEK, "tag", "sites", "family_id", "share", "above"]
PROBE = ["family_id", "asked_on", "draft", "about"]
HIDDEN = ("gate_weeks", "gate_pools", "gate_sites", "gate_probes")
TAG = ["organization_id", "tag", "family_id"]
CELL = ["organization_id", "id", "path", "sites"]
GUARD = {
    "footprint_cells": {"select": CELL},
    "gate_weeks": {"select": WEEK, "insert": WEEK, "delete": []},
    "gate_pools": {"select": POOL, "insert": POOL},
    "gate_sites": {"select": SITES, "insert": SITES},
    "gate_probes": {"select": PROBE, "insert": PROBE, "delete": []},
}


def upgrade() -> None:
    own = f"organization_id = {ME}"
    for statement in (
        *TABLES,
        *confine(
            "footprint_cells",
            policies={"insert": own, "delete": own},
            columns={"insert": CELL, "delete": []},
            tenant=own,
        ),
        *(each for table in HIDDEN for each in confine(table, policies={}, columns={})),
        *(each for table, may in GUARD.items() for each in also(table, "portal_guard", may)),
        *also("gate_questions", "portal_guard", {"delete": []}),
        "grant select (k_supplier) on groups to portal_guard",
        "drop function guard.ask_gate(uuid, bytea[], integer)",
        "drop table footprint_tags",
        *STATEMENTS,
        *hand_over(SIGNATURES),
    ):
        op.execute(statement)


def _before() -> str:
    """The question as revision 0004 asked it."""
    environment: Any = op.get_context().environment_context
    return str(environment.script.get_revision("0004").module.ASK_GATE)


def downgrade() -> None:
    for signature in reversed(SIGNATURES):
        op.execute(f"drop function guard.{signature}")
    for table in (*reversed(HIDDEN), "footprint_cells"):
        op.execute(f"drop table {table}")
    op.execute("drop policy gate_questions_portal_guard_delete on gate_questions")
    op.execute("revoke delete on gate_questions from portal_guard")
    op.execute("revoke select (k_supplier) on groups from portal_guard")
    own = f"organization_id = {ME}"
    for statement in (
        TAGS,
        "CREATE INDEX ix_footprint_tags_tag_family_id ON footprint_tags (tag, family_id)",
        *confine(
            "footprint_tags",
            policies={
                "insert": f"{own} and family_id = (select guard.current_family())",
                "delete": own,
            },
            columns={"insert": TAG, "delete": []},
            tenant=own,
        ),
        *also("footprint_tags", "portal_guard", {"select": TAG}),
        *also("footprint_tags", "portal_steward", {"select": ["tag", "family_id"]}),
        _before(),
        *hand_over({"ask_gate(uuid, bytea[], integer)": ACTING}),
    ):
        op.execute(statement)
