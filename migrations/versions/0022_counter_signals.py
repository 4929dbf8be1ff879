"""What organizations of civil society answer to published figures, and its counts."""

from alembic import op

from portal.db.rls import ME, PERSON, also, confine

revision = "0022"
down_revision = "0021"

CELL = """CONSTRAINT fk_{table}_insight_cells FOREIGN KEY(insight_release_id, table_name, row_code, column_code)
    REFERENCES insight_cells (insight_release_id, table_name, row_code, column_code)"""
TABLES = (
    f"""
CREATE TABLE counter_signals (
  group_id UUID NOT NULL,
  insight_release_id UUID NOT NULL,
  table_name TEXT NOT NULL,
  row_code TEXT NOT NULL,
  column_code TEXT NOT NULL,
  owner_tag BYTEA NOT NULL,
  family_box BYTEA NOT NULL,
  verdict TEXT NOT NULL,
  explanation BYTEA NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_counter_signals PRIMARY KEY (id),
  CONSTRAINT uq_counter_signals_insight_release_id_owner_tag UNIQUE (insight_release_id, owner_tag),
  {CELL.format(table="counter_signals")}
)""",
    f"""
CREATE TABLE signal_counts (
  insight_release_id UUID NOT NULL,
  table_name TEXT NOT NULL,
  row_code TEXT NOT NULL,
  column_code TEXT NOT NULL,
  verdict TEXT NOT NULL,
  group_id UUID NOT NULL,
  families INTEGER NOT NULL,
  counted_on DATE NOT NULL,
  CONSTRAINT pk_signal_counts PRIMARY KEY (insight_release_id, table_name, row_code, column_code, verdict),
  CONSTRAINT ck_signal_counts_enough_families CHECK (families >= 2),
  {CELL.format(table="signal_counts")}
)""",
    f"""
CREATE TABLE signal_explanations (
  group_id UUID NOT NULL,
  insight_release_id UUID NOT NULL,
  table_name TEXT NOT NULL,
  row_code TEXT NOT NULL,
  column_code TEXT NOT NULL,
  explanation BYTEA NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_signal_explanations PRIMARY KEY (id),
  {CELL.format(table="signal_explanations")}
)""",
    "CREATE INDEX ix_signal_explanations_insight_release_id"
    " ON signal_explanations (insight_release_id)",
    """
CREATE TABLE signal_rounds (
  association_id UUID NOT NULL,
  group_id UUID NOT NULL,
  held_on DATE NOT NULL,
  CONSTRAINT pk_signal_rounds PRIMARY KEY (group_id),
  CONSTRAINT fk_signal_rounds_association_id_group_id_groups FOREIGN KEY(association_id, group_id) REFERENCES groups (association_id, id)
)""",
)

# The key belongs to one organization and one release; it is not in the database.
OWN = """(nullif(current_setting('portal.signal_key', true), '') is not null
  and owner_tag = sha256(decode(current_setting('portal.signal_key', true), 'hex')
    || convert_to(table_name || '/' || row_code || '/' || column_code, 'UTF8')))"""
MEMBER = f"""exists (select from standings s where s.group_id = {{of}}.group_id
  and s.organization_id = {ME} and s.ended_on is null and s.kind = 'member')"""
COORDINATES = f"""exists (select from appointments a where a.group_id = {{of}}.group_id
  and a.person_id = {PERSON} and a.kind = 'coordinator')"""
# Civil society and workers' organizations that the release is for, and that are no member.
ANSWERS = f"""exists (select from organizations o where o.id = {ME}
    and o.kind in ('civil_society', 'worker_organization'))
  and not {MEMBER.format(of="counter_signals")}
  and not {COORDINATES.format(of="counter_signals")}
  and exists (select from insight_releases r, standings s
    where r.id = counter_signals.insight_release_id and r.group_id = counter_signals.group_id
    and r.state = 'released' and s.organization_id = {ME} and s.ended_on is null
    and s.kind = 'observer'
    and (s.group_id = r.group_id
      or (s.association_id = r.association_id and r.audience in ('association', 'public'))))"""

NAMED = ["insight_release_id", "table_name", "row_code", "column_code"]
SIGNAL = ["id", "group_id", *NAMED, "owner_tag", "family_box", "verdict", "explanation"]
COUNT = [*NAMED, "verdict", "group_id", "families", "counted_on"]
EXPLANATION = ["id", "group_id", *NAMED, "explanation"]
ROUND = ["association_id", "group_id", "held_on"]
STEWARD = {
    "counter_signals": {"select": SIGNAL},
    "signal_counts": {"select": COUNT, "insert": COUNT, "delete": []},
    "signal_explanations": {"select": EXPLANATION, "insert": EXPLANATION, "delete": []},
    "signal_rounds": {"select": ROUND, "insert": ROUND, "update": ["held_on"]},
}


def _confinement() -> list[str]:
    counts, explanations = {"of": "signal_counts"}, {"of": "signal_explanations"}
    return [
        *confine(
            "counter_signals",
            policies={
                "select": OWN,
                "insert": f"{OWN} and {ANSWERS}",
                "update": OWN,
                "delete": OWN,
            },
            columns={
                "select": [name for name in SIGNAL if name != "family_box"],
                "insert": SIGNAL,
                "update": ["verdict", "explanation"],
                "delete": [],
            },
        ),
        *confine(
            "signal_counts",
            policies={"select": f"{MEMBER.format(**counts)} or {COORDINATES.format(**counts)}"},
            columns={"select": COUNT},
        ),
        *confine(
            "signal_explanations",
            policies={"select": COORDINATES.format(**explanations)},
            columns={"select": EXPLANATION},
        ),
        *confine("signal_rounds", policies={}, columns={}),
    ]


def upgrade() -> None:
    for statement in (*TABLES, *_confinement()):
        op.execute(statement)
    for table, columns in STEWARD.items():
        for statement in also(table, "portal_steward", columns):
            op.execute(statement)


def downgrade() -> None:
    for table in ("signal_rounds", "signal_explanations", "signal_counts", "counter_signals"):
        op.execute(f"drop table {table}")
