"""Carrying out a confirmed import in chunks, and redrawing the footprint afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from random import SystemRandom
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.decide import require
from portal.core.errors import PortalError
from portal.db.encrypted import vault
from portal.db.session import keys
from portal.facility_lists.draft import Order
from portal.facility_lists.facility import Facility
from portal.facility_lists.matching import key as key_of
from portal.facility_lists.merging import Step
from portal.features.suppliers.service import match_tag
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, acting, enqueue, runs
from portal.models import FootprintArea, FootprintCell, ImportState, Supplier, SupplierImport
from portal.privacy import footprint
from portal.reference import places, sectors

CHUNK = 250
"""Steps for one transaction: what a killed worker loses, and how often a page sees progress."""

_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended('footprint ' || :owner, 0))")


@runs(Job.RUN_IMPORT)
def run_import(work: Work, import_id: str) -> None:
    """Store the rest of an import; called again after a crash, it goes on where it stopped."""
    order: Order | None = None
    try:
        while True:
            with work.database.transaction(write=True, ticket=work.ticket) as session:
                row = _running(session, UUID(import_id))
                if row is None:
                    return
                # The order does not change while the import runs, so it is opened only once.
                order = order or _order(session, row)
                _store_chunk(session, row, order)
    except PortalError:
        _give_up(work, UUID(import_id))


@runs(Job.REFRESH_FOOTPRINT)
def refresh_footprint(work: Work) -> None:
    """Replace the cells of the organization by those of its suppliers and declared areas."""
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        actor = acting(session)
        session.execute(_ONE_AT_A_TIME, {"owner": str(actor.organization_id)})
        key = keys(session).derive("footprint")
        rows = [
            {
                "id": uuid4(),
                "path": footprint.path(key, places.path(place), sectors.path(sector)),
                "sites": sorted({footprint.site(key, each) for each in facilities}),
            }
            for (place, sector), facilities in _profile(session).items()
        ]
        # Not in the order of the registry: rows of one size, in an order that says nothing.
        SystemRandom().shuffle(rows)
        table = FootprintCell.__table__
        # Without a condition: row-level security keeps it to one's own, and nobody may read cells.
        session.execute(delete(table))  # type: ignore[arg-type]  # a declarative table is a Table
        if rows:
            # Inline: nothing comes back of what nobody may read.
            session.execute(insert(table).inline(), rows)  # type: ignore[arg-type]


def _running(session: Session, import_id: UUID) -> SupplierImport | None:
    """The import, locked against cancelling for the length of one chunk; nothing if it is over."""
    wanted = select(SupplierImport).where(SupplierImport.id == import_id).with_for_update()
    row = session.scalars(wanted).one_or_none()
    if row is None or row.state != ImportState.RUNNING:
        return None
    require(acting(session), Action.IMPORT_CHANGE, row)
    return row


def _order(session: Session, row: SupplierImport) -> Order:
    return Order.from_json(vault(session).open(row.sealed, f"imports/{row.id}"))


def _store_chunk(session: Session, row: SupplierImport, order: Order) -> None:
    steps = order.steps[row.rows_done : row.rows_done + CHUNK]
    merged = _merge(session, row.id, [step for step in steps if not step.new])
    # What a row was to be merged into may be gone by now: then the row stands for itself.
    _add(session, row.id, [step for step in steps if step.new or step.id not in merged])
    row.rows_done += len(steps)
    if row.rows_done < len(order.steps):
        return
    row.sealed = vault(session).seal(order.finished().to_json(), f"imports/{row.id}")
    row.state = ImportState.DONE
    row.version += 1
    enqueue(session, acting(session), Job.REFRESH_FOOTPRINT)


def _add(session: Session, import_id: UUID, steps: Sequence[Step]) -> None:
    opened = vault(session)
    rows = [
        {
            "id": UUID(step.id),
            "sealed": opened.seal(step.facility.to_json(), f"suppliers/{step.id}"),
            "match_tag": match_tag(opened, step.facility),
            "import_id": import_id,
            "version": 1,
        }
        for step in steps
    ]
    if rows:
        session.execute(insert(Supplier.__table__), rows)  # type: ignore[arg-type]


def _merge(session: Session, import_id: UUID, steps: Sequence[Step]) -> set[str]:
    """Fill gaps of stored records, each of which keeps what it was before; answer their ids."""
    opened = vault(session)
    said = {step.id: step.facility for step in steps}
    wanted = (
        select(Supplier).where(Supplier.id.in_([UUID(each) for each in said])).with_for_update()
    )
    found = session.scalars(wanted).all() if said else []
    for supplier in found:
        place = f"suppliers/{supplier.id}"
        before = opened.open(supplier.sealed, place)
        filled = Facility.from_json(before).filled_from(said[str(supplier.id)])
        content = filled.to_json() | {"before": before, "merged_by": str(import_id)}
        supplier.sealed = opened.seal(content, place)
        supplier.version += 1
    session.flush()
    return {str(supplier.id) for supplier in found}


def _give_up(work: Work, import_id: UUID) -> None:
    """Say that it failed, for example because the person may no longer import."""
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        row = session.get(SupplierImport, (acting(session).organization_id, import_id))
        if row is not None and row.state == ImportState.RUNNING:
            row.state = ImportState.FAILED
            row.version += 1


def _profile(session: Session) -> dict[tuple[str, str], set[str]]:
    """By place and sector of everything that the organization sources: canonical names of sites.

    A facility is the same in every registry by its OS ID, else by its normalized name and country.
    An area that is only declared has no facility.
    """
    opened = vault(session)
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in session.execute(select(Supplier.id, Supplier.sealed)):
        facility = Facility.from_json(opened.open(row.sealed, f"suppliers/{row.id}"))
        cell = found[facility.place, facility.sector or sectors.ANY]
        cell.add(facility.os_id or key_of(facility))
    for area in session.scalars(select(FootprintArea)):
        content = opened.open(area.sealed, f"footprint_areas/{area.id}")
        found[content["place"], content["sector"]].update()
    return found
