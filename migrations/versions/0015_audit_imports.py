"""Imports of audit lists, and the mappings that a tenant used last."""

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
