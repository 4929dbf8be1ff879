"""Audit outcomes and practices as candidates and releases; editions of a practice; bylines."""

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
