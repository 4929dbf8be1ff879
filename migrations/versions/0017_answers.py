"""The sealed channel's questions and delayed answers; sightings and their tallies; similar releases."""

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
