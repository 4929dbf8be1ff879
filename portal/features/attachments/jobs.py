"""Inspecting and rebuilding files in confined processes, and sweeping what nobody needs."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.decide import require
from portal.airlock import attachments, drafts
from portal.airlock.attachments import Attachment, Copy, State
from portal.airlock.attachments_crossing import report
from portal.airlock.attachments_details import Inspected, details
from portal.airlock.attachments_finding import speaks_otherwise, spotted
from portal.airlock.attachments_redacting import left_over, redactions, tightened
from portal.airlock.words import own_words
from portal.core.clock import now
from portal.db.encrypted import open_file, seal_file
from portal.jobs.catalog import Job
from portal.jobs.queue import Work, acting, runs
from portal.models import AttachmentObject, Contribution
from portal.outside import files
from portal.privacy.files import sandbox
from portal.privacy.files.report import Part, Report, Unacceptable, Why
from portal.privacy.identifiers.lexicon import Lexicon

TOLD_EVERY: Final = 1.0
"""Seconds between two notes of progress."""
UNNAMED: Final = timedelta(hours=24)
"""So long may an object wait for the transaction that names it: far longer than any lasts."""


@dataclass(frozen=True, slots=True)
class Task:
    """One attachment as a job found it, and what is needed to work on it."""

    work: Work
    contribution_id: UUID
    attachment: Attachment
    key: bytes
    lexicon: Lexicon
    shown_place: str | None

    def read(self, name: str) -> bytes:
        return open_file(self.key, files.store(self.work.settings).get(name), name)

    def put(self, content: bytes, key: bytes | None = None) -> str:
        """Under the contribution's key, or another; in use once `keep` has named it."""
        name = files.fresh_name()
        sealed = seal_file(key or self.key, content, name)
        files.store(self.work.settings).put(name, sealed)
        return name

    def keep(self, change: Callable[[Attachment], Attachment]) -> None:
        """Change the attachment, unless the author has changed or removed it meanwhile."""
        with self.work.database.transaction(write=True, ticket=self.work.ticket) as session:
            contribution = _contribution(session, self.contribution_id)
            if contribution is None:
                return
            folder = attachments.locked(session, contribution)
            before = _numbered(folder, self.attachment.number)
            if before is None or (before.state, before.version) != (
                self.attachment.state,
                self.attachment.version,
            ):
                return
            after = change(before)
            attachments.take(session, set(after.objects) - set(before.objects))
            attachments.give_up(session, set(before.objects) - set(after.objects))
            attachments.keep(session, contribution, folder.having(after))


@runs(Job.INSPECT_ATTACHMENT)
def inspect_attachment(work: Work, contribution_id: str, number: str) -> None:
    """Say what is in a file and hidden in it, or why it cannot be attached."""
    task = _task(work, UUID(contribution_id), int(number), State.WAITING)
    if task is None:
        return
    name = task.attachment.name
    try:
        content = task.read(task.attachment.original)
        seen = sandbox.inspect(content, name)
        pixels = seen.needs_eyes and not seen.parts
        picture = sandbox.rebuild(content, (), name).content if pixels else b""
    except (Unacceptable, files.Missing) as refusal:
        task.keep(_refused(refusal))
        return
    found = spotted(seen.parts, task.lexicon, _telling(task, seen.parts))
    inspected = Inspected.of(seen, found)
    kept = task.put(json.dumps(inspected.written()).encode())
    shown = task.put(picture) if picture else ""
    task.keep(
        lambda before: replace(
            before,
            state=State.OPEN,
            kind=str(seen.kind),
            pages=seen.pages,
            needs_eyes=seen.needs_eyes or speaks_otherwise(seen.parts),
            report=kept,
            picture=shown,
            hidden=len(seen.hidden),
            details=len({each.hit.key for each in found}),
        )
    )


@runs(Job.REBUILD_ATTACHMENT)
def rebuild_attachment(work: Work, contribution_id: str, number: str) -> None:
    """Make the copy that may leave, and read it like a stranger before the author does."""
    task = _task(work, UUID(contribution_id), int(number), State.MAKING)
    if task is None:
        return
    attachment = task.attachment
    try:
        inspected = Inspected.read(json.loads(task.read(attachment.report)))
        wanted = redactions(inspected, attachment.kept, task.shown_place)
        wanted = tightened(inspected.parts, wanted, task.lexicon)
        content = task.read(attachment.original)
        made = sandbox.rebuild(content, wanted, attachment.name, attachment.boxes)
        seen = _nothing_hidden(sandbox.inspect(made.content, f"copy{made.ending}"))
    except (Unacceptable, files.Missing) as refusal:
        task.keep(_not_made(refusal))
        return
    if left := left_over(seen.parts, task.lexicon):
        task.keep(lambda before: replace(before, state=State.OPEN, left=left))
        return
    key = secrets.token_bytes(32)
    text = [[str(part.label_kind), part.label, part.text] for part in seen.parts]
    copy = Copy(
        object=task.put(made.content, key),
        key=key.hex(),
        text=task.put(json.dumps(text).encode()),
        kind=str(made.kind),
        media_type=made.media_type,
        ending=made.ending,
        size=len(made.content),
        pages=seen.pages,
        report=report(attachment, details(inspected, attachment, task.shown_place)),
    )
    task.keep(lambda before: replace(before, state=State.MADE, copy=copy))


@runs(Job.SWEEP_OBJECTS)
def sweep_objects(work: Work) -> None:
    """Delete the objects that are not used any more, and those whose transaction never was."""
    store = files.store(work.settings)
    with work.steward.transaction() as session:
        wanted = select(AttachmentObject.name).where(AttachmentObject.unused)
        unused = session.scalars(wanted).all()
        for name in unused:
            store.delete(name)
        session.execute(delete(AttachmentObject).where(AttachmentObject.name.in_(unused)))
    border = now() - UNNAMED
    # The store is read first: what is put and named in between is not among these.
    old = [name for name, since in store.objects() if since < border]
    with work.steward.transaction() as session:
        named = set(session.scalars(select(AttachmentObject.name)))
    for name in old:
        if name not in named:
            store.delete(name)


def _nothing_hidden(seen: Report) -> Report:
    """The report of a copy, unless something is hidden in it after all."""
    if seen.hidden:
        raise Unacceptable(Why.NOT_CLEAN)
    return seen


def _task(work: Work, contribution_id: UUID, number: int, state: State) -> Task | None:
    """Nothing if it is done already, or no longer wanted."""
    with work.database.transaction(write=True, ticket=work.ticket) as session:
        contribution = _contribution(session, contribution_id)
        if contribution is None:
            return None
        found = _numbered(attachments.opened(session, contribution), number)
        if found is None or found.state is not state:
            return None
        return Task(
            work,
            contribution_id,
            found,
            attachments.file_key(session, contribution),
            own_words(session, acting(session)).lexicon,
            drafts.opened(session, contribution).shown_place,
        )


def _contribution(session: Session, contribution_id: UUID) -> Contribution | None:
    wanted = select(Contribution).where(Contribution.id == contribution_id)
    found = session.scalars(wanted).one_or_none()
    if found is not None:
        require(acting(session), Action.CONTRIBUTION_EDIT, found)
    return found


def _numbered(folder: attachments.Folder, number: int) -> Attachment | None:
    return next((each for each in folder if each.number == number), None)


def _told(refusal: Unacceptable | files.Missing) -> Unacceptable:
    # What is not in the store any more cannot be read: it is damaged for all that we know.
    return refusal if isinstance(refusal, Unacceptable) else Unacceptable(Why.DAMAGED)


def _refused(refusal: Unacceptable | files.Missing) -> Callable[[Attachment], Attachment]:
    said = _told(refusal)
    return lambda before: replace(
        before,
        state=State.REFUSED,
        refusal=said.message,
        values=dict(said.values),
        original="",
    )


def _not_made(refusal: Unacceptable | files.Missing) -> Callable[[Attachment], Attachment]:
    said = _told(refusal)
    return lambda before: replace(
        before, state=State.OPEN, refusal=said.message, values=dict(said.values)
    )


def _telling(task: Task, parts: Sequence[Part]) -> Callable[[int], None]:
    """Notes how far the detectors are, now and then."""
    total, last = sum(len(part.text) for part in parts), monotonic()

    def tell(done: int) -> None:
        nonlocal last
        if monotonic() - last >= TOLD_EVERY:
            last = monotonic()
            task.keep(lambda before: replace(before, done=done, total=total))

    return tell
