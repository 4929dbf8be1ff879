"""Findings written, checked and sent through the real pages; only the last request is timed."""

from __future__ import annotations

import re
from time import perf_counter, process_time

import psycopg
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.timing import Page
from benchmarks.town import Town
from portal.core import keys as key_file
from portal.privacy import footprint
from portal.reference import places, sectors

FIELDS = {
    "title": "Recruitment fees charged through a labor agent",
    "narrative": "Workers told us that a sub-agent charged them before they left home. One showed a"
    " receipt. His number is +880 1712 345678.",
    "country": "BD",
    "sector": "1410",
    "period": "2026-Q2",
    "headcount_band": "250-999",
    "tier": "tier1",
    "indicator_debt_bondage": "strong",
    "scale": "3",
    "scope": "2",
    "reliability": "b",
    "credibility": "2",
    "remediation": "reported",
    "audience": "group_and_observers",
    "tlp": "TLP:AMBER",
}


def prepare(made: Town) -> None:
    """Every member of the measured group sources there, so that findings pass the gate."""
    key = key_file.load(None, demo=True).derive("footprint")
    path = footprint.path(key, places.path("BD"), sectors.path("1410"))
    with psycopg.connect(made.admin) as connection:
        connection.execute(
            "insert into footprint_cells (organization_id, id, path, sites)"
            " select organization_id, gen_random_uuid(), %s::bytea[],"
            # Sites of each member's own: the gate counts distinct ones.
            " array(select ('x' || substr(md5(organization_id::text || n), 1, 4))::bit(16)::int"
            " from generate_series(1, 4) as n)"
            " from standings where group_id = %s and kind = 'member'",
            (list(path), made.group_id),
        )


def submit(made: Town, times: int) -> Page:
    """How long it takes to send a finding that is ready."""
    engine = made.app.extensions["portal.database"].engine
    page = Page("submit", made.app, engine, made.cookie("member"), [])
    client = made.app.test_client()
    client.set_cookie("portal", page.cookie.partition("=")[2])
    seen = [0]

    def note(*_: object) -> None:
        seen[0] += 1

    for turn in range(times + 2):
        path = _ready(client, made)
        sent = _form(client, path)
        event.listen(engine, "before_cursor_execute", note)
        seen[0], cpu, wall = 0, process_time(), perf_counter()
        reply = client.post(f"{path}/submit", data=sent)
        taken = (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000
        event.remove(engine, "before_cursor_execute", note)
        if not (reply.location or "").endswith("/progress"):
            raise RuntimeError(f"a finding was not sent: {reply.status_code} {reply.location}")
        if turn >= 2:
            page.cpu.append(taken[0])
            page.wall.append(taken[1])
        page.statements, page.size = seen[0], len(reply.data)
    return page


def _ready(client: FlaskClient, made: Town) -> str:
    csrf = _form(client, "/contributions/new")["csrf_token"]
    new = {"csrf_token": csrf, "group": str(made.group_id)}
    path = client.post("/contributions/new", data=new).location
    client.post(path, data=_form(client, path) | FIELDS | {"group": str(made.group_id)})
    for button in ("gate", "accept"):
        client.post(path, data=_form(client, path) | {"do": button})
    for key in re.findall(r'<li id="hit-([^"]+)"', client.get(path).text):
        client.post(path, data=_form(client, path) | {"decide": f"replace:{key}"})
    return str(path)


def _form(client: FlaskClient, path: str) -> dict[str, str]:
    """The hidden fields of the page's forms."""
    hidden = r'name="(csrf_token|version)"[^>]*value="([^"]*)"'
    return dict(re.findall(hidden, client.get(path).text))
