"""Two associations with three groups and five companies, moved only as the roles of the database may."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from portal.core.tokens import fresh, hashed
from portal.db.roles import DatabaseRole, conninfo, url_for

COMPANIES: Final = ("c1", "c2", "c3", "c4", "c5")
"""c5 belongs to c4's family; c3 is one of civil society."""
CIVIL: Final = "c3"
GROUPS: Final = {"a1": ("a", "open"), "a2": ("a", "count_only"), "b1": ("b", "hidden")}
PEOPLE: Final = {
    "hostA": "a", "hostB": "b", "keeper": "a", "p1": "c1", "q1": "c1", "p2": "c2", "p3": "c3",
    "p4": "c4", "p5": "c5",
}  # fmt: skip
ADMINISTRATORS: Final = ("hostA", "hostB")
APPOINTABLE: Final = ("keeper", "q1", "p4")
AUDIENCES: Final = ("group", "group_and_observers", "association", "public")
OPEN: Final = ("association", "public")
Params = Sequence[Any] | Mapping[str, Any]
FORBIDDEN: Final = psycopg.errors.InsufficientPrivilege


class Connections:
    """One connection for each role of the database under test."""

    def __init__(self, base_url: str, admin_url: str) -> None:
        roles = (DatabaseRole.WEB, DatabaseRole.STEWARD)
        urls = [conninfo(url_for(base_url, role)) for role in roles]
        # What is tested does not outlive the test: a commit need not wait for the disk.
        quick = "-c synchronous_commit=off"
        self.web, self.steward = (psycopg.connect(url, options=quick) for url in urls)
        self.admin = psycopg.connect(conninfo(admin_url), autocommit=True, options=quick)

    def close(self) -> None:
        for connection in (self.web, self.steward, self.admin):
            connection.close()


def family(organization: str) -> frozenset[str]:
    """The organizations of one corporate family."""
    return frozenset({"c4", "c5"} if organization in {"c4", "c5"} else {organization})


@dataclass
class Item:
    """A candidate or a release; `author` is the organization that no table names."""

    author: str
    group: str
    audience: str
    excluded: frozenset[str] = frozenset()
    withdrawn: bool = False
    bundled: bool = False
    """The copy for outsiders; otherwise what the group reads."""


@dataclass
class Society:
    """The database as it should be, and the means of changing both alike."""

    to: Connections
    id: dict[str, UUID] = field(default_factory=dict)
    token: dict[str, str] = field(default_factory=dict)
    standings: dict[tuple[str, str], tuple[str, bool]] = field(default_factory=dict)
    """(group, organization) to kind and whether it lasts."""
    coordinators: set[tuple[str, str]] = field(default_factory=set)
    suppliers: dict[UUID, str] = field(default_factory=dict)
    drafts: dict[UUID, str] = field(default_factory=dict)
    candidates: dict[UUID, Item] = field(default_factory=dict)
    releases: dict[UUID, Item] = field(default_factory=dict)
    messages: dict[UUID, UUID] = field(default_factory=dict)
    events: dict[UUID, tuple[str, str, bool]] = field(default_factory=dict)
    """Chain (an organization or a group), person and whether it is personal."""

    @classmethod
    def found(cls, connections: Connections) -> Society:
        """New organizations that share nothing with those of other examples."""
        made = cls(connections)
        run = connections.admin.execute
        for name in ("a", "b", *COMPANIES):
            family = "c4" if name == "c5" else name
            made.id[f"family {name}"] = made.id.get(f"family {family}") or uuid4()
            made.id[name] = uuid4()
            run("insert into families values (%s, %s) on conflict do nothing",
                [name, made.id[f"family {name}"]])  # fmt: skip
            run(
                "insert into organizations (id, family_id, kind, name, country) values (%s,%s,%s,%s,'NL')",
                [
                    made.id[name],
                    made.id[f"family {name}"],
                    "association"
                    if name in "ab"
                    else "civil_society"
                    if name == CIVIL
                    else "member",
                    name,
                ],
            )
        for name, organization in PEOPLE.items():
            made.id[name], made.token[name] = uuid4(), fresh()
            run(
                "insert into people (id, organization_id, email_tag, email, name, role, theme, active,"
                " salt, proof, hashing) values (%s,%s,%s,'','',%s,'',true,'','','')",
                [
                    made.id[name],
                    made.id[organization],
                    uuid4().bytes,
                    "admin" if name in ADMINISTRATORS else "contributor",
                ],
            )
            run(
                "insert into sessions (id, token_hash, organization_id, person_id, started_at, seen_at,"
                " idle_until, expires_at) values (%s,%s,%s,%s,now(),now(),now()+'1 day',now()+'1 day')",
                [uuid4(), hashed(made.token[name]), made.id[organization], made.id[name]],
            )
        for name, (association, visibility) in GROUPS.items():
            made.id[name] = uuid4()
            with made.acting(made.host(name)) as web:
                web.execute(
                    "insert into groups (id, association_id, name, purpose, charter, k_author, k_supplier,"
                    " roster_visibility, rhythm_days, observers_are_community, version)"
                    " values (%s,%s,'','','',3,1,%s,7,true,1)",
                    [made.id[name], made.id[association], visibility],
                )
        return made

    def host(self, group: str) -> str:
        return "hostA" if GROUPS[group][0] == "a" else "hostB"

    def tag(self, organization: str, subject: UUID) -> bytes:
        return hashlib.sha256(self.id[organization].bytes + subject.bytes).digest()

    @contextmanager
    def acting(self, who: str, *, keep: bool = True) -> Iterator[psycopg.Connection[Any]]:
        """A transaction of the web role, bound to this person's session and own tags."""
        own = PEOPLE[who]
        subjects = [
            i
            for i, item in (*self.candidates.items(), *self.releases.items())
            if item.author == own
        ]
        tags = ",".join(self.tag(own, subject).hex() for subject in subjects)
        try:
            self.to.web.execute(
                "select set_config('portal.session', %s, true), set_config('portal.owner_tags', %s, true)",
                [self.token[who], tags],
            )
            yield self.to.web
        except BaseException:
            self.to.web.rollback()
            raise
        if keep:
            self.to.web.commit()
        else:
            self.to.web.rollback()

    def attempt(self, who: str, act: Callable[[psycopg.Connection[Any]], Any]) -> bool:
        """Does the database let this person do it? What was let through is kept."""
        try:
            with self.acting(who) as web:
                act(web)
        except FORBIDDEN:
            return False
        return True

    def lets(self, who: str, statement: str, values: Params) -> bool:
        """Does the database let this person run this one statement?"""
        return self.attempt(who, lambda web: web.execute(statement, values))

    def stand(self, who: str, organization: str, group: str, kind: str) -> bool:
        """Grant a standing, as the person `who`."""
        known = (group, organization) in self.standings
        place = {
            "g": self.id[group],
            "o": self.id[organization],
            "a": self.id[GROUPS[group][0]],
            "k": kind,
        }
        new = (
            "insert into standings (group_id, organization_id, association_id, kind, counts_from)"
            " values (%(g)s, %(o)s, %(a)s, %(k)s, current_date)"
        )
        again = (
            "update standings set kind = %(k)s, ended_on = null"
            " where group_id = %(g)s and organization_id = %(o)s"
        )
        return self.lets(who, again if known else new, place)

    def submit(self, who: str, group: str, audience: str) -> UUID | None:
        """A candidate with its seal and its exclusions, in one transaction; nothing if refused."""
        subject, own = uuid4(), PEOPLE[who]

        def act(web: psycopg.Connection[Any]) -> None:
            web.execute(
                "insert into authorship.seals (subject_id, owner_tag, custodian_box, family_box)"
                " values (%s, %s, '', '')",
                [subject, self.tag(own, subject)],
            )
            web.execute(
                "insert into candidates (id, association_id, group_id, kind, state, week, position, audience,"
                " tlp, title, narrative, facets, decisions, gate, goes_alone, version) values"
                " (%s,%s,%s,'finding','in_review','2026-01-05',%s,%s,'amber','t','n',%s,%s,%s,false,1)",
                [
                    subject,
                    self.id[GROUPS[group][0]],
                    self.id[group],
                    uuid4(),
                    audience,
                    *[Jsonb({})] * 3,
                ],
            )
            web.execute("select guard.draw_exclusions(%s, %s, 0)", [subject, self.id[group]])

        if not self.attempt(who, act):
            return None
        rows = self.to.admin.execute(
            "select person_id from exclusions where candidate_id = %s", [subject]
        )
        drawn = {row[0] for row in rows}
        excluded = frozenset(name for name in PEOPLE if self.id[name] in drawn)
        self.candidates[subject] = Item(own, group, audience, excluded)
        return subject

    def keep_from(self, person: str, group: str) -> None:
        """Not offered what waits in the group already."""
        for item in self.candidates.values():
            if item.group == group:
                item.excluded |= {person}

    def release(self, subject: UUID) -> None:
        """As the steward's job does: the release takes the candidate's id and place."""
        self.to.steward.execute(
            "insert into releases (id, association_id, group_id, batch_id, released_on, position, kind,"
            " audience, tlp, title, narrative, facets, indicators, place_path, sector_path, period_path,"
            " status, withdrawn) select id, association_id, group_id, %s, current_date, position, kind,"
            " audience, tlp, title, narrative, facets, '{}', '{}', '{}', '{}', '', false"
            " from candidates where id = %s",
            [uuid4(), subject],
        )
        self.to.steward.execute("delete from candidates where id = %s", [subject])
        self.to.steward.commit()
        self.releases[subject] = self.candidates.pop(subject)
        self.messages = {m: c for m, c in self.messages.items() if c != subject}

    def freeze(self, authors: Sequence[str], group: str, audience: str) -> None:
        """As the steward's job does: the outsiders' copies of items of three authors."""
        run, place = self.to.steward.execute, [self.id[GROUPS[group][0]], self.id[group]]
        bundle, copies = uuid4(), {uuid4(): author for author in authors}
        run(
            "insert into bundle_rounds (id, association_id, group_id, held_on)"
            " values (%s, %s, %s, '2026-01-05') on conflict do nothing",
            [uuid4(), *place],
        )
        run(
            "insert into bundles (id, group_id, frozen_on, audience, place, period, sector, product, k,"
            " size) values (%s, %s, '2026-01-05', %s, 'BD', 'any', '14', 'any', 3, 3)",
            [bundle, self.id[group], audience],
        )
        for copy, author in copies.items():
            run(
                "insert into authorship.witnesses (bundle_id, tag) values (%s, %s)",
                [bundle, copy.bytes],
            )
            run(
                "insert into releases (id, association_id, group_id, bundle_id, released_on, position,"
                " kind, audience, tlp, title, narrative, facets, indicators, place_path, sector_path,"
                " period_path, status, withdrawn) values (%s, %s, %s, %s, '2026-01-05', %s, 'finding',"
                " %s, 'amber', 't', 'n', %s, '{}', '{}', '{}', '{}', '', false)",
                [copy, *place, bundle, uuid4(), audience, Jsonb({"place": "BD", "sector": "14"})],
            )
            self.to.admin.execute(
                "insert into authorship.seals (subject_id, owner_tag, custodian_box, family_box)"
                " values (%s, %s, '', '')",
                [copy, self.tag(author, copy)],
            )
            self.releases[copy] = Item(author, group, audience, bundled=True)
        self.to.steward.commit()
