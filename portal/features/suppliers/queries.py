"""The registry, the imports and the footprint in the clear, for pages of their own tenant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.core.text import fold
from portal.db.encrypted import vault
from portal.facility_lists.draft import Draft, Order
from portal.facility_lists.facility import Facility
from portal.models import FootprintArea, ImportState, Supplier, SupplierImport
from portal.reference import places, sectors

MOST_IMPORTS = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """One record of the registry; `order` is its name as lists are sorted."""

    id: UUID
    facility: Facility
    order: str


@dataclass(frozen=True, slots=True)
class ListedImport:
    """One import with the name of its file; `order` only once it was confirmed."""

    row: SupplierImport
    file: str
    order: Order | None


@dataclass(frozen=True, slots=True)
class Area:
    """A declared place and sector, as codes."""

    id: UUID
    place: str
    sector: str


def registry(session: Session, within: ColumnElement[bool]) -> tuple[Listed, ...]:
    """Every facility, by name."""
    opened = vault(session)
    rows = session.execute(select(Supplier.id, Supplier.sealed).where(within))
    records = (
        (row.id, Facility.from_json(opened.open(row.sealed, f"suppliers/{row.id}"))) for row in rows
    )
    listed = (Listed(record, said, fold(said.name)) for record, said in records)
    return tuple(sorted(listed, key=lambda each: (each.order, str(each.id))))


def chosen(
    listed: Sequence[Listed], *, search: str, country: str, sector: str
) -> tuple[Listed, ...]:
    """Those that hold every word that is looked for, in this country and sector."""
    words = fold(search).split()
    return tuple(
        each
        for each in listed
        if (not country or each.facility.country == country)
        and (not sector or each.facility.sector == sector)
        and (not words or _holds(each, words))
    )


def _holds(each: Listed, words: Sequence[str]) -> bool:
    one = each.facility
    shown = f"{one.address} {places.place(one.country).name} {_sector_name(one)} {one.os_id}"
    text = f"{each.order} {fold(shown)}"
    return all(word in text for word in words)


def _sector_name(facility: Facility) -> str:
    return sectors.sector(facility.sector).name if facility.sector else ""


def facility(session: Session, supplier: Supplier) -> Facility:
    """What a record says."""
    return Facility.from_json(vault(session).open(supplier.sealed, f"suppliers/{supplier.id}"))


def imports(session: Session, within: ColumnElement[bool]) -> Sequence[ListedImport]:
    """The newest first."""
    rows = session.scalars(
        select(SupplierImport)
        .where(within)
        .order_by(SupplierImport.started_at.desc(), SupplierImport.id)
        .limit(MOST_IMPORTS)
    )
    return [_listed(session, row) for row in rows]


def _listed(session: Session, row: SupplierImport) -> ListedImport:
    content = vault(session).open(row.sealed, f"imports/{row.id}")
    waiting = row.state == ImportState.MAPPING
    return ListedImport(row, content["file"], None if waiting else Order.from_json(content))


def draft(session: Session, row: SupplierImport) -> Draft:
    """An import that is not yet confirmed."""
    return Draft.from_json(vault(session).open(row.sealed, f"imports/{row.id}"))


def order(session: Session, row: SupplierImport) -> Order:
    """An import that was confirmed."""
    return Order.from_json(vault(session).open(row.sealed, f"imports/{row.id}"))


def areas(session: Session, within: ColumnElement[bool]) -> Sequence[Area]:
    """Declared areas, by place and sector."""
    rows = session.scalars(select(FootprintArea).where(within))
    opened = vault(session)
    found = [(row.id, opened.open(row.sealed, f"footprint_areas/{row.id}")) for row in rows]
    made = [Area(area, content["place"], content["sector"]) for area, content in found]
    return sorted(made, key=lambda each: (fold(places.place(each.place).name), each.sector))


def sourcing(listed: Sequence[Listed]) -> list[tuple[str, str, int]]:
    """Country, sector ("any" where unknown) and how many facilities, the most first."""
    counted = Counter(
        (each.facility.country, each.facility.sector or sectors.ANY) for each in listed
    )
    return [
        (*codes, number) for codes, number in sorted(counted.items(), key=lambda i: (-i[1], i[0]))
    ]
