"""What each person should see and be able to change, worked out in Python from the design alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.isolation.society import (
    ADMINISTRATORS,
    CIVIL,
    COMPANIES,
    GROUPS,
    OPEN,
    PEOPLE,
    Item,
    Society,
)

SEEN = """
select json_build_object(
  'suppliers', (select array_agg(id) from suppliers),
  'contributions', (select array_agg(id) from contributions),
  'candidates', (select array_agg(id) from candidates),
  'sealed_messages', (select array_agg(id) from sealed_messages),
  'releases', (select array_agg(id::text || withdrawn) from releases),
  'events', (select array_agg(id) from events),
  'groups', (select array_agg(id) from groups),
  'standings', (select array_agg(group_id::text || organization_id) from standings),
  'appointments', (select array_agg(group_id::text || person_id) from appointments),
  'people', (select array_agg(id) from people),
  'sessions', (select array_agg(person_id) from sessions),
  'families', (select array_agg(id) from families),
  'organizations', (select array_agg(id) from organizations where id = any (%s)))
"""
CHANGED = """
with s as (update suppliers set version = version returning id),
  d as (update contributions set version = version returning id),
  c as (update candidates set version = version returning id),
  m as (update sealed_messages set body = body returning id),
  r as (update releases set withdrawn = withdrawn returning id),
  g as (update groups set version = version returning id),
  t as (update standings set kind = kind returning group_id, organization_id),
  a as (delete from appointments returning group_id, person_id),
  p as (update people set theme = theme returning id)
select json_build_object(
  'suppliers', (select array_agg(id) from s),
  'contributions', (select array_agg(id) from d),
  'candidates', (select array_agg(id) from c),
  'sealed_messages', (select array_agg(id) from m),
  'releases', (select array_agg(id) from r),
  'groups', (select array_agg(id) from g),
  'standings', (select array_agg(group_id::text || organization_id) from t),
  'appointments', (select array_agg(group_id::text || person_id) from a),
  'people', (select array_agg(id) from p))
"""
Sets = Mapping[str, set[str]]


@dataclass(frozen=True)
class Model:
    """The questions that the design answers, for one person."""

    society: Society
    who: str

    @property
    def own(self) -> str:
        return PEOPLE[self.who]

    def standing(self, group: str) -> str | None:
        kind, lasts = self.society.standings.get((group, self.own), ("", False))
        return kind if lasts else None

    def writes_into(self, group: str) -> bool:
        """Members, and observers of civil society."""
        writers = {"member", "observer"} if self.own == CIVIL else {"member"}
        return self.standing(group) in writers

    def coordinates(self, group: str) -> bool:
        return (group, self.who) in self.society.coordinators

    def hosts(self, group: str) -> bool:
        return GROUPS[group][0] == self.own

    def rules(self, group: str) -> bool:
        """Gives and takes standings and appointments."""
        return self.hosts(group) and self.who in ADMINISTRATORS

    def keeps(self, group: str) -> bool:
        return self.hosts(group) or self.coordinates(group)

    def sees_roster(self, group: str) -> bool:
        open_to_members = GROUPS[group][1] == "open" and self.standing(group) is not None
        return self.keeps(group) or open_to_members

    def reviews(self, item: Item) -> bool:
        return self.coordinates(item.group) and self.who not in item.excluded

    def reads(self, item: Item) -> bool:
        standing, association = self.standing(item.group), GROUPS[item.group][0]
        inside = self.coordinates(item.group) or standing == "member"
        if inside or not item.bundled:
            return inside and not item.bundled
        if standing is not None:
            return True
        near = any(self.standing(g) for g, (host, _) in GROUPS.items() if host == association)
        return near and item.audience in OPEN

    def knows(self, organization: str) -> bool:
        if organization == self.own or self.own in {"a", "b"}:
            return True
        return (
            any(o == organization and self.sees_roster(g) for g, o in self.society.standings)
            or any(GROUPS[g][0] == organization and self.standing(g) for g in GROUPS)
            or any(
                PEOPLE[p] == organization and self.standing(g) for g, p in self.society.coordinators
            )
        )

    def seen(self) -> Sets:
        made, ids = self.society, self.society.id
        candidates = self._candidates()
        return {
            "suppliers": {str(s) for s, o in made.suppliers.items() if o == self.own},
            "contributions": {str(d) for d, p in made.drafts.items() if p == self.who},
            "candidates": candidates,
            "sealed_messages": {str(m) for m, c in made.messages.items() if str(c) in candidates},
            "releases": {
                f"{i}{str(item.withdrawn).lower()}"
                for i, item in made.releases.items()
                if self.reads(item) or item.author == self.own
            },
            "events": {
                str(e)
                for e, (chain, actor, personal) in made.events.items()
                if (self.keeps(chain) if chain in GROUPS else chain == self.own)
                and (not personal or actor == self.who)
            },
            "groups": {str(ids[g]) for g in GROUPS if self.standing(g) or self.keeps(g)},
            "standings": {
                f"{ids[g]}{ids[o]}"
                for g, o in made.standings
                if o == self.own or self.sees_roster(g)
            },
            "appointments": {
                f"{ids[g]}{ids[p]}"
                for g, p in made.coordinators
                if PEOPLE[p] == self.own or self.hosts(g) or self.standing(g)
            },
            "people": {
                str(ids[p])
                for p, o in PEOPLE.items()
                if o == self.own
                or any(
                    (g, p) in made.coordinators and (self.standing(g) or self.keeps(g))
                    for g in GROUPS
                )
            },
            "sessions": {str(ids[self.who])},
            "families": {str(ids[f"family {self.own}"])},
            "organizations": {str(ids[o]) for o in ("a", "b", *COMPANIES) if self.knows(o)},
        }

    def changeable(self) -> Sets:
        """What an `update` (for appointments, a `delete`) of everything touches."""
        made, ids = self.society, self.society.id
        return {
            "suppliers": self.seen()["suppliers"],
            "contributions": self.seen()["contributions"],
            "candidates": self._candidates(),
            "sealed_messages": {
                str(m) for m, c in made.messages.items() if made.candidates[c].author == self.own
            },
            "releases": {str(i) for i, r in made.releases.items() if r.author == self.own},
            "groups": {str(ids[g]) for g in GROUPS if self.rules(g) or self.coordinates(g)},
            "standings": {f"{ids[g]}{ids[o]}" for g, o in made.standings if self.rules(g)},
            "appointments": {f"{ids[g]}{ids[p]}" for g, p in made.coordinators if self.rules(g)},
            "people": {
                str(ids[p])
                for p, o in PEOPLE.items()
                if o == self.own and (p == self.who or self.who in ADMINISTRATORS)
            },
        }

    def _candidates(self) -> set[str]:
        return {
            str(i)
            for i, item in self.society.candidates.items()
            if self.reviews(item) or item.author == self.own
        }
