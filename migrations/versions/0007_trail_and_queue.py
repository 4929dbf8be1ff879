"""What happened (events) and what will happen (tickets and the job queue)."""

from alembic import op
from procrastinate.schema import SchemaManager

from portal.db.rls import ACTING, ME, PERSON, also, confine, hand_over

revision = "0007"
down_revision = "0006"

TABLES = (
    """
CREATE TABLE events (
  chain TEXT NOT NULL,
  chain_id UUID NOT NULL,
  place INTEGER NOT NULL,
  at TIMESTAMP WITH TIME ZONE NOT NULL,
  actor_id UUID NOT NULL,
  personal BOOLEAN NOT NULL,
  kind TEXT NOT NULL,
  subject_id UUID NOT NULL,
  facts JSONB NOT NULL,
  seal BYTEA NOT NULL,
  id UUID NOT NULL,
  CONSTRAINT pk_events PRIMARY KEY (id),
  CONSTRAINT uq_events_chain_id_place UNIQUE (chain_id, place)
)""",
    """
CREATE TABLE tickets (
  token_hash BYTEA NOT NULL,
  organization_id UUID NOT NULL,
  person_id UUID NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_tickets PRIMARY KEY (token_hash)
)""",
)

FUNCTIONS = (
    # The last line of a chain, which stays locked until the new line is committed.
    """
create function guard.chain_end(wanted uuid) returns table (place integer, seal bytea)
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
begin
  -- Without a session there is no organization: what is unknown is not one's own.
  if wanted is distinct from guard.current_organization() and not guard.coordinates(wanted)
     and not guard.hosts(wanted) then
    raise exception 'not your chain' using errcode = '42501';
  end if;
  perform pg_advisory_xact_lock(hashtextextended(wanted::text, 0));
  return query select e.place, e.seal from public.events e where e.chain_id = wanted
    order by e.place desc limit 1;
end $$""",
    # The web role defers jobs but reads none: what others will do is not its business.
    """
create function guard.close_ticket() returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
  delete from public.tickets
  where token_hash = sha256(convert_to(nullif(current_setting('portal.ticket', true), ''), 'UTF8'))
     or expires_at < now()
$$""",
)
SIGNATURES = {"chain_end(uuid)": ACTING, "close_ticket()": "portal_worker"}
EVENT = [
    *("id", "chain", "chain_id", "place", "at", "actor_id", "personal", "kind"),
    *("subject_id", "facts", "seal"),
]
TICKET = ["token_hash", "organization_id", "person_id", "expires_at"]
QUEUE = ("jobs", "events", "periodic_defers", "workers")
DEFER = "procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])"


def _confinement() -> list[str]:
    seen = (
        f"(chain = 'organization' and chain_id = {ME} and (not personal or actor_id = {PERSON}))"
        " or (chain = 'group' and (guard.coordinates(chain_id) or guard.hosts(chain_id)))"
    )
    added = (
        f"actor_id = {PERSON} and ((chain = 'organization' and chain_id = {ME}) or (chain = 'group'"
        " and (guard.coordinates(chain_id) or guard.hosts(chain_id))))"
    )
    return [
        *confine(
            "events",
            policies={"select": seen, "insert": added},
            columns={"select": EVENT, "insert": EVENT},
        ),
        *confine(
            "tickets",
            # No longer than a job may wait: a ticket would outlive the session that made it.
            policies={
                "insert": f"organization_id = {ME} and person_id = {PERSON}"
                " and expires_at < now() + interval '8 days'"
            },
            columns={"insert": TICKET},
        ),
    ]


def upgrade() -> None:
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(SchemaManager.get_schema())  # many statements at once, as it was written
    statements = [
        *TABLES,
        *FUNCTIONS,
        *hand_over(SIGNATURES),
        *_confinement(),
        *also("events", "portal_guard", {"select": EVENT}),
        *also("events", "portal_steward", {"select": EVENT, "insert": EVENT}),
        *also("tickets", "portal_guard", {"select": TICKET, "delete": []}),
        f"alter function {DEFER} security definer set search_path = public, pg_catalog",
        f"revoke all on function {DEFER} from public",
        f"grant execute on function {DEFER} to {ACTING}, portal_steward",
    ]
    for table in QUEUE:
        statements += [
            f"grant select, insert, update, delete on procrastinate_{table} to portal_worker",
            f"grant select on procrastinate_{table} to portal_backup",
        ]
    statements += [
        "grant usage on all sequences in schema public to portal_worker",
        "grant select on alembic_version to portal_web, portal_worker, portal_backup",
    ]
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    for table in ("tickets", "events"):
        op.execute(f"drop table {table}")
    for signature in SIGNATURES:
        op.execute(f"drop function guard.{signature}")
    for table in ("events", "periodic_defers", "jobs", "workers"):
        op.execute(f"drop table procrastinate_{table} cascade")
    op.execute(
        "do $$ declare f record; begin for f in select oid::regprocedure as name from pg_proc"
        " where proname like 'procrastinate%' loop"
        " execute format('drop function %s cascade', f.name); end loop; end $$"
    )
    for name in ("job_to_defer_v1", "job_event_type", "job_status"):
        op.execute(f"drop type procrastinate_{name} cascade")
