"""Policy as data is complete, and what it says of a row is what it says in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.access.actions import Action
from portal.access.actor import VISITOR, Actor, Role
from portal.access.decide import may, within
from portal.access.policy import POLICY
from portal.access.scopes import NEVER, Scope
from portal.db.base import Base
from portal.db.session import Database
from portal.models import (
    Audit,
    Bulletin,
    Candidate,
    Contribution,
    Event,
    FootprintArea,
    Group,
    InsightRelease,
    Invitation,
    Organization,
    Person,
    Post,
    PostReport,
    Printout,
    Question,
    Release,
    SavedView,
    SignIn,
    Supplier,
    SupplierImport,
    Thread,
)
from tests.conftest import Site
from tests.db.rows import fill
from tests.world import World, build_world

MODELS: dict[str, type[Base]] = {
    "site": Group,
    "account": SignIn,
    "organization": Organization,
    "person": Person,
    "invitation": Invitation,
    "footprint": FootprintArea,
    "group": Group,
    "supplier": Supplier,
    "audit": Audit,
    "import": SupplierImport,
    "contribution": Contribution,
    "candidate": Candidate,
    "release": Release,
    "question": Question,
    "library": FootprintArea,
    "figures": FootprintArea,
    "view": SavedView,
    "printout": Printout,
    "bulletin": Bulletin,
    "notice": SignIn,  # whatever is one person's own: settings and marks have no id
    "event": Event,
    "insight": InsightRelease,
    "thread": Thread,
    "post": Post,
    "report": PostReport,
}
"""The row that each resource of `Action` is about."""
_READ_ACTOR = text("select guard.read_actor()")
WHO = {
    Role.READER: "reader@alfa",
    Role.CONTRIBUTOR: "writer@alfa",
    Role.ADMIN: "admin@alfa",
    Role.MEMBER: "writer@alfa",
    Role.OBSERVER: "reader@observer",
    Role.LIAISON: "reader@liaison",
    Role.COORDINATOR: "coordinator1",
    Role.CUSTODIAN: "reader@bravo",
    Role.HOST: "host",
}


def test_every_action_has_a_row_and_every_row_every_role() -> None:
    assert set(POLICY) == set(Action)
    assert all(set(row) == set(Role) for row in POLICY.values())


def test_every_resource_can_be_viewed() -> None:
    assert all(action.viewing in Action for action in Action)


@pytest.fixture(scope="module")
def populated(site: Site) -> World:
    """Two worlds with rows in every table, beside whatever other tests have left."""
    world, foreign = build_world(site), build_world(site)
    for each, who in product((world, foreign), ("writer@alfa", "writer@bravo", "admin@alfa")):
        fill(each, who)
    return world


@pytest.fixture(scope="module")
def everything(populated: World) -> Iterator[Session]:
    """Sees every row of every tenant, so that a scope alone decides."""
    database = Database(populated.site.admin_url_of_database, populated.site.keys)
    with database.transaction(write=False) as session:
        yield session
    database.engine.dispose()


@pytest.fixture(scope="module")
def actors(populated: World) -> dict[Role, Actor]:
    found = {Role.VISITOR: VISITOR}
    for role, who in WHO.items():
        with populated.transaction(who) as session:
            found[role] = Actor.read(session.execute(_READ_ACTOR).scalar_one())
        assert role in found[role].roles
    return found


def key(model: type[Base]) -> InstrumentedAttribute[UUID]:
    return model.id  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(("action", "role"), list(product(Action, Role)))
def test_a_scope_says_the_same_of_a_row_and_in_sql(
    actors: dict[Role, Actor], everything: Session, action: Action, role: Role
) -> None:
    model, actor = MODELS[action.partition(":")[0]], actors[role]
    rows = everything.scalars(select(model)).all()

    one_by_one = {row.id for row in rows if may(actor, action, row)}  # type: ignore[attr-defined]
    in_sql = set(everything.scalars(select(key(model)).where(within(actor, action, model))))

    assert one_by_one == in_sql


def scopes() -> list[Any]:
    """Every scope of the table once, with an action and a role that hold it."""
    seen: dict[str, tuple[Scope, Action, Role]] = {}
    for action, role in product(Action, Role):
        if action is not Action.SITE_VIEW and (scope := POLICY[action][role]) is not NEVER:
            seen.setdefault(scope.name, (scope, action, role))
    return [pytest.param(*each, id=name) for name, each in seen.items()]


@pytest.mark.parametrize(("scope", "action", "role"), scopes())
def test_a_scope_admits_some_and_refuses_some(
    actors: dict[Role, Actor], everything: Session, scope: Scope, action: Action, role: Role
) -> None:
    rows = everything.scalars(select(MODELS[action.partition(":")[0]])).all()

    answers = {scope.admits(actors[role], role, row) for row in rows}

    assert answers == {True, False}


GRANTED = [
    (action, role)
    for action, role in product(Action, WHO)
    if action is action.viewing and action is not Action.SITE_VIEW
    if POLICY[action][role] is not NEVER
]


@pytest.mark.parametrize(("action", "role"), GRANTED)
def test_what_the_policy_admits_the_database_shows_too(
    populated: World, actors: dict[Role, Actor], everything: Session, action: Action, role: Role
) -> None:
    """A grant that row-level security took back would be a button that answers 404."""
    model = MODELS[action.partition(":")[0]]
    admitted = select(key(model)).where(within(actors[role], action, model))
    wanted = set(everything.scalars(admitted))

    with populated.transaction(WHO[role]) as session:
        shown = set(session.scalars(admitted))

    # A coordinator is not offered the candidates that the exclusions keep from one; a member sees of
    # the questions to authors only those that this very person asked.
    assert shown <= wanted if model in {Candidate, Question} else shown == wanted
