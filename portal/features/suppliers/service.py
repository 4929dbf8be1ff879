"""What can be done to the registry, to an import and to the declared areas."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record
from portal.core.clock import now
from portal.core.errors import Conflict, NotFound
from portal.db.encrypted import Vault, vault
from portal.facility_lists.draft import Draft, Order
from portal.facility_lists.facility import Facility
from portal.facility_lists.matching import key
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import FootprintArea, ImportState, Supplier, SupplierImport


@dataclass(frozen=True, slots=True)
class NewArea:
    """A place of any rung and a sector of any rung, as codes."""

    place: str
    sector: str


def match_tag(opened: Vault, facility: Facility) -> bytes:
    """Names the normalized name and country, under the tenant's own key."""
    return hmac.digest(opened.tenant_key(), key(facility).encode(), "sha256")


def add_supplier(session: Session, actor: Actor, new: Facility) -> Supplier:
    require(actor, Action.SUPPLIER_ADD, actor.workspace)
    opened = vault(session)
    supplier = Supplier(match_tag=match_tag(opened, new), import_id=None, version=1)
    supplier.sealed = opened.seal(new.to_json(), f"suppliers/{supplier.id}")
    session.add(supplier)
    session.flush()
    record(session, actor, Kind.SUPPLIER_ADDED, supplier.id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)
    return supplier


def change_supplier(
    session: Session, actor: Actor, supplier: Supplier, new: Facility, version: int
) -> None:
    """Raise `Conflict` unless `version` is the one that the person has seen."""
    require(actor, Action.SUPPLIER_CHANGE, supplier)
    opened = vault(session)
    changed = session.execute(
        update(Supplier)
        .where(Supplier.id == supplier.id, Supplier.version == version)
        .values(
            sealed=opened.seal(new.to_json(), f"suppliers/{supplier.id}"),
            match_tag=match_tag(opened, new),
            version=version + 1,
        )
        .returning(Supplier.id)
    )
    if changed.one_or_none() is None:
        raise Conflict(supplier.id)
    record(session, actor, Kind.SUPPLIER_CHANGED, supplier.id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)


def delete_supplier(session: Session, actor: Actor, supplier: Supplier) -> str:
    """Answer what `restore_supplier` needs: the record, sealed, for the person to send back."""
    require(actor, Action.SUPPLIER_CHANGE, supplier)
    opened = vault(session)
    content = opened.open(supplier.sealed, f"suppliers/{supplier.id}")
    kept = {"record": content, "import_id": str(supplier.import_id or "")}
    sealed = opened.seal(kept, f"deleted_suppliers/{supplier.id}")
    session.execute(delete(Supplier).where(Supplier.id == supplier.id))
    record(session, actor, Kind.SUPPLIER_DELETED, supplier.id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)
    return base64.urlsafe_b64encode(sealed).decode()


def restore_supplier(session: Session, actor: Actor, supplier_id: UUID, kept: str) -> None:
    """Put a deleted record back; raise `NotFound` unless it is this tenant's own."""
    require(actor, Action.SUPPLIER_ADD, actor.workspace)
    opened = vault(session)
    try:
        sealed = base64.urlsafe_b64decode(kept)
        content = opened.open(sealed, f"deleted_suppliers/{supplier_id}")
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise NotFound(supplier_id) from error
    if session.scalar(select(Supplier.id).where(Supplier.id == supplier_id)) is not None:
        raise Conflict(supplier_id)
    facility = Facility.from_json(content["record"])
    session.add(
        Supplier(
            id=supplier_id,
            sealed=opened.seal(content["record"], f"suppliers/{supplier_id}"),
            match_tag=match_tag(opened, facility),
            import_id=UUID(content["import_id"]) if content["import_id"] else None,
            version=1,
        )
    )
    session.flush()
    record(session, actor, Kind.SUPPLIER_ADDED, supplier_id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)


def start_import(session: Session, actor: Actor, draft: Draft) -> SupplierImport:
    require(actor, Action.IMPORT_CHANGE, actor.workspace)
    row = SupplierImport(
        started_by=actor.person_id,
        started_at=now(),
        state=ImportState.MAPPING,
        rows_total=len(draft.table.rows),
        rows_done=0,
        version=1,
    )
    row.sealed = vault(session).seal(draft.to_json(), f"imports/{row.id}")
    session.add(row)
    session.flush()
    record(session, actor, Kind.IMPORT_UPLOADED, row.id)
    return row


def map_import(
    session: Session, actor: Actor, row: SupplierImport, draft: Draft, version: int
) -> None:
    """Keep what a person chose; raise `Conflict` if somebody else has chosen meanwhile."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, ImportState.MAPPING)
    if row.version != version:
        raise Conflict(row.id)
    row.sealed = vault(session).seal(draft.to_json(), f"imports/{row.id}")
    row.version += 1
    record(session, actor, Kind.IMPORT_MAPPED, row.id)


def confirm_import(session: Session, actor: Actor, row: SupplierImport, order: Order) -> None:
    """From here on a job carries the order out."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, ImportState.MAPPING)
    row.sealed = vault(session).seal(order.to_json(), f"imports/{row.id}")
    row.state = ImportState.RUNNING
    row.rows_total, row.rows_done = len(order.steps), 0
    row.version += 1
    record(session, actor, Kind.IMPORT_CONFIRMED, row.id)
    enqueue(session, actor, Job.RUN_IMPORT, import_id=str(row.id))


def cancel_import(session: Session, actor: Actor, row: SupplierImport) -> None:
    """Drop an import that waits, or stop one that runs and take back what it has stored."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, ImportState.MAPPING, ImportState.RUNNING)
    record(session, actor, Kind.IMPORT_CANCELED, row.id)
    if row.state == ImportState.MAPPING:
        session.execute(delete(SupplierImport).where(SupplierImport.id == row.id))
        return
    _take_back(session, row)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)


def undo_import(session: Session, actor: Actor, row: SupplierImport) -> int:
    """Take everything back but merged records that were edited since; answer their number."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, ImportState.DONE, ImportState.FAILED)
    kept = _take_back(session, row)
    record(session, actor, Kind.IMPORT_UNDONE, row.id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)
    return kept


def declare_area(session: Session, actor: Actor, new: NewArea) -> None:
    require(actor, Action.FOOTPRINT_CHANGE, actor.workspace)
    area = FootprintArea()
    content = {"place": new.place, "sector": new.sector}
    area.sealed = vault(session).seal(content, f"footprint_areas/{area.id}")
    session.add(area)
    session.flush()
    record(session, actor, Kind.FOOTPRINT_CHANGED, area.id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)


def remove_area(session: Session, actor: Actor, area: FootprintArea) -> None:
    require(actor, Action.FOOTPRINT_CHANGE, area)
    session.execute(delete(FootprintArea).where(FootprintArea.id == area.id))
    record(session, actor, Kind.FOOTPRINT_CHANGED, area.id)
    enqueue(session, actor, Job.REFRESH_FOOTPRINT)


def _lock(session: Session, row: SupplierImport, *states: ImportState) -> None:
    session.refresh(row, with_for_update=True)
    if row.state not in states:
        raise Conflict(row.id)


def _take_back(session: Session, row: SupplierImport) -> int:
    opened = vault(session)
    order = Order.from_json(opened.open(row.sealed, f"imports/{row.id}"))
    session.execute(delete(Supplier).where(Supplier.import_id == row.id))
    kept = _unmerge(session, opened, row.id, [UUID(each) for each in order.merged])
    row.sealed = opened.seal(order.finished().to_json(), f"imports/{row.id}")
    row.state = ImportState.UNDONE
    row.version += 1
    return kept


def _unmerge(session: Session, opened: Vault, import_id: UUID, ids: Sequence[UUID]) -> int:
    """Restore what was merged into; a record that was edited since is left alone and counted."""
    kept = 0
    merged = select(Supplier).where(Supplier.id.in_(ids)).with_for_update()
    for supplier in session.scalars(merged):
        place = f"suppliers/{supplier.id}"
        content = opened.open(supplier.sealed, place)
        if content.get("merged_by") == str(import_id):
            supplier.sealed = opened.seal(content["before"], place)
            supplier.version += 1
        else:
            kept += 1
    return kept
