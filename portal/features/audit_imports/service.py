"""What can be done to an import of audits, and the export of all audits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.audit.kinds import Kind
from portal.audit.record import record
from portal.audit_lists import workbook_writing, writing
from portal.audit_lists.draft import UNDONE_WITHIN, Counts, Draft
from portal.audit_lists.mapping import Columns
from portal.audit_lists.problems import Fixes
from portal.audit_lists.spill import Spill
from portal.audit_records import import_rows
from portal.audit_records.records import delete_import, every_outcome
from portal.core.clock import now
from portal.core.errors import Conflict, Refused
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import AuditImport, AuditImportPiece, AuditImportState

N_: Final = str
State = AuditImportState
WAITING: Final = (State.MAPPING, State.CHECKED, State.REFUSED)
"""Nothing runs, and the mapping may be changed."""


@dataclass(frozen=True, slots=True)
class NewList:
    """An uploaded file: the pieces are taken one by one and sealed at once."""

    file: str
    workbook: bool
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the columns and words of a list mean, over the version that was shown."""

    columns: Columns
    fixes: Fixes
    version: int


def upload_list(session: Session, actor: Actor, new: NewList) -> AuditImport:
    """Keep the file; a job reads its titles and first rows."""
    require(actor, Action.IMPORT_CHANGE, actor.workspace)
    _forget_old(session)
    row = AuditImport(
        started_by=actor.person_id,
        started_on=now().date(),
        state=State.READING,
        version=1,
    )
    draft = Draft(new.file, new.workbook, 0)
    import_rows.keep(session, row, draft)
    session.add(row)
    session.flush()
    size = 0
    for number, piece in enumerate(new.pieces):
        size += len(piece)
        import_rows.keep_piece(session, row.id, number, piece)
    import_rows.keep(session, row, replace(draft, size=size))
    session.flush()
    record(session, actor, Kind.AUDITS_UPLOADED, row.id)
    enqueue(session, actor, Job.READ_AUDIT_LIST, import_id=str(row.id))
    return row


def map_list(session: Session, actor: Actor, row: AuditImport, new: Chosen) -> None:
    """Keep and remember what was chosen, and have a job go through the list without storing."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, *WAITING)
    if row.version != new.version:
        raise Conflict(row.id)
    draft = import_rows.opened(session, row)
    fresh = replace(
        draft, columns=new.columns, fixes=new.fixes, refusal="", values={}, share=0.0, rows=0,
        found=Counts(), asked=(),
    )  # fmt: skip
    row.state = State.CHECKING
    row.version += 1
    import_rows.keep(session, row, fresh)
    import_rows.remember(session, fresh)
    record(session, actor, Kind.IMPORT_MAPPED, row.id)
    enqueue(session, actor, Job.CHECK_AUDIT_LIST, import_id=str(row.id))


def confirm_import(session: Session, actor: Actor, row: AuditImport) -> None:
    """From here on a job stores what the dry run has found to be good."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, State.CHECKED)
    draft = import_rows.opened(session, row)
    if not draft.found.audits:
        raise Refused(N_("No row of this list can be imported yet. Look at the problems first."))
    row.state = State.RUNNING
    row.version += 1
    import_rows.keep(session, row, replace(draft, share=0.0, rows=0, done=0, stored=Counts()))
    record(session, actor, Kind.IMPORT_CONFIRMED, row.id)
    enqueue(session, actor, Job.RUN_AUDIT_IMPORT, import_id=str(row.id))


def cancel_import(session: Session, actor: Actor, row: AuditImport) -> None:
    """Drop an import that stores nothing yet, or stop one that runs and take back what it has."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, State.READING, State.CHECKING, State.RUNNING, *WAITING)
    record(session, actor, Kind.IMPORT_CANCELED, row.id)
    if row.state == State.RUNNING:
        _take_back(session, row)
    else:
        session.execute(delete(AuditImport).where(AuditImport.id == row.id))


def undo_import(session: Session, actor: Actor, row: AuditImport) -> int:
    """Delete every audit that it stored, edited since or not; answer their number."""
    require(actor, Action.IMPORT_CHANGE, row)
    _lock(session, row, State.DONE, State.FAILED)
    if row.state == State.DONE and not import_rows.opened(session, row).undoable(now().date()):
        raise Refused(
            N_("An import can be undone for %(days)s days. Delete single audits instead."),
            days=UNDONE_WITHIN.days,
        )
    gone = _take_back(session, row)
    record(session, actor, Kind.IMPORT_UNDONE, row.id)
    return gone


def export_outcomes(session: Session, actor: Actor, *, workbook: bool) -> Spill:
    """Everything as a file in pieces, which outlive the transaction that reads the audits."""
    require(actor, Action.AUDIT_VIEW, actor.workspace)
    record(session, actor, Kind.AUDITS_EXPORTED, actor.organization_id)
    spill = Spill()
    outcomes = every_outcome(session)
    pieces = workbook_writing.workbook(outcomes) if workbook else writing.delimited(outcomes)
    for piece in pieces:
        spill.write(piece)
    return spill


def _lock(session: Session, row: AuditImport, *states: State) -> None:
    session.refresh(row, with_for_update=True)
    if row.state not in states:
        raise Conflict(row.id)


def _take_back(session: Session, row: AuditImport) -> int:
    gone = delete_import(session, row.id)
    import_rows.drop_pieces(session, row.id)
    import_rows.keep(session, row, replace(import_rows.opened(session, row), stored=Counts()))
    row.state = State.UNDONE
    row.version += 1
    return gone


def _forget_old(session: Session) -> None:
    """Files and problems of imports that nobody went on with, or that cannot be undone any more."""
    old = select(AuditImport.id).where(AuditImport.started_on < now().date() - UNDONE_WITHIN)
    session.execute(delete(AuditImportPiece).where(AuditImportPiece.import_id.in_(old)))
