"""What a group reads."""

from alembic import op

from portal.db.rls import ME, also, confine

revision = "0006"
down_revision = "0005"

TABLES = (
    """
CREATE TABLE releases (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  batch_id UUID NOT NULL,
  released_on DATE NOT NULL,
  position UUID NOT NULL,
  kind TEXT NOT NULL,
  audience TEXT NOT NULL,
  tlp TEXT NOT NULL,
  title TEXT NOT NULL,
  narrative TEXT NOT NULL,
  facets JSONB NOT NULL,
  indicators TEXT[] NOT NULL,
  place_path TEXT[] NOT NULL,
  sector_path TEXT[] NOT NULL,
  period_path TEXT[] NOT NULL,
  status TEXT NOT NULL,
  withdrawn BOOLEAN NOT NULL,
  search TSVECTOR,
  id UUID NOT NULL,
  CONSTRAINT pk_releases PRIMARY KEY (id),
  CONSTRAINT fk_releases_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
    """CREATE INDEX ix_releases_feed ON releases (group_id, released_on, position)""",
    """CREATE INDEX ix_releases_search ON releases USING gin (search)""",
)

RELEASE = [
    *("id", "association_id", "group_id", "batch_id", "released_on", "position"),
    *("kind", "audience", "tlp", "title", "narrative", "facets", "indicators"),
    *("place_path", "sector_path", "period_path", "status", "withdrawn", "search"),
]
EMPTIED = [
    *("title", "narrative", "facets", "indicators", "place_path", "sector_path"),
    *("period_path", "status", "search", "withdrawn"),
]

# EXISTS on the standing's key: an array sub-select would be a timing oracle (threats.md).
# Authors see their own also after their organization has left, or they could not withdraw it; who
# names no owner tag is not asked for each row.
SEEN = f"""
exists (select from standings s where s.group_id = releases.group_id and s.organization_id = {ME}
        and s.ended_on is null and (s.kind = 'member' or releases.audience <> 'group'))
or (audience in ('association', 'public') and exists (
    select from standings s where s.association_id = releases.association_id
    and s.organization_id = {ME} and s.ended_on is null))
or exists (select from appointments a where a.group_id = releases.group_id
           and a.person_id = (select guard.current_person()) and a.kind = 'coordinator')
or (nullif(current_setting('portal.owner_tags', true), '') is not null and guard.owns(id))
"""


def upgrade() -> None:
    confined = confine(
        "releases",
        # The author's own workspace, which alone can name the owner tag, may empty a release.
        policies={"select": SEEN, "update": "guard.owns(id)"},
        columns={"select": RELEASE, "update": EMPTIED},
    )
    for statement in (
        *TABLES,
        *confined,
        *also(
            "releases", "portal_steward", {"select": RELEASE, "insert": RELEASE, "update": EMPTIED}
        ),
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("drop table releases")
