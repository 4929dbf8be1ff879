"""The operator's commands: everything of the command line that needs the portal."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from uuid import UUID, uuid4

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from sqlalchemy import create_engine

from portal import supervisor
from portal import worker as job_worker
from portal.app import base_url, permission_table
from portal.core import keys as key_file
from portal.core.config import Settings
from portal.core.passwords import SHORTEST, Hashing
from portal.db import embedded, migrations, operator
from portal.db.roles import DatabaseRole, url_for
from portal.doctor import look
from portal.models import OrganizationKind
from portal.seeding.accounts import table as accounts_table
from portal.seeding.seed import HalfMade, is_finished
from portal.seeding.seed import seed as seed_world

console = Console()


@click.group()
def operating() -> None:
    """Run and look after a portal."""


@operating.command()
@click.option("--port", default=8000, show_default=True, help="Where the pages are served.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".portal"),
    show_default=True,
    help="Where the database, keys and mails of this demonstration live.",
)
def demo(port: int, home: Path) -> None:
    """Make a demonstration with invented companies, and serve it until Ctrl-C."""
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    supervisor.end_leftovers(home / "children.json")
    refuse_taken_port(port)
    url = f"http://127.0.0.1:{port}"
    settings = Settings(
        mode="demo",
        home=home,
        public_url=url,
        argon2_memory_kib=19_456,
        argon2_time=2,
        answer_delay_min=0,
        answer_delay_max=0,
    )
    with waiting() as progress:
        step = progress.add_task("Starting PostgreSQL")
        if settings.database_url is None and not is_finished(settings):
            embedded.drop_database(embedded.start(home), "portal")  # half made, or never begun
        settings.database_url = base_url(settings)
        progress.update(step, description="Bringing the database up to date")
        migrations.migrate(url_for(settings.database_url, DatabaseRole.OWNER))
    seed_with_progress(settings)
    children = supervisor.Supervisor(
        {
            "PORTAL_MODE": "demo",
            "PORTAL_HOME": str(home),
            "PORTAL_DATABASE_URL": settings.database_url,
            "PORTAL_PUBLIC_URL": url,
            "PORTAL_ARGON2_MEMORY_KIB": str(settings.argon2_memory_kib),
            "PORTAL_ARGON2_TIME": str(settings.argon2_time),
            "PORTAL_ANSWER_DELAY_MIN": str(settings.answer_delay_min),
            "PORTAL_ANSWER_DELAY_MAX": str(settings.answer_delay_max),
        },
        record=home / "children.json",
        mend=lambda: embedded.keep_running(home),
    )
    children.start(supervisor.web_command(port))
    children.start(supervisor.worker_command())
    if supervisor.wait_until_ready(url):
        console.print(
            f"[bold]Common Ground[/] is open at [link={url}]{url}[/] (Ctrl-C stops everything)"
        )
    sys.exit(children.watch())


@operating.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
def serve(port: int, host: str) -> None:
    """Serve the pages with the settings of the environment (PORTAL_*)."""
    settings = settings_or_exit()
    children = supervisor.Supervisor(
        {"PORTAL_DATABASE_URL": base_url(settings)},
        record=settings.home / "children.json",
        mend=lambda: None,
    )
    children.start(supervisor.web_command(port, host=host, workers=settings.workers))
    sys.exit(children.watch())


@operating.command()
def worker() -> None:
    """Run background jobs until stopped."""
    settings = settings_or_exit()
    job_worker.work(settings, base_url(settings))


@operating.command()
@click.option("--revision", default="head", show_default=True, help="Up or down to this one.")
def migrate(revision: str) -> None:
    """Bring the database to a revision, as the owner role."""
    settings = settings_or_exit()
    owner = url_for(base_url(settings), DatabaseRole.OWNER, settings.database_password_dir)
    if revision == "head":
        migrations.migrate(owner)
    else:
        migrations.step_back(owner, revision)
    console.print(f"The database is at {revision}.")


@operating.command()
def seed() -> None:
    """Fill a demonstration's empty database with its invented world (demo mode only)."""
    settings = settings_or_exit()
    if not settings.demo:
        raise click.ClickException(
            "only with PORTAL_MODE=demo: invented people are no use elsewhere"
        )
    settings.database_url = base_url(settings)
    seed_with_progress(settings)


@operating.command()
def doctor() -> None:
    """Say what was found, what is missing, and how to get it."""
    settings = Settings()
    findings = look(settings)
    console.print(findings.table)
    sys.exit(0 if findings.healthy else 1)


@operating.command()
@click.option("--write", type=click.Path(path_type=Path), help="Write the table into this file.")
def permissions(write: Path | None) -> None:
    """Print who may do what: every role, every action, how far."""
    if write is None:
        click.echo(permission_table(), nl=False)
    else:
        write.write_text(permission_table())


@operating.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list for programs.")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the demonstration lives; PORTAL_HOME or .portal by default.",
)
def accounts(home: Path | None, *, as_json: bool) -> None:
    """List the accounts of a demonstration (demo mode only)."""
    settings = Settings()
    home = home or settings.home
    file = home / "accounts.json"
    if not settings.demo and not (home / "demo").exists():
        raise click.ClickException("there are no such accounts outside demo mode")
    if not file.exists():
        raise click.ClickException(f"no demonstration under {home}: run `portal demo` first")
    found = json.loads(file.read_text())
    if as_json:
        click.echo(json.dumps(found))
    else:
        console.print(accounts_table(found))


@operating.command("found")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in OrganizationKind]), required=True)
@click.option("--country", required=True, help="ISO 3166-1 alpha-2.")
@click.option(
    "--family", "family_name", help="Name of its corporate family; its own name by default."
)
@click.option(
    "--family-id", type=click.UUID, help="The family of an organization that is here already."
)
@click.option("--admin-name", prompt=True)
@click.option("--admin-email", prompt=True)
@click.password_option("--admin-password", help="At least 12 characters; they can change it.")
def found_organization(  # noqa: PLR0913, PLR0917  # one for each option
    name: str,
    kind: str,
    country: str,
    family_name: str | None,
    family_id: UUID | None,
    admin_name: str,
    admin_email: str,
    admin_password: str,
) -> None:
    """Found the organization NAME with its first administrator, as the operator."""
    if len(admin_password) < SHORTEST:
        raise click.ClickException(f"the password needs at least {SHORTEST} characters")
    settings = settings_or_exit()
    loaded = key_file.load(settings.keys_file, demo=settings.mode != "production")
    new = operator.NewOrganization(
        name, kind, country.upper(), family_name or name, family_id or uuid4()
    )
    person = operator.NewPerson(new.id, admin_name, admin_email, "admin", admin_password)
    owner = url_for(base_url(settings), DatabaseRole.OWNER, settings.database_password_dir)
    engine = create_engine(owner)
    with engine.begin() as connection:
        operator.found(connection, loaded, new)
        hashing = Hashing(settings.argon2_memory_kib, settings.argon2_time)
        operator.enroll_person(connection, loaded, hashing, person)
    engine.dispose()
    console.print(f"{name} is founded (family {new.family_id}). {admin_email} can sign in.")


@operating.command()
@click.argument("folder", type=click.Path(path_type=Path))
def keys(folder: Path) -> None:
    """Write a new key file and three custodian keys into FOLDER; nothing is overwritten."""
    try:
        made = key_file.generate(folder)
    except FileExistsError as error:
        raise click.ClickException(
            f"{error.filename} exists: keys are never overwritten"
        ) from error
    console.print(
        f"Set PORTAL_KEYS_FILE={made}. Give each custodian-*.key to one custodian, then delete it."
    )


def settings_or_exit() -> Settings:
    """The settings of the environment; a clear message where keys are missing or the defaults."""
    settings = Settings()
    try:
        found = key_file.load(settings.keys_file, demo=settings.mode != "production")
        if settings.mode == "production":
            key_file.refuse_defaults(found)
    except key_file.MissingKeys as error:
        raise click.ClickException(str(error)) from error
    return settings


def seed_with_progress(settings: Settings) -> None:
    """Fill the database unless it is filled, with a bar."""
    with waiting() as progress:
        step = progress.add_task("Looking for the invented world", total=None)

        def tell(words: str, done: int, total: int) -> None:
            progress.update(step, description=words, completed=done, total=total)

        try:
            seed_world(settings, tell)
        except HalfMade as error:
            raise click.ClickException(str(error)) from error


def waiting() -> Progress:
    """A rich bar with words and time."""
    return Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console
    )


def refuse_taken_port(port: int) -> None:
    """Say so before anything is started."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise click.ClickException(f"port {port} is taken: choose another with --port")
