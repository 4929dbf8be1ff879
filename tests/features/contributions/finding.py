"""A finding as people write it, and the world in which it can pass the gate."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import create_engine, insert, select, text

from portal.db.encrypted import vault
from portal.models import Contribution, FootprintCell, Supplier
from portal.privacy import footprint
from portal.reference import places, sectors
from tests.conftest import Site
from tests.pages import Page, Visitor
from tests.world import MEMBERS, World

SUPPLIER = "Meghna Crest Garments Ltd"
PHONE = "+880 1712 345678"
NARRATIVE = (
    f"During a visit to {SUPPLIER} in Savar workers told us that a sub-agent charged them before"
    f" they left home. One showed a receipt. His number is {PHONE}."
)
FIELDS = {
    "title": "Recruitment fees charged through a labor agent",
    "narrative": NARRATIVE,
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


def sourcing(world: World, place: str, sector: str, members: tuple[str, ...] = MEMBERS) -> None:
    """These families source there, so the gate lets it through (k is three in the tests' world)."""
    key = world.site.keys.derive("footprint")
    path = footprint.path(key, places.path(place), sectors.path(sector))
    for name in members:
        with world.transaction(f"writer@{name}", write=True) as session:
            # Four sites that all of them know: the group asks for one supplier.
            sites = [1, 2, 3, 4]
            session.execute(
                insert(FootprintCell).values(
                    organization_id=world.organizations[name], id=uuid4(), path=path, sites=sites
                )
            )


def supplier(world: World, who: str, name: str = SUPPLIER, address: str = "12 Mill Road") -> UUID:
    """A row of the private registry of this person's organization."""
    new = uuid4()
    content = {"name": name, "address": address, "country": "BD", "sector": "1410"}
    with world.transaction(who, write=True) as session:
        session.execute(
            insert(Supplier).values(
                organization_id=world.people[who].organization_id,
                id=new,
                sealed=vault(session).seal(content, f"suppliers/{new}"),
                match_tag=new.bytes,
                version=1,
            )
        )
    return new


def start(visitor: Visitor, world: World) -> str:
    """The address of a fresh draft."""
    reply = visitor.send("/contributions/new", {"group": str(world.group_id)})
    assert reply.status_code == 303, reply.text
    return str(reply.location)


def version(visitor: Visitor, path: str) -> str:
    return Page(visitor.get(path).text).form(path)["version"]


def save(visitor: Visitor, path: str, **fields: str) -> Any:
    """Press a button of the form; what is not named stays as it is."""
    return visitor.send(path, {"version": version(visitor, path)} | fields)


def hits(visitor: Visitor, path: str) -> dict[str, str]:
    """Key by shown text, out of the list on the page."""
    found: dict[str, str] = {}
    for part in visitor.get(path).text.split('<li id="hit-')[1:]:
        key, _, rest = part.partition('"')
        found[rest.split('<q dir="auto">')[1].split("</q>")[0]] = key
    return found


def decide_all(visitor: Visitor, path: str, choice: str = "replace") -> None:
    for key in hits(visitor, path).values():
        assert save(visitor, path, decide=f"{choice}:{key}").status_code == 303


def ready(visitor: Visitor, world: World, **fields: str) -> str:
    """A finding that could be sent."""
    path = start(visitor, world)
    typed = FIELDS | {"group": str(world.group_id)} | fields
    assert save(visitor, path, **typed).status_code == 303
    save(visitor, path, do="gate")
    save(visitor, path, do="accept")
    decide_all(visitor, path)
    return path


def send(visitor: Visitor, path: str) -> Any:
    return visitor.send(f"{path}/submit", {"version": version(visitor, path)})


def sent(visitor: Visitor, world: World, **fields: str) -> str:
    """A finding in review."""
    path = ready(visitor, world, **fields)
    reply = send(visitor, path)
    assert reply.status_code == 303, Page(visitor.get(f"{path}/preview").text).text
    assert reply.location.endswith("/progress"), reply.location
    return path


def rows(site: Site, query: str, **values: object) -> list[Any]:
    """What really stands in the database, as its administrator sees it."""
    engine = create_engine(site.admin_url_of_database)
    with engine.begin() as connection:
        found = (
            list(connection.execute(text(query), values).mappings())
            if query.lower().startswith("select")
            else []
        )
        if not query.lower().startswith("select"):
            connection.execute(text(query), values)
    engine.dispose()
    return found


def sealed(world: World, who: str, path: str) -> dict[str, Any]:
    """The author's own record, opened."""
    own = UUID(path.rsplit("/", 1)[1])
    with world.transaction(who) as session:
        row = session.scalars(select(Contribution).where(Contribution.id == own)).one()
        content = vault(session).open(row.sealed, f"contributions/{own}", wrapped=row.wrapped)
        return json.loads(json.dumps(content))  # type: ignore[no-any-return]


def candidate(site: Site, world: World, who: str, path: str) -> Any:
    found = sealed(world, who, path)["candidate_id"]
    return rows(site, "select * from candidates where id = :id", id=found)[0]
