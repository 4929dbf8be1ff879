"""A database of 200 organizations in ten working groups, and as many releases as are asked for."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import psycopg
from flask import Flask
from sqlalchemy import create_engine, make_url
from werkzeug.test import Client

from portal.app import create_app
from portal.core import keys as key_file
from portal.core.config import Settings
from portal.core.passwords import Hashing
from portal.core.tokens import fresh, hashed
from portal.db import embedded, migrations
from portal.db.operator import NewOrganization, NewPerson, enroll_person, found
from portal.db.roles import DatabaseRole, url_for
from portal.reference import indicators, periods, places, sectors
from portal.reference.tlp import Tlp

ORGANIZATIONS, GROUPS, COORDINATORS = 200, 10, 4
PASSWORD = "a long password"  # noqa: S105  # of invented people in a database that is thrown away
NEWEST = date(2026, 11, 16)
SENTENCES = (
    "Workers in two dormitories reported paying a sub-agent before departure.",
    "Receipts named a service charge rather than a fee, and nobody could say what it was for.",
    "Passports were kept in the office and handed out for one day against a signature.",
    "Payroll and gate logs differ for about one in five workers on the night shift.",
    "The site has been asked for three months of raw logs and has agreed to an interview.",
    "Overtime was entered under a second badge number and paid at the ordinary rate.",
    "People said that they could not leave before the loan was paid back in full.",
    "The canteen bill was taken off wages without a slip that explains it.",
    "A hotline poster hung in the corridor, in a language that few of them read.",
    "The agent changed twice in one season and the contracts changed with it.",
)
COLUMNS = (
    *("id", "association_id", "group_id", "batch_id", "bundle_id", "released_on", "position"),
    *("kind", "audience", "tlp", "title", "narrative", "facets"),
    *("indicators", "place_path", "sector_path", "period_path", "status", "withdrawn"),
)


@dataclass
class Town:
    """`member`, `observer` and `stranger` are session tokens; the releases are of `group_id`."""

    app: Flask
    admin: str
    web_url: str
    association_id: UUID = field(default_factory=uuid4)
    groups: list[UUID] = field(default_factory=lambda: [uuid4() for _ in range(GROUPS)])
    tokens: dict[str, str] = field(default_factory=dict)
    released: list[UUID] = field(default_factory=list)

    @property
    def group_id(self) -> UUID:
        return self.groups[0]

    def cookie(self, who: str) -> str:
        """The cookie of a browser in which this person is signed in."""
        client: Client = self.app.test_client()
        with client.session_transaction() as cookie:  # type: ignore[attr-defined]  # Flask's client
            cookie["_user_id"] = self.tokens[who]
        held = client.get_cookie("portal")
        assert held is not None
        return f"portal={held.value}"

    def grow(self, size: int) -> None:
        """Add releases until there are `size`: nine of ten in the group that is measured."""
        chance = random.Random(size)
        added = [self._release(chance) for _ in range(size - len(self.released))]
        self.released += [UUID(str(row["id"])) for row in added]
        names = ", ".join(COLUMNS)
        with psycopg.connect(self.admin, autocommit=True) as connection:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"create temp table arriving as select {names} from releases limit 0"
                )
                with cursor.copy(f"copy arriving ({names}) from stdin") as copy:
                    for row in added:
                        copy.write_row([row[name] for name in COLUMNS])
                # Made up at once: bundles are not made by the rules that hold for the steward.
                cursor.execute("set session_replication_role = replica")
                cursor.execute(
                    f"insert into releases ({names}, search) select {names},"
                    " to_tsvector('english', title || ' ' || narrative) from arriving"
                )
            connection.execute("vacuum analyze releases")

    def _release(self, chance: random.Random) -> dict[str, object]:
        signs = chance.sample(
            [each.code for each in indicators.INDICATORS], chance.choice((1, 1, 2, 3))
        )
        place = chance.choice(places.countries()).code
        sector = chance.choice(sectors.sectors("class")).code
        period = f"{chance.choice((2024, 2025, 2026))}-Q{chance.choice((1, 2, 3, 4))}"
        number = len(self.released) + chance.randrange(10**9)
        words = " ".join(chance.sample(SENTENCES, 6))
        audience = chance.choices(
            ("group", "group_and_observers", "association", "public"), (60, 25, 10, 5)
        )[0]
        frozen = audience != "group" and chance.random() < 0.5
        return {
            "id": str(UUID(int=chance.getrandbits(128), version=4)),
            "association_id": self.association_id,
            "group_id": self.groups[0] if chance.random() < 0.9 else chance.choice(self.groups[1:]),
            "batch_id": None if frozen else uuid4(),
            "bundle_id": uuid4() if frozen else None,
            "released_on": NEWEST - timedelta(days=7 * chance.randrange(200)),
            "position": uuid4(),
            "kind": chance.choice(("finding", "finding", "audit", "practice")),
            "audience": audience,
            "tlp": chance.choice(list(Tlp)).value,
            "title": chance.choice(SENTENCES).rstrip(".")[:70],
            "narrative": f"{words} Reference word{number % 1000}.",
            "facets": json.dumps(
                {
                    "place": place,
                    "sector": sector,
                    "product": None,
                    "period": period,
                    "headcount_band": "250-999",
                    "tier": "tier2",
                    "origin": None,
                    "indicators": [{"code": code, "strength": "medium"} for code in signs],
                    "severity": {"scale": 2, "scope": 3, "irremediability": 2},
                    "confidence": "b2",
                    "remediation": "reported",
                }
            ),
            "indicators": signs,
            "place_path": list(places.path(place)),
            "sector_path": list(sectors.path(sector)),
            "period_path": list(periods.path(period)),
            "status": chance.choice(("reported", "in_progress", "closed")),
            "withdrawn": chance.random() < 0.01,
        }


@contextmanager
def towns(*sizes: int) -> Iterator[list[Town]]:
    """One server with a database and an application for each size; all are gone afterwards."""
    with TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)  # the embedded server may run as another user
        admin = embedded.start(home)
        made = [_town(home, admin, f"bench_{size}") for size in sizes]
        try:
            for each, size in zip(made, sizes, strict=True):
                each.grow(size)
            yield made
        finally:
            for each in made:
                each.app.extensions["portal.database"].engine.dispose()


def _town(home: Path, admin: str, name: str) -> Town:
    base = embedded.create_database(admin, name)
    migrations.migrate(url_for(base, DatabaseRole.OWNER))
    settings = Settings(
        mode="development",
        home=home,
        database_url=base,
        argon2_memory_kib=1024,
        gate_questions_per_day=1_000_000,
    )
    app = create_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    made = Town(
        app,
        make_url(admin).set(database=name).render_as_string(hide_password=False),
        url_for(base, DatabaseRole.WEB),
    )
    _found(made, url_for(base, DatabaseRole.OWNER))
    return made


def _found(made: Town, owner_url: str) -> None:
    keys = key_file.load(None, demo=True)
    engine = create_engine(owner_url)
    people: list[tuple[str, UUID, UUID]] = []
    standings: list[tuple[UUID, UUID, str]] = []
    with engine.begin() as connection:

        def organization(name: str, kind: str, id: UUID | None = None) -> UUID:
            new = NewOrganization(name, kind, "NL", f"{name} family", id=id or uuid4())
            found(connection, keys, new)
            person = NewPerson(
                new.id, name, f"{name}@people.example", "contributor", "a long password"
            )
            enroll_person(connection, keys, Hashing(1024, 1), person)
            people.append((name, new.id, person.id))
            return new.id

        organization("association", "association", made.association_id)
        for number in range(COORDINATORS):
            name = f"coordinator{number}"
            new = NewPerson(made.association_id, name, f"{name}@people.example", "reader", PASSWORD)
            enroll_person(connection, keys, Hashing(1024, 1), new)
            people.append((name, made.association_id, new.id))
        for number in range(ORGANIZATIONS - 3):
            home = made.groups[number % GROUPS]
            name = f"member{number}" if number else "member"
            standings.append((home, organization(name, "member"), "member"))
        standings.append((made.group_id, organization("observer", "civil_society"), "observer"))
        organization("stranger", "member")
    engine.dispose()
    _arrange(made, people, standings)


def _arrange(
    made: Town, people: list[tuple[str, UUID, UUID]], standings: list[tuple[UUID, UUID, str]]
) -> None:
    with psycopg.connect(made.admin) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "insert into groups (association_id, name, purpose, charter, k_author, k_supplier,"
            " roster_visibility, rhythm_days, observers_are_community, version, id)"
            " values (%s, %s, 'To learn.', 'We meet.', 5, 10, 'open', 7, true, 1, %s)",
            [(made.association_id, f"Group {n}", group) for n, group in enumerate(made.groups)],
        )
        cursor.executemany(
            "insert into standings (group_id, organization_id, association_id, kind, counts_from)"
            " values (%s, %s, %s, %s, '2024-01-01')",
            [(group, who, made.association_id, kind) for group, who, kind in standings],
        )
        cursor.executemany(
            "insert into appointments (group_id, person_id, kind, organization_id, association_id)"
            " values (%s, %s, 'coordinator', %s, %s)",
            [
                (made.group_id, person_id, organization_id, made.association_id)
                for name, organization_id, person_id in people
                if name.startswith("coordinator")
            ],
        )
        for name, organization_id, person_id in people:
            made.tokens[name] = fresh()
            cursor.execute(
                "insert into sessions (token_hash, id, organization_id, person_id, started_at,"
                " seen_at, idle_until, expires_at) values (%s, gen_random_uuid(), %s, %s, now(),"
                " now(), now() + interval '1 day', now() + interval '1 day')",
                (hashed(made.tokens[name]), organization_id, person_id),
            )
    with psycopg.connect(made.admin, autocommit=True) as connection:
        connection.execute("vacuum analyze")
