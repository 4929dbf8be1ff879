"""People of every role before rows of four kinds: own, of the same group, next door, of strangers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.access.actions import Action
from portal.access.actor import VISITOR, Actor, Role
from portal.access.decide import may, might
from portal.airlock.own_marks import act_as_asker, asker_tag
from portal.db.base import Base
from portal.models import Question
from tests.architecture.addresses import PARAMETERS, VIEWED_AS, Address, absent
from tests.conftest import Site
from tests.db.rows import fill
from tests.world import World, add_group, build_world

PEOPLE: Final = (
    *(f"{role}@{place}" for place in ("alfa", "observer", "liaison", "stranger")
      for role in ("reader", "writer", "admin")),
    "writer@bravo", "reader@bravo", "coordinator1", "host",
)  # fmt: skip
"""`reader@alfa` is custodian too; together they have every role but the visitor's."""
RELATIONS: Final = ("own", "same group", "next door", "foreign", "absent")
FEW: Final = ("reader@alfa", "writer@alfa", "admin@alfa", "reader@observer", "admin@stranger",
              "coordinator1", "host")  # fmt: skip
"""Those among them who differ most."""
CSRF: Final = "c" * 40
READ_ACTOR: Final = text("select guard.read_actor()")


@dataclass
class Stage:
    """`ids` by relation; every row is there before anybody asks."""

    site: Site
    world: World
    ids: Mapping[str, Mapping[str, UUID]]
    actors: Mapping[str, Actor]
    rows: Session

    def client(self, who: str) -> FlaskClient:
        """A browser that reads nothing into what it gets."""
        client = FlaskClient(self.site.app, self.site.app.response_class, use_cookies=True)
        with client.session_transaction() as cookie:
            cookie["csrf_token"] = CSRF
            if who != "visitor":
                cookie["_user_id"] = self.world.people[who].token
                cookie["_fresh"] = True
        return client

    def post(self, who: str, url: str) -> TestResponse:
        """The form of a page of one's own, sent with nothing in it but its token."""
        signer = URLSafeTimedSerializer(self.site.app.secret_key or "", salt="wtf-csrf-token")
        return self.client(who).post(url, data={"csrf_token": signer.dumps(CSRF)})

    def expected(self, who: str, action: Action, address: Address, ids: Mapping[str, UUID]) -> str:
        """What the policy says: `sign in`, `refused` (403), `hidden` (404) or `allowed`."""
        actor = self.actors[who]
        if actor is VISITOR:
            return "sign in"
        if not might(actor, action):
            return "refused"
        thing = self._thing(actor, action, address, ids)
        if thing is None or not may(actor, viewing(action, address), thing):
            return "hidden"
        if isinstance(thing, Question) and not self._recognizes(who, thing):
            return "hidden"
        return "allowed" if may(actor, wanted(action, address), thing) else "refused"

    def _thing(
        self, actor: Actor, action: Action, address: Address, ids: Mapping[str, UUID]
    ) -> Any:
        """What the action is about; nothing if one of the ids names nothing."""
        if not address.ids:
            return _own(actor)
        rows = {name: self._row(PARAMETERS[name], ids[name]) for name in address.ids}
        if None in rows.values():
            return None
        if action is Action.EVENT_VIEW:
            return _own(actor, chain="group", chain_id=ids["group_id"])
        return rows[primary(action, address)]

    def _recognizes(self, who: str, question: Question) -> bool:
        """Whether the database knows this person as the one who asked, or as a coordinator."""
        actor = self.actors[who]
        with self.world.transaction(who) as session:
            own = asker_tag(act_as_asker(session, actor), question.id)
        in_charge = question.group_id in actor.groups_as(Role.COORDINATOR)
        return in_charge or question.asker_tag == own

    def _row(self, model: type[Base], id: UUID) -> Any:
        return self.rows.scalars(select(model).where(model.id == id)).one_or_none()  # type: ignore[attr-defined]


def primary(action: Action, address: Address) -> str:
    """The id of the row that the action is about: its own resource's, or the only one."""
    own = f"{action.partition(':')[0]}_id"
    return own if own in address.ids else address.ids[0]


def viewing(action: Action, address: Address) -> Action:
    """Seeing the row comes first."""
    if not address.ids or action is Action.EVENT_VIEW:
        return action.viewing
    return VIEWED_AS[PARAMETERS[primary(action, address)]]


def wanted(action: Action, address: Address) -> Action:
    """The action itself, if it is about a row of this kind: a feed is listed by who sees its group."""
    return action if viewing(action, address) is action.viewing else viewing(action, address)


def _own(
    actor: Actor, chain: str = "organization", chain_id: UUID | None = None
) -> SimpleNamespace:
    """A thing of one's own: workspace, account and chain in one."""
    return SimpleNamespace(
        organization_id=actor.organization_id,
        created_by=actor.person_id,
        person_id=actor.person_id,
        actor_id=actor.person_id,
        personal=False,
        chain=chain,
        chain_id=chain_id or actor.organization_id,
        group_id=None,
        association_id=None,
        audience="",
        bundle_id=None,
    )


@contextmanager
def staged(
    site: Site, *, relations: tuple[str, ...] = RELATIONS, people: tuple[str, ...] = PEOPLE
) -> Iterator[Stage]:
    """A stage of its own, whose rows nobody else touches."""
    world = build_world(site)
    ids: dict[str, dict[str, UUID]] = {"own": fill(world), "absent": absent()}
    if "same group" in relations:
        ids["same group"] = fill(world, "writer@bravo")
    if "next door" in relations:
        ids["next door"] = fill(world, "writer@charlie", group_id=found_next_door(world))
    if "foreign" in relations:
        ids["foreign"] = fill(build_world(site))
    actors = {"visitor": VISITOR}
    for who in people:
        with world.transaction(who) as session:
            actors[who] = Actor.read(session.execute(READ_ACTOR).scalar_one())
    engine = create_engine(site.admin_url_of_database)
    with Session(engine) as rows:
        yield Stage(site, world, ids, actors, rows)
    engine.dispose()


def found_next_door(world: World) -> UUID:
    """Another group of the same association, in which charlie alone is a member."""
    group_id = uuid4()
    with world.transaction("host", write=True) as session:
        add_group(session, world, group_id, [("charlie", "member")])
    return group_id


def fingerprint(world: World) -> dict[str, str]:
    """One checksum for each table: any row that is added, changed or deleted shows.

    That a session is still in use is left out: asking anything says that.
    """
    sums = " union all ".join(
        f"select '{table.fullname}', coalesce(md5(string_agg(r, '|' order by r)), '') from (select"
        f" (to_jsonb(t) - 'seen_at' - 'idle_until')::text as r from {table.fullname} t) as lines"
        for table in Base.metadata.sorted_tables
    )
    return dict(world.sql(sums))
