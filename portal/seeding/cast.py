"""The invented people, each able to act: a transaction of the web role under their own session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.config import Settings
from portal.core.keys import Keys
from portal.core.passwords import Hashing
from portal.db.operator import NewOrganization, NewPerson, enroll_person, found
from portal.db.roles import DatabaseRole, url_for
from portal.db.session import Database
from portal.features.signin.service import Credentials, prove

PASSWORD = "common-ground-demo"  # noqa: S105  # shown on the sign-in page
WORLD = UUID("c0330000-0000-4000-8000-000000000000")


def id_of(kind: str, name: str) -> UUID:
    """The same id at every seeding, so that a half-made world can be recognized."""
    return UUID(bytes=uuid5(WORLD, f"{kind}/{name}").bytes, version=4)


class Cast:
    """Signs people in as they are first needed."""

    def __init__(
        self, settings: Settings, keys: Keys, hosts: Mapping[str, str] | None = None
    ) -> None:
        """`settings.database_url` names the database; `hosts` the host's e-mail of each group."""
        assert settings.database_url is not None
        self.settings = settings
        self.keys = keys
        self.database = Database(url_for(settings.database_url, DatabaseRole.WEB), keys)
        self._hosts = hosts or {}
        self._tokens: dict[str, str] = {}

    def host_of(self, group: str) -> str:
        """The e-mail of the administrator of the association that hosts the group."""
        return self._hosts[group]

    @contextmanager
    def acting(self, email: str) -> Iterator[tuple[Session, Actor]]:
        """A writing transaction bound to this person's session, and the person as actor."""
        with self.database.transaction(self._token(email), write=True) as session:
            row = session.execute(text("select guard.read_actor()")).scalar_one()
            yield session, Actor.read(row)

    def _token(self, email: str) -> str:
        if email not in self._tokens:
            with self.database.transaction(write=True) as session:
                token = prove(session, Credentials(email, PASSWORD), self.settings)
            assert token is not None, email
            self._tokens[email] = token
        return self._tokens[email]


def enroll_everybody(settings: Settings, keys: Keys, organizations: list[dict[str, Any]]) -> None:
    """Found every organization and enroll its people, as the operator, all or nothing."""
    assert settings.database_url is not None
    engine = create_engine(url_for(settings.database_url, DatabaseRole.OWNER))
    hashing = Hashing(settings.argon2_memory_kib, settings.argon2_time)
    with engine.begin() as connection:
        for row in organizations:
            new = NewOrganization(
                name=row["name"],
                kind=row["kind"],
                country=row["country"],
                family_name=row["family"]["name"],
                family_id=id_of("family", row["family"]["slug"]),
                id=id_of("organization", row["slug"]),
            )
            found(connection, keys, new)
            for person in row["people"]:
                enroll_person(
                    connection,
                    keys,
                    hashing,
                    NewPerson(
                        new.id,
                        person["name"],
                        person["email"],
                        person["role"],
                        PASSWORD,
                        id_of("person", person["email"]),
                    ),
                )
    engine.dispose()


def is_enrolled(settings: Settings, keys: Keys, organizations: list[dict[str, Any]]) -> bool:
    """Can the first person sign in already?"""
    cast = Cast(settings, keys)
    first = organizations[0]["people"][0]["email"]
    with cast.database.transaction(write=True) as session:
        return prove(session, Credentials(first, PASSWORD), settings) is not None
