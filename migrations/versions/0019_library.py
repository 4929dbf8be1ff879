"""Saved views of lists, and printed libraries."""

from alembic import op

from portal.db.rls import ME, PERSON, also, confine

revision = "0019"
down_revision = "0018"

TABLES = (
    """
CREATE TABLE saved_views (
  created_by UUID NOT NULL,
  sealed BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_saved_views PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_saved_views_organization_id_created_by_people FOREIGN KEY(organization_id, created_by) REFERENCES people (organization_id, id)
)""",
    """
CREATE TABLE printouts (
  created_by UUID NOT NULL,
  kept_until TIMESTAMP WITH TIME ZONE NOT NULL,
  state TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  pdf BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_printouts PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_printouts_organization_id_created_by_people FOREIGN KEY(organization_id, created_by) REFERENCES people (organization_id, id)
)""",
)
VIEW = ["organization_id", "id", "created_by", "sealed"]
PRINTOUT = ["organization_id", "id", "created_by", "kept_until", "state", "sealed", "pdf"]


def _confinement() -> list[str]:
    own = f"organization_id = {ME}"
    mine = f"{own} and created_by = {PERSON}"
    return [
        *confine(
            "saved_views",
            policies=dict.fromkeys(("select", "insert", "update", "delete"), mine),
            columns={"select": VIEW, "insert": VIEW, "update": ["sealed"], "delete": []},
            tenant=own,
        ),
        # After its day a printout is gone for everybody, whenever it is swept.
        *confine(
            "printouts",
            policies=dict.fromkeys(
                ("select", "insert", "update", "delete"), f"{mine} and kept_until > now()"
            ),
            columns={
                "select": PRINTOUT,
                "insert": PRINTOUT,
                "update": ["state", "sealed", "pdf"],
                "delete": [],
            },
            tenant=own,
        ),
        *also("printouts", "portal_steward", {"select": ["kept_until"], "delete": []}),
    ]


def upgrade() -> None:
    for statement in (*TABLES, *_confinement()):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table printouts")
    op.execute("drop table saved_views")
