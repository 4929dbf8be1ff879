"""One association with a working group: six families of members, observers, a liaison, coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import NullPool, create_engine, insert, select, text
from sqlalchemy.orm import Session

from portal.audit.deeds import Deed, told
from portal.core.passwords import Hashing
from portal.core.tokens import fresh, hashed
from portal.db.operator import NewOrganization, NewPerson, enroll_person, found
from portal.db.roles import DatabaseRole
from portal.db.session import Database
from portal.models import Appointment, Event, Group, Standing

if TYPE_CHECKING:
    from tests.conftest import Site
    from tests.pages import Visitor

PASSWORD = "correct horse battery"
LONG_AGO = date(2024, 1, 1)
HASHING = Hashing(1024, 1)


@dataclass(frozen=True)
class Someone:
    id: UUID
    organization_id: UUID
    email: str
    token: str


@dataclass
class World:
    """`people` by a short name: `admin@alfa`, `writer@alfa`, `reader@alfa`, ... `coordinator1`."""

    site: Site
    group_id: UUID
    association_id: UUID
    organizations: dict[str, UUID] = field(default_factory=dict)
    families: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, Someone] = field(default_factory=dict)

    def visit(self, who: str) -> Visitor:
        """A browser in which this person is signed in (a session made by the database's own rule)."""
        client = self.site.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = self.people[who].token
            cookie["_fresh"] = True
        return client  # type: ignore[return-value]  # the application's class of client

    def transaction(self, who: str, *, write: bool = False) -> AbstractContextManager[Session]:
        """A transaction of the web role that is bound to this person's session."""
        database: Database = self.site.app.extensions["portal.database"]
        return database.transaction(self.people[who].token, write=write)

    def sql(self, statement: str, **values: Any) -> list[Any]:
        """Rows as the server's administrator sees or moves them: for arranging and inspecting only."""
        engine = create_engine(self.site.admin_url_of_database, poolclass=NullPool)
        with engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return list(result) if result.returns_rows else []

    def events(self, kind: str, subject: UUID) -> list[Any]:
        """The lines of that kind about that thing, in the order of their chain."""
        return self.sql(
            "select * from events where kind = :kind and subject_id = :subject order by place",
            kind=kind,
            subject=subject,
        )

    def personal_events(self, who: str) -> list[Deed]:
        """What this person's own lines say to this person, in the order of their chain."""
        own = select(Event).where(Event.personal, Event.actor_id == self.people[who].id)
        with self.transaction(who) as session:
            found = session.scalars(own.order_by(Event.place)).all()
            return [told(session, each) for each in found]


MEMBERS = ("alfa", "bravo", "charlie", "delta", "echo", "foxtrot")
"""Each of a family of its own, but `golf`, which belongs to alfa's."""


def build_world(
    site: Site, *, k_author: int = 3, members: tuple[str, ...] = MEMBERS, mark: str = ""
) -> World:
    """Everything is made through the rules that hold in production; nothing is shared with other worlds."""
    mark = mark or uuid4().hex[:8]
    world = World(site, uuid4(), uuid4())
    engine = create_engine(site.url(DatabaseRole.OWNER))
    with engine.begin() as connection:

        def organization(
            name: str, kind: str, *, id: UUID | None = None, family: UUID | None = None
        ) -> None:
            new = NewOrganization(
                name=f"{name.title()} {mark}",
                kind=kind,
                country="NL",
                family_name=f"{name.title()} family {mark}",
                **({"id": id} if id else {}),
                **({"family_id": family} if family else {}),
            )
            found(connection, site.keys, new)
            world.organizations[name] = new.id
            world.families[name] = new.family_id

        def person(who: str, organization_name: str, role: str) -> None:
            new = NewPerson(
                world.organizations[organization_name],
                who.replace("@", " of ").title(),
                f"{who.replace('@', '.')}.{mark}@people.example",
                role,
                PASSWORD,
            )
            enroll_person(connection, site.keys, HASHING, new)
            world.people[who] = Someone(new.id, new.organization_id, new.email, fresh())

        organization("association", "association", id=world.association_id)
        person("host", "association", "admin")
        person("coordinator1", "association", "reader")
        person("coordinator2", "association", "reader")
        for name in members:
            organization(name, "member")
        organization("golf", "member", family=world.families["alfa"])
        organization("observer", "civil_society")
        organization("liaison", "government")
        organization("stranger", "member")
        for name in (*members, "golf", "observer", "liaison", "stranger"):
            for role, label in (
                ("admin", "admin"),
                ("writer", "contributor"),
                ("reader", "reader"),
            ):
                person(f"{role}@{name}", name, label)
    engine.dispose()
    _begin_sessions(world)
    with world.transaction("host", write=True) as session:
        _make_group(session, world, k_author, members, mark)
    return world


def add_group(
    session: Session,
    world: World,
    group_id: UUID,
    standings: Sequence[tuple[str, str]],
    **given: Any,
) -> None:
    """A group of the association, and the standings of organizations in it, by their short names."""
    usual = {
        "name": f"Working group {group_id.hex[:8]}",
        "purpose": "To learn from each other.",
        "charter": "We meet to learn.",
        "k_author": 3,
        "k_supplier": 1,
        "roster_visibility": "open",
        "rhythm_days": 7,
        "observers_are_community": True,
        "version": 1,
    }
    session.add(Group(id=group_id, association_id=world.association_id, **(usual | given)))
    session.flush()
    for name, kind in standings:
        session.execute(
            insert(Standing).values(
                group_id=group_id,
                organization_id=world.organizations[name],
                association_id=world.association_id,
                kind=kind,
                counts_from=LONG_AGO,
            )
        )


def _make_group(
    session: Session, world: World, k_author: int, members: tuple[str, ...], mark: str
) -> None:
    standings = [(name, "member") for name in (*members, "golf")]
    standings += [("observer", "observer"), ("liaison", "liaison")]
    named = {"name": f"Working group {mark}", "k_author": k_author}
    add_group(session, world, world.group_id, standings, **named)
    for who in ("coordinator1", "coordinator2"):
        session.execute(
            insert(Appointment).values(
                group_id=world.group_id,
                person_id=world.people[who].id,
                organization_id=world.association_id,
                association_id=world.association_id,
                kind="coordinator",
            )
        )


def _begin_sessions(world: World) -> None:
    """As the guard's own role: the one shortcut, so that a world of forty people is made in a moment."""
    engine = create_engine(world.site.admin_url_of_database)
    with engine.begin() as connection:
        connection.execute(
            text(
                "insert into sessions (token_hash, id, organization_id, person_id, started_at, seen_at,"
                " idle_until, expires_at) values (:hash, gen_random_uuid(), :organization, :person,"
                " now(), now(), now() + interval '1 day', now() + interval '1 day')"
            ),
            [
                {"hash": hashed(p.token), "organization": p.organization_id, "person": p.id}
                for p in world.people.values()
            ],
        )
    engine.dispose()
