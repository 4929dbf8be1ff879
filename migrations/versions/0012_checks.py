"""Checks of long texts: a job's progress, and what it found, sealed."""

from alembic import op

from portal.db.rls import ME, PERSON, confine

revision = "0012"
down_revision = "0011"

TABLE = """
CREATE TABLE checks (
  contribution_id UUID NOT NULL,
  created_by UUID NOT NULL,
  is_running BOOLEAN NOT NULL,
  percent INTEGER NOT NULL,
  sealed BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_checks PRIMARY KEY (organization_id, contribution_id),
  CONSTRAINT fk_checks_organization_id_contribution_id_contributions FOREIGN KEY(organization_id, contribution_id) REFERENCES contributions (organization_id, id) ON DELETE CASCADE
)"""
COLUMNS = ["organization_id", "contribution_id", "created_by", "is_running", "percent", "sealed"]


def upgrade() -> None:
    own = f"organization_id = {ME}"
    mine = f"{own} and created_by = {PERSON}"
    confined = confine(
        "checks",
        policies=dict.fromkeys(("select", "insert", "update"), mine),
        columns={"select": COLUMNS, "insert": COLUMNS, "update": COLUMNS[3:]},
        tenant=own,
    )
    for statement in (TABLE, *confined):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table checks")
