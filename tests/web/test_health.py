from collections.abc import Callable
from pathlib import Path

from portal.db import migrations
from portal.db.roles import DatabaseRole
from tests.conftest import Site, open_site
from tests.pages import Visitor


def test_a_process_that_lives_says_so_without_the_database(visitor: Visitor) -> None:
    reply = visitor.get("/healthz")

    assert (reply.status_code, reply.json) == (200, {"status": "ok"})
    assert visitor.statements == 0


def test_ready_means_database_migrations_and_queue(site: Site, visitor: Visitor) -> None:
    reply = visitor.get("/readyz")

    assert reply.status_code == 200
    assert reply.json == {"status": "ready", "database": True, "migrations": True, "queue": True}


def test_an_older_database_is_not_ready(
    new_database: Callable[[str], str], admin_url: str, tmp_path: Path
) -> None:
    old = open_site(new_database("old"), admin_url, tmp_path)
    migrations.step_back(old.url(DatabaseRole.OWNER), "0007")

    reply = old.app.test_client().get("/readyz")
    old.app.extensions["portal.database"].engine.dispose()

    assert reply.status_code == 503
    assert reply.json is not None
    assert (reply.json["status"], reply.json["migrations"]) == ("not ready", False)
