"""The invented companies' suppliers: slices of real facility lists, imported like anybody's."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import Any

from portal.db.encrypted import vault
from portal.facility_lists.draft import Draft, Order, forecast
from portal.facility_lists.facility import Facility
from portal.facility_lists.reading import read
from portal.features.suppliers.service import (
    NewArea,
    add_supplier,
    confirm_import,
    declare_area,
    start_import,
)
from portal.models import FootprintArea
from portal.seeding.cast import Cast


def give_suppliers(cast: Cast, organization: dict[str, Any], by_hand: list[Facility]) -> None:
    """Start the import of its slice, add some by hand, and declare its sourcing profile."""
    writer = next(p for p in organization["people"] if p["role"] == "contributor")
    with cast.acting(writer["email"]) as (session, actor):
        if organization["facility_list"]:
            name = organization["facility_list"]
            draft = Draft.of(name, read(_slice(name, *organization["slice"]), workbook=False))
            row = start_import(session, actor, draft)
            confirm_import(session, actor, row, Order.of(draft, forecast(draft, ())))
        for facility in by_hand:
            add_supplier(session, actor, facility)
        *rest, last = organization["profile"]
        for place, sector in rest:
            area = FootprintArea()
            content = {"place": place, "sector": sector}
            area.sealed = vault(session).seal(content, f"footprint_areas/{area.id}")
            session.add(area)
        # One command draws the footprint for all of them.
        declare_area(session, actor, NewArea(*last))


def _slice(name: str, first: int, last: int) -> bytes:
    source = files("portal.seeding") / "content" / "facility_lists" / name
    header, *rows = csv.reader(io.StringIO(source.read_text("utf-8-sig")))
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows[first:last]])
    return out.getvalue().encode()
