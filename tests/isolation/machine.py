"""Random lives of a society; after each step everybody sees and may change what the model says."""

from __future__ import annotations

from itertools import product
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from psycopg.types.json import Jsonb

from tests.isolation.model import CHANGED, SEEN, Model, Sets
from tests.isolation.society import (
    APPOINTABLE,
    AUDIENCES,
    COMPANIES,
    GROUPS,
    PEOPLE,
    Connections,
    Society,
    family,
)

everybody = st.sampled_from(sorted(PEOPLE))
writers = st.sampled_from(["p1", "q1", "p2", "p3", "p4", "p5"])
groups = st.sampled_from(sorted(GROUPS))
companies = st.sampled_from(COMPANIES)
kinds = st.sampled_from(["member", "observer", "liaison"])
audiences = st.sampled_from(AUDIENCES)
picks = st.integers(0, 10_000)


class Life(RuleBasedStateMachine):
    """Joins, leaves, appointments, drafts, submissions, releases and withdrawals."""

    def __init__(self, connections: Connections) -> None:
        super().__init__()
        for connection in (connections.web, connections.steward):
            connection.rollback()
        self.made = Society.found(connections)

    @initialize()
    def begin(self) -> None:
        """A little has happened already, so that few steps reach far."""
        for organization, group, kind in (
            ("c1", "a1", "member"), ("c2", "a1", "member"), ("c3", "a1", "observer"),
            ("c4", "a2", "member"), ("c5", "b1", "member"), ("c2", "b1", "liaison"),
            ("c1", "a2", "observer"),
        ):  # fmt: skip
            self.join(organization, group, kind, self.made.host(group))
        self.appoint("keeper", "a1")
        self.appoint("q1", "a1")
        self.submit("p1", "a1", "group")
        for audience in AUDIENCES:
            self.submit("p2", "a1", audience)
            self.release(10_000)
        self.freeze("a1", "group_and_observers")
        self.freeze("a1", "public")
        self.write("p1")
        self.say(0)
        self.happen("p1", personal=True)
        self.leave("c2", "b1", "hostB")
        self.submit("p5", "b1", "group")
        self.release(10_000)
        self.leave("c5", "b1", "hostB")
        self.submit("p3", "a1", "group")
        self.submit("p1", "a2", "group")
        self.appoint_oneself("p4", "a2", "p2")

    @rule(organization=companies, group=groups, kind=kinds, who=everybody)
    def join(self, organization: str, group: str, kind: str, who: str) -> None:
        known = (group, organization) in self.made.standings
        let = self.made.stand(who, organization, group, kind)
        if not known:
            assert let is Model(self.made, who).rules(group)
        if Model(self.made, who).rules(group):
            self.made.standings[group, organization] = (kind, True)

    @rule(organization=companies, group=groups, who=everybody)
    def leave(self, organization: str, group: str, who: str) -> None:
        with self.made.acting(who) as web:
            web.execute(
                "update standings set ended_on = current_date where group_id = %s and organization_id = %s",
                [self.made.id[group], self.made.id[organization]],
            )
        if Model(self.made, who).rules(group) and (group, organization) in self.made.standings:
            kind, _ = self.made.standings[group, organization]
            self.made.standings[group, organization] = (kind, False)

    @rule(person=st.sampled_from(APPOINTABLE), group=groups)
    def appoint(self, person: str, group: str) -> None:
        if (group, person) not in self.made.coordinators:
            assert self._appoint(self.made.host(group), person, group)
            self.made.coordinators.add((group, person))
            if any((group, own) in self.made.standings for own in family(PEOPLE[person])):
                self.made.keep_from(person, group)

    @rule(person=st.sampled_from(APPOINTABLE), group=groups, who=writers)
    def appoint_oneself(self, person: str, group: str, who: str) -> None:
        if (group, person) not in self.made.coordinators:
            assert not self._appoint(who, person, group)

    def _appoint(self, who: str, person: str, group: str) -> bool:
        ids = self.made.id
        values = [ids[group], ids[person], ids[PEOPLE[person]], ids[GROUPS[group][0]]]
        statement = (
            "insert into appointments (group_id, person_id, kind, organization_id, association_id)"
            " values (%s, %s, 'coordinator', %s, %s)"
        )
        return self.made.lets(who, statement, values)

    @precondition(lambda self: self.made.coordinators)
    @rule(pick=picks)
    def dismiss(self, pick: int) -> None:
        known = sorted(self.made.coordinators)
        group, person = known[pick % len(known)]
        with self.made.acting(self.made.host(group)) as web:
            web.execute(
                "delete from appointments where group_id = %s and person_id = %s",
                [self.made.id[group], self.made.id[person]],
            )
        self.made.coordinators.remove((group, person))

    @rule(who=writers)
    def write(self, who: str) -> None:
        """A draft and a supplier of one's own; neither can be planted on another."""
        supplier, draft = uuid4(), uuid4()
        own = self.made.id[PEOPLE[who]]
        add = "insert into suppliers (organization_id, id, sealed, match_tag, version) values (%s,%s,'','',1)"
        start = (
            "insert into contributions (organization_id, id, created_by, wrapped, sealed, version)"
            " values (%s, %s, %s, '', '', 1)"
        )
        with self.made.acting(who) as web:
            web.execute(add, [own, supplier])
            web.execute(start, [own, draft, self.made.id[who]])
        self.made.suppliers[supplier] = PEOPLE[who]
        self.made.drafts[draft] = who
        for victim in sorted({"p1", "q1", "p2"} - {who}):
            theirs = self.made.id[PEOPLE[victim]]
            values = [theirs, uuid4(), self.made.id[victim]]
            assert not self.made.lets(who, start, values)
            if PEOPLE[victim] != PEOPLE[who]:
                assert not self.made.lets(who, add, values[:2])

    @rule(who=writers, group=groups, audience=audiences)
    def submit(self, who: str, group: str, audience: str) -> None:
        writes = Model(self.made, who).writes_into(group)
        subject = self.made.submit(who, group, audience)
        assert (subject is not None) is writes
        if subject is not None:
            near = family(PEOPLE[who])
            kin = {p for g, p in self.made.coordinators if g == group and PEOPLE[p] in near}
            assert kin <= self.made.candidates[subject].excluded

    @precondition(lambda self: self.made.candidates)
    @rule(pick=picks)
    def say(self, pick: int) -> None:
        """Everybody tries to speak in a candidate's sealed channel."""
        subject = self._pick(self.made.candidates, pick)
        item = self.made.candidates[subject]
        statement = (
            "insert into sealed_messages (id, candidate_id, group_id, side, body, week, place)"
            " values (%s, %s, %s, %s, 'x', '2026-01-05', 1)"
        )
        for who, side in product(sorted(PEOPLE), ("author", "coordination")):
            values = [uuid4(), subject, self.made.id[item.group], side]
            let = self.made.lets(who, statement, values)
            author = item.author == PEOPLE[who]
            assert let is (author if side == "author" else Model(self.made, who).reviews(item)), who
            if let:
                self.made.messages[values[0]] = subject

    @precondition(lambda self: self.made.candidates)
    @rule(pick=picks)
    def release(self, pick: int) -> None:
        self.made.release(self._pick(self.made.candidates, pick))

    @rule(group=groups, audience=st.sampled_from(AUDIENCES[1:]))
    def freeze(self, group: str, audience: str) -> None:
        self.made.freeze(("c1", "c2", "c3"), group, audience)

    @precondition(lambda self: self.made.releases)
    @rule(pick=picks, who=writers)
    def withdraw(self, pick: int, who: str) -> None:
        subject = self._pick(self.made.releases, pick)
        item = self.made.releases[subject]
        with self.made.acting(who) as web:
            web.execute(
                "update releases set withdrawn = true, title = '', narrative = '', facets = '{}',"
                " search = null where id = %s",
                [subject],
            )
        if item.author == PEOPLE[who]:
            item.withdrawn = True

    @rule(who=everybody, personal=st.booleans())
    def happen(self, who: str, *, personal: bool) -> None:
        """A line in one's own chain, and attempts at every other."""
        statement = (
            "insert into events (id, chain, chain_id, place, at, actor_id, personal, kind, subject_id,"
            " facts, seal) values (%s, %s, %s, %s, now(), %s, %s, 'x', %s, %s, '')"
        )
        for chain in (PEOPLE[who], *sorted(GROUPS), "c1", "a"):
            event = uuid4()
            kind = "group" if chain in GROUPS else "organization"
            values = [event, kind, self.made.id[chain], uuid4().int % 2**31, self.made.id[who], personal,
                      uuid4(), Jsonb({})]  # fmt: skip
            let = self.made.lets(who, statement, values)
            may = Model(self.made, who).keeps(chain) if chain in GROUPS else chain == PEOPLE[who]
            assert let is may, (who, chain)
            if let:
                self.made.events[event] = (chain, who, personal)

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        known = [self.made.id[name] for name in ("a", "b", *COMPANIES)]
        for who in PEOPLE:
            with self.made.acting(who, keep=False) as web:
                seen = self._sets(web.execute(SEEN, [known]).fetchone())
            model = Model(self.made, who)
            expected = model.seen()
            for table, ids in expected.items():
                assert seen[table] == ids, f"{who} sees other {table}"
            read = {str(i) for i, item in self.made.releases.items() if model.reads(item)}
            self._finds_by_id(who, read)

    def _finds_by_id(self, who: str, expected: set[str]) -> None:
        """The definer function that looks a release up says what the policy says to who names no tag."""
        ids = list(self.made.releases)
        with self.made.acting(who, keep=False) as web:
            rows = web.execute(
                "select f from unnest(%s::uuid[]) i, guard.find_release(i) f", [ids]
            ).fetchall()
        assert {str(row[0]) for row in rows} == expected, f"{who} finds other releases"

    @invariant()
    def everybody_may_change_what_the_model_says(self) -> None:
        for who in PEOPLE:
            with self.made.acting(who, keep=False) as web:
                changed = self._sets(web.execute(CHANGED).fetchone())
            for table, ids in Model(self.made, who).changeable().items():
                assert changed[table] == ids, f"{who} changes other {table}"

    @invariant()
    def nobody_sees_anything_on_the_same_connection(self) -> None:
        found = self.made.to.web.execute(SEEN, [list(self.made.id.values())]).fetchone()
        self.made.to.web.rollback()
        assert not any(self._sets(found).values())

    @staticmethod
    def _sets(row: Any) -> Sets:
        return {table: set(ids or ()) for table, ids in row[0].items()}

    @staticmethod
    def _pick(known: Any, pick: int) -> Any:
        """The last for a large number."""
        keys = list(known)
        return keys[-1] if pick == 10_000 else keys[pick % len(keys)]
