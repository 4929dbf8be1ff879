"""A tenant's own audits and corrective action items, sealed."""

from alembic import op

from portal.db.rls import ME, confine

revision = "0014"
down_revision = "0013"

TABLES = (
    """
CREATE TABLE audits (
  import_id UUID,
  head BYTEA NOT NULL,
  findings BYTEA NOT NULL,
  supplier_tag BYTEA NOT NULL,
  scheme_tag BYTEA NOT NULL,
  severity_tag BYTEA NOT NULL,
  month_tag BYTEA NOT NULL,
  day_tag BYTEA NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_audits PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_audits_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    "CREATE INDEX ix_audits_organization_id_supplier_tag ON audits (organization_id, supplier_tag)",
    "CREATE INDEX ix_audits_organization_id_import_id ON audits (organization_id, import_id)",
    """
CREATE TABLE cap_items (
  audit_id UUID NOT NULL,
  sealed BYTEA NOT NULL,
  supplier_tag BYTEA NOT NULL,
  scheme_tag BYTEA NOT NULL,
  severity_tag BYTEA NOT NULL,
  state_tag BYTEA NOT NULL,
  year_tag BYTEA NOT NULL,
  month_tag BYTEA NOT NULL,
  day_tag BYTEA NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_cap_items PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_cap_items_organization_id_audit_id_audits FOREIGN KEY(organization_id, audit_id) REFERENCES audits (organization_id, id) ON DELETE CASCADE
)""",
    "CREATE INDEX ix_cap_items_organization_id_audit_id ON cap_items (organization_id, audit_id)",
    # Whole lists are counted out of these alone.
    "CREATE INDEX ix_audits_listed ON audits (organization_id, month_tag, severity_tag, scheme_tag, supplier_tag, day_tag)",
    "CREATE INDEX ix_cap_items_listed ON cap_items (organization_id, month_tag, state_tag, severity_tag, scheme_tag, supplier_tag, day_tag)",
)
# Ciphertext does not shrink: PostgreSQL need not try.
AS_IT_IS = (
    "ALTER TABLE audits ALTER COLUMN head SET STORAGE EXTERNAL, ALTER COLUMN findings SET STORAGE EXTERNAL",
    "ALTER TABLE cap_items ALTER COLUMN sealed SET STORAGE EXTERNAL",
)
TAGS = ["supplier_tag", "scheme_tag", "severity_tag", "month_tag", "day_tag", "version"]
AUDIT = ["organization_id", "id", "import_id", "head", "findings", *TAGS]
ITEM = ["organization_id", "id", "audit_id", "sealed", "state_tag", "year_tag", *TAGS]


def upgrade() -> None:
    own = f"organization_id = {ME}"
    every = ("select", "insert", "update", "delete")
    confined = [
        statement
        for table, columns in (("audits", AUDIT), ("cap_items", ITEM))
        for statement in confine(
            table,
            policies=dict.fromkeys(every, own),
            columns={"select": columns, "insert": columns, "update": columns[3:], "delete": []},
            tenant=own,
        )
    ]
    for statement in (*TABLES, *AS_IT_IS, *confined):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table cap_items")
    op.execute("drop table audits")
