"""Imports of audit lists, their files and problems in pieces, and the mappings used last."""

from alembic import op

from portal.db.rls import ME, confine

revision = "0015"
down_revision = "0014"

TABLES = (
    """
CREATE TABLE audit_imports (
  started_by UUID NOT NULL,
  started_on DATE NOT NULL,
  state TEXT NOT NULL,
  sealed BYTEA NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_audit_imports PRIMARY KEY (organization_id, id),
  CONSTRAINT fk_audit_imports_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
    """
CREATE TABLE audit_import_pieces (
  import_id UUID NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  sealed BYTEA NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_audit_import_pieces PRIMARY KEY (organization_id, import_id, kind, number),
  CONSTRAINT fk_audit_import_pieces_organization_id_import_id_audit_imports FOREIGN KEY(organization_id, import_id) REFERENCES audit_imports (organization_id, id) ON DELETE CASCADE
)""",
    # Ciphertext does not shrink: PostgreSQL need not try.
    "ALTER TABLE audit_import_pieces ALTER COLUMN sealed SET STORAGE EXTERNAL",
    """
CREATE TABLE audit_mappings (
  sealed BYTEA NOT NULL,
  version INTEGER NOT NULL,
  organization_id UUID DEFAULT guard.current_organization() NOT NULL,
  CONSTRAINT pk_audit_mappings PRIMARY KEY (organization_id),
  CONSTRAINT fk_audit_mappings_organization_id_organizations FOREIGN KEY(organization_id) REFERENCES organizations (id)
)""",
)
IMPORT = ["organization_id", "id", "started_by", "started_on", "state", "sealed", "version"]
PIECE = ["organization_id", "import_id", "kind", "number", "sealed"]
MAPPING = ["organization_id", "sealed", "version"]


def upgrade() -> None:
    own = f"organization_id = {ME}"
    confined = [
        *confine(
            "audit_imports",
            policies=dict.fromkeys(("select", "insert", "update", "delete"), own),
            columns={"select": IMPORT, "insert": IMPORT, "update": IMPORT[4:], "delete": []},
            tenant=own,
        ),
        *confine(
            "audit_import_pieces",
            policies=dict.fromkeys(("select", "insert", "delete"), own),
            columns={"select": PIECE, "insert": PIECE, "delete": []},
            tenant=own,
        ),
        *confine(
            "audit_mappings",
            policies=dict.fromkeys(("select", "insert", "update"), own),
            columns={"select": MAPPING, "insert": MAPPING, "update": MAPPING[1:]},
            tenant=own,
        ),
    ]
    for statement in (*TABLES, *confined):
        op.execute(statement)


def downgrade() -> None:
    for table in ("audit_mappings", "audit_import_pieces", "audit_imports"):
        op.execute(f"drop table {table}")
