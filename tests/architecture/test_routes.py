"""Every address, asked by everybody about everything in every way, answers as the policy says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from portal.access.actor import Role
from portal.web.area import Area
from tests.architecture.addresses import (
    ADDRESSES,
    APP,
    PARAMETERS,
    RULES,
    WITHOUT_ACTION,
    WORDS,
    Address,
    actions,
)
from tests.architecture.stage import FEW, PEOPLE, RELATIONS, Stage, fingerprint, staged
from tests.conftest import Site, open_site

GUARDED = [a for a in ADDRESSES if not a.open]
READ = [a for a in GUARDED if "GET" in a.actions]
WRITTEN = [a for a in GUARDED if "POST" in a.actions]
WITH_ID = [a for a in ADDRESSES if a.ids]
STATUS = {"sign in": {302, 303}, "refused": {403}, "hidden": {404}}
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
LATE = {401}
DONE = {200, 202, 204, 302, 303, 400, 409, 413, 422, 429}
"""Allowed, whatever became of an empty form."""
NEEDS_MORE = {
    "/suppliers/<uuid:supplier_id>/restore": "the deleted record comes with the form",
    "/audits/<uuid:audit_id>/restore": "the deleted record comes with the form",
}
"""Where an empty form answers 404 to those who may, each with its reason."""
VARIANTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("GET", {}),
    ("HEAD", {}),
    ("OPTIONS", {}),
    ("PUT", {}),
    ("PATCH", {}),
    ("DELETE", {}),
    ("POST", {}),
    ("GET", {"headers": {"Accept": "application/json"}}),
    ("GET", {"headers": {"X-Requested-With": "fetch"}}),
    ("POST", {"headers": {"X-Requested-With": "fetch"}}),
    ("POST", {"headers": {"Accept": "application/json"}, "json": {"title": "x"}}),
    ("POST", {"data": {"x": "y"}, "content_type": "multipart/form-data"}),
)


@pytest.fixture(scope="module")
def stage(
    new_database: Callable[[str], str], admin_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Only for what must not change anything; its own database is small, so its checksum is cheap."""
    site = open_site(new_database("stage"), admin_url, tmp_path_factory.mktemp("stage"))
    with staged(site) as made:
        yield made
    site.app.extensions["portal.database"].engine.dispose()


def test_every_endpoint_says_what_it_does_or_is_on_the_list() -> None:
    assert {rule.endpoint for rule in RULES} - set(actions()) <= WITHOUT_ACTION


def test_every_blueprint_is_an_area() -> None:
    assert all(isinstance(blueprint, Area) for blueprint in APP.blueprints.values())


def test_every_parameter_of_an_address_is_known_here() -> None:
    """Teach `addresses.PARAMETERS` (and `db.rows.fill`) the table of a new kind of id."""
    unknown = {name for a in ADDRESSES for name in a.ids} - set(PARAMETERS)
    assert unknown == set(), f"which table do these name? {sorted(unknown)}"
    unknown = {name for a in ADDRESSES for name in a.others} - set(WORDS)
    assert unknown == set(), f"what may stand for these? {sorted(unknown)}"


def test_every_id_of_an_address_names_a_row_of_the_stage(stage: Stage) -> None:
    named = {name for a in ADDRESSES for name in a.ids}
    for relation in set(RELATIONS) - {"absent"}:
        assert named <= set(stage.ids[relation]), relation


def test_somebody_on_the_stage_has_each_role(stage: Stage) -> None:
    assert {role for actor in stage.actors.values() for role in actor.roles} == set(Role)


def cases(address: Address) -> Iterator[tuple[str, str]]:
    """Who asks, and about whose."""
    yield from product(("visitor", *PEOPLE), RELATIONS if address.ids else ("own",))


@pytest.mark.parametrize("address", READ, ids=str)
def test_reading_answers_as_the_policy_says(stage: Stage, address: Address) -> None:
    wrong: list[tuple[str, str, str, object]] = []
    for who, relation in cases(address):
        ids = stage.ids[relation]
        expected = stage.expected(who, address.actions["GET"], address, ids)
        client = stage.client(who)
        reply = client.get(address.url(ids))
        if reply.status_code not in STATUS.get(expected, {200, 302, 303}):
            wrong.append((who, relation, expected, reply.status_code))
        if expected == "sign in" and not (reply.location or "").startswith("/sign-in"):
            wrong.append((who, relation, "sent to", reply.location))
    assert wrong == []


@pytest.mark.parametrize("address", WRITTEN, ids=str)
def test_writing_is_kept_from_those_who_may_not(stage: Stage, address: Address) -> None:
    before, wrong = fingerprint(stage.world), []
    for who, relation in cases(address):
        ids = stage.ids[relation]
        expected = stage.expected(who, address.actions["POST"], address, ids)
        if expected == "allowed":
            continue
        status = stage.post(who, address.url(ids)).status_code
        if status not in (LATE if expected == "sign in" else STATUS[expected]):
            wrong.append((who, relation, expected, status))
    assert wrong == []
    assert fingerprint(stage.world) == before


@pytest.mark.parametrize("address", WRITTEN, ids=str)
def test_writing_is_open_to_those_who_may(site: Site, stage: Stage, address: Address) -> None:
    action, wrong = address.actions["POST"], []
    for who in PEOPLE if address.ids else FEW:
        allowed = [
            relation
            for relation in (RELATIONS if address.ids else ("own",))
            if stage.expected(who, action, address, stage.ids[relation]) == "allowed"
        ]
        if not allowed:
            continue
        with staged(site, relations=tuple(allowed), people=()) as fresh:
            for relation in allowed:
                status = fresh.post(who, address.url(fresh.ids[relation])).status_code
                if status not in DONE | ({404} if address.rule in NEEDS_MORE else set()):
                    wrong.append((who, relation, status))
    assert wrong == []


@pytest.mark.parametrize("address", WITH_ID, ids=str)
def test_what_is_foreign_answers_like_what_is_absent_to_the_byte(
    stage: Stage, address: Address
) -> None:
    different = []
    for who, (method, extra) in product(("visitor", *FEW), VARIANTS):
        if address.open and who != "visitor" and method == "POST":
            continue
        client = stage.client(who)
        foreign, nothing = (
            bytes_of(client.open(address.url(ids), method=method, **extra), address, ids)
            for ids in (stage.ids["foreign"], stage.ids["absent"])
        )
        if foreign != nothing:
            different.append((who, method, extra, foreign[0], nothing[0]))
    assert different == []


def bytes_of(reply: Any, address: Address, ids: Mapping[str, UUID]) -> tuple[int, str, list[str]]:
    """Everything but cookies and form tokens; the ids that were asked for are called the same."""
    headers = [f"{name}: {value}" for name, value in reply.headers if name != "Set-Cookie"]
    body = TOKEN.sub("a token", reply.get_data(as_text=True))
    for name in address.ids:
        body = body.replace(str(ids[name]), name)
        headers = [line.replace(str(ids[name]), name) for line in headers]
    return reply.status_code, body, headers


@pytest.mark.parametrize("address", READ, ids=str)
def test_head_and_other_accept_headers_open_nothing_and_error_pages_bear_no_token(
    stage: Stage, address: Address
) -> None:
    for who, relation in product(("visitor", *FEW), RELATIONS if address.ids else ("own",)):
        url, client = address.url(stage.ids[relation]), stage.client(who)
        plain, head = client.get(url), client.head(url)
        asked = client.get(url, headers={"Accept": "application/json"})
        assert (head.status_code, head.data) == (plain.status_code, b""), (who, relation)
        assert asked.status_code == plain.status_code, (who, relation)
        assert plain.status_code < 400 or "csrf" not in plain.text, (who, relation)


@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_other_methods_do_not_exist_and_change_nothing(stage: Stage, address: Address) -> None:
    before, wrong = fingerprint(stage.world), []
    others = {"GET", "POST", "PUT", "PATCH", "DELETE"} - set(address.actions)
    for who, method in product(("visitor", "admin@alfa", "coordinator1", "host"), sorted(others)):
        client = stage.client(who)
        reply = client.open(address.url(stage.ids["own"]), method=method, data={"title": "x"})
        if reply.status_code != 404:
            wrong.append((who, method, reply.status_code))
    assert wrong == []
    assert fingerprint(stage.world) == before


@pytest.mark.parametrize("address", [a for a in ADDRESSES if "GET" in a.actions], ids=str)
def test_reading_never_writes(stage: Stage, address: Address) -> None:
    before = fingerprint(stage.world)
    for who, relation in product(("visitor", *FEW), RELATIONS if address.ids else ("own",)):
        stage.client(who).get(address.url(stage.ids[relation]) + "?state=done&delete=1&confirm=yes")
    assert fingerprint(stage.world) == before


@pytest.mark.parametrize("address", WRITTEN, ids=str)
def test_writing_without_the_forms_token_does_nothing(stage: Stage, address: Address) -> None:
    before = fingerprint(stage.world)
    for who in FEW:
        reply = stage.client(who).post(address.url(stage.ids["own"]), data={"title": "x"})
        assert reply.status_code in {400, 403}, who
    assert fingerprint(stage.world) == before


def test_ids_of_two_worlds_do_not_mix(stage: Stage) -> None:
    before, wrong = fingerprint(stage.world), []
    for address, who in product((a for a in GUARDED if len(a.ids) > 1), PEOPLE):
        for foreign, method in product(address.ids, sorted(address.actions)):
            ids = {**stage.ids["own"], foreign: stage.ids["foreign"][foreign]}
            url = address.url(ids)
            reply = stage.client(who).get(url) if method == "GET" else stage.post(who, url)
            if reply.status_code not in {403, 404}:
                wrong.append((str(address), who, foreign, method, reply.status_code))
    assert wrong == []
    assert fingerprint(stage.world) == before
