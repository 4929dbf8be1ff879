"""Reading, checking and storing an uploaded list of audits, little of it in memory at a time."""

from __future__ import annotations

import hmac
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from time import monotonic
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.decide import require
from portal.audit_lists import reading
from portal.audit_lists.assembling import Assembled, assemble, gather, recorded_as
from portal.audit_lists.draft import Counts, Draft, Sheet
from portal.audit_lists.outcome import Outcome
from portal.audit_lists.pieces import SIZE, Pieces
from portal.audit_lists.spill import Spill
from portal.audit_lists.tables import Table
from portal.audit_lists.understanding import Reader
from portal.audit_records import contents, import_rows
from portal.audit_records.records import add_outcomes
from portal.core.clock import now
from portal.core.errors import PortalError, Refused
from portal.db.encrypted import vault
from portal.facility_lists.facility import Facility
from portal.facility_lists.matching import key as key_of
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, acting, runs
from portal.models import Audit, AuditImport, AuditImportState, Supplier

N_: Final = str
CHUNK: Final = 500
"""Rows for one transaction: what a killed worker loses, and how often a page sees progress."""
TOLD_EVERY: Final = 1.0
"""Seconds between two notes of progress while nothing is stored."""
HEADS: Final = 2000
State = AuditImportState
Change = Callable[[Session, AuditImport, Draft], Draft]


class Over(Exception):
    """The import was canceled, or is done already: there is nothing to do any more."""


@dataclass(slots=True)
class Task:
    """One import as its job found it."""

    work: Work
    import_id: UUID
    state: State
    draft: Draft = field(init=False)
    told: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.change(lambda _session, _row, draft: draft)

    def change(self, change: Change) -> None:
        """Change what is known in a transaction; raise `Over` unless the job is still wanted."""
        with self.work.database.transaction(write=True, ticket=self.work.ticket) as session:
            wanted = select(AuditImport).where(AuditImport.id == self.import_id).with_for_update()
            row = session.scalars(wanted).one_or_none()
            if row is None or row.state != self.state:
                raise Over
            require(acting(session), Action.IMPORT_CHANGE, row)
            before = import_rows.opened(session, row)
            after = change(session, row, before)
            if after != before:
                import_rows.keep(session, row, after)
            self.draft = after

    def end(self, state: State, change: Change) -> None:
        """Change it for the last time."""

        def changed(session: Session, row: AuditImport, draft: Draft) -> Draft:
            row.state = state
            row.version += 1
            return change(session, row, draft)

        self.change(changed)

    def tell(self, share: float, rows: int) -> None:
        """Note how far the reading is, now and then."""
        if monotonic() - self.told >= TOLD_EVERY:
            self.told = monotonic()
            self.change(lambda _session, _row, draft: replace(draft, share=share, rows=rows))

    def table(self, spill: Spill) -> Table:
        """The list, read from its pieces as its rows are taken."""
        file = io.BufferedReader(Pieces(self._piece, self.draft.size), SIZE)
        return reading.read(file, spill, workbook=self.draft.workbook)

    def _piece(self, number: int) -> bytes:
        with self.work.database.transaction(write=False, ticket=self.work.ticket) as session:
            found = import_rows.piece(session, self.import_id, number)
        if found is None:
            raise Refused(N_("The uploaded file is not kept any more. Upload it again."))
        return found

    def understood(self, spill: Spill) -> tuple[Reader, Iterator[Assembled]]:
        """Take every row, and answer what gives the audits one by one."""
        table = self.table(spill)
        reader = Reader(self.draft.columns, self.draft.fixes, now().date())
        rows = 0
        for rows in gather(table.rows, reader, spill):
            self.tell(table.source.share(), rows)
        for heads in self._recorded():
            spill.note_recorded(heads)
        self.change(
            lambda _session, _row, draft: replace(
                draft,
                rows=rows,
                sheet=replace(draft.sheet, remarks=tuple(table.source.remarks.items())),
            )
        )
        return reader, assemble(spill, self.draft.columns)

    def _recorded(self) -> Iterator[list[str]]:
        """The audits that other ways than this import have recorded, some at a time."""
        last = UUID(int=0)
        while True:
            with self.work.database.transaction(write=False, ticket=self.work.ticket) as session:
                rows = session.execute(
                    select(Audit.id, Audit.head)
                    .where(Audit.id > last, Audit.import_id.is_distinct_from(self.import_id))
                    .order_by(Audit.id)
                    .limit(HEADS)
                ).all()
                box = vault(session)
                heads = [contents.open_head(box, row.id, row.head) for row in rows]
            if not rows:
                return
            last = rows[-1].id
            yield [name for each in heads if (name := recorded_as(each))]


@runs(Job.READ_AUDIT_LIST)
def read_audit_list(work: Work, import_id: str) -> None:
    """Titles and first rows, and what the columns mean as far as that can be guessed."""
    _carry_out(work, import_id, State.READING, _read)


@runs(Job.CHECK_AUDIT_LIST)
def check_audit_list(work: Work, import_id: str) -> None:
    """Go through the whole list as the import would, and store only what is wrong with it."""
    _carry_out(work, import_id, State.CHECKING, _check)


@runs(Job.RUN_AUDIT_IMPORT)
def run_audit_import(work: Work, import_id: str) -> None:
    """Store the rest of an import; called again after a crash, it goes on where it stopped."""
    _carry_out(work, import_id, State.RUNNING, _run)


def _carry_out(
    work: Work, import_id: str, state: State, body: Callable[[Task, Spill], None]
) -> None:
    named = UUID(import_id)
    try:
        with Spill() as spill:
            body(Task(work, named, state), spill)
    except Over:
        return
    except PortalError as error:
        _give_up(work, named, state, error)


def _give_up(work: Work, import_id: UUID, state: State, error: PortalError) -> None:
    """Say why the file cannot be read, or that the person may no longer import."""
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        row = session.get(AuditImport, (acting(session).organization_id, import_id))
        if row is None or row.state != state:
            return
        row.state = State.FAILED
        row.version += 1
        if isinstance(error, Refused) and state != State.RUNNING:
            row.state = State.REFUSED
            draft = import_rows.opened(session, row)
            values = {name: str(value) for name, value in error.values.items()}
            import_rows.keep(session, row, replace(draft, refusal=error.message, values=values))


def _read(task: Task, spill: Spill) -> None:
    sheet = Sheet.of(task.table(spill))

    def mapped(session: Session, _row: AuditImport, draft: Draft) -> Draft:
        memory = import_rows.memory(session)
        columns = memory.columns(sheet.header)
        fixes = memory.fixes_for(sheet, columns)
        return replace(draft, sheet=sheet, columns=columns, fixes=fixes)

    task.end(State.MAPPING, mapped)


def _check(task: Task, spill: Spill) -> None:
    reader, audits = task.understood(spill)
    counts, good = Counts(), 0
    for made in audits:
        for each in made.problems:
            spill.keep_problem(each.row, each.to_json())
        if made.outcome is not None:
            good += made.rows
            counts = _with(counts, [made.outcome])
        task.tell(1.0, task.draft.rows)
    rows = task.draft.rows
    found = replace(counts, rows=rows, bad_rows=rows - good, problems=spill.problem_count)

    def checked(session: Session, row: AuditImport, draft: Draft) -> Draft:
        import_rows.keep_problems(session, row.id, spill.problems())
        asked = tuple(reader.asked.counted.most_common())
        return replace(draft, found=found, asked=asked, share=1.0)

    task.end(State.CHECKED, checked)


def _run(task: Task, spill: Spill) -> None:
    _, audits = task.understood(spill)
    total, done = spill.count_audits(), task.draft.done
    waiting: list[Assembled] = []
    for made in islice(audits, done, None):
        waiting.append(made)
        if sum(each.rows for each in waiting) >= CHUNK:
            task.change(partial(_store, waiting, total))
            waiting = []
    task.change(partial(_store, waiting, total))

    def ended(session: Session, row: AuditImport, draft: Draft) -> Draft:
        import_rows.drop_pieces(session, row.id, import_rows.UPLOAD)
        return replace(draft, share=1.0, finished_on=now().date())

    task.end(State.DONE, ended)


def _store(
    made: Sequence[Assembled], total: int, session: Session, row: AuditImport, draft: Draft
) -> Draft:
    """One chunk, and in the same transaction how far it is: so nothing is stored twice."""
    outcomes = [each.outcome for each in made if each.outcome is not None]
    add_outcomes(session, _linked(session, outcomes), row.id)
    done = draft.done + len(made)
    return replace(
        draft, done=done, stored=_with(draft.stored, outcomes), share=done / max(1, total)
    )


def _linked(session: Session, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """With the record of the own registry that has this name in this country, if one has."""
    box = vault(session)
    tags = {
        each: hmac.digest(
            box.tenant_key(), key_of(Facility(each.supplier, "", each.country)).encode(), "sha256"
        )
        for each in outcomes
    }
    named = {UUID(each.supplier_id) for each in outcomes if each.supplier_id}
    wanted = Supplier.match_tag.in_(set(tags.values())) | Supplier.id.in_(named)
    found = session.execute(select(Supplier.id, Supplier.match_tag).where(wanted)).all()
    ids = {str(each.id) for each in found}
    by_tag = {each.match_tag: str(each.id) for each in found}
    return [
        replace(
            each,
            supplier_id=each.supplier_id if each.supplier_id in ids else by_tag.get(tags[each], ""),
        )
        for each in outcomes
    ]


def _with(counts: Counts, outcomes: Sequence[Outcome]) -> Counts:
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    return replace(
        counts,
        audits=counts.audits + len(outcomes),
        findings=counts.findings + len(findings),
        actions=counts.actions + sum(len(each.actions) for each in findings),
    )
