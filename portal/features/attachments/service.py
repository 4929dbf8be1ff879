"""Attach files, decide what stays in them, have them rebuilt, use the copies, remove them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from portal.access.actions import Action
from portal.access.actor import Actor
from portal.access.decide import require
from portal.airlock.attachments import (
    Attachment,
    Folder,
    Kept,
    State,
    give_up,
    keep,
    locked,
    take,
)
from portal.airlock.checking import Found
from portal.airlock.drafts import opened
from portal.airlock.tracking import whereabouts
from portal.audit.kinds import Kind
from portal.audit.record import record_personal
from portal.core.errors import Conflict, Refused
from portal.jobs.catalog import Job
from portal.jobs.queue import enqueue
from portal.models import Contribution
from portal.privacy.files.report import Box

N_: Final = str
MOST_FILES: Final = 10


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file whose sealed content is in the store already, as `object`."""

    name: str
    size: int
    object: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Let a detail stay, or with no reason replace it."""

    number: int
    found: Found
    reason: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What the author has covered and looked at, over the version that was shown."""

    number: int
    version: int
    boxes: tuple[Box, ...]
    looked: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """An attachment at the version that the author saw."""

    number: int
    version: int


def attach_files(
    session: Session, actor: Actor, contribution: Contribution, new: Sequence[NewFile]
) -> None:
    """Add files to a draft; a job inspects each."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    folder = _folder(session, contribution)
    if len(folder) + len(new) > MOST_FILES:
        raise Refused(N_("An item has at most %(most)s attachments."), most=MOST_FILES)
    for each in new:
        number = folder.following
        folder = folder.taking(each.name, each.size, each.object)
        _enqueue(session, actor, contribution, Job.INSPECT_ATTACHMENT, number)
    take(session, [each.object for each in new])
    keep(session, contribution, folder)
    record_personal(session, actor, Kind.ATTACHMENT_ADDED, contribution.id)


def remove_attachment(
    session: Session, actor: Actor, contribution: Contribution, number: int
) -> None:
    """Take the file off the draft; what a candidate has of it stays until it is sent again."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    folder = _folder(session, contribution)
    give_up(session, folder.of(number).objects)
    keep(session, contribution, folder.without(number))
    record_personal(session, actor, Kind.ATTACHMENT_REMOVED, contribution.id)


def decide_detail(session: Session, actor: Actor, contribution: Contribution, new: Choice) -> None:
    """Replace or keep every mention of a detail; whether that stands is checked when it is used."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    folder = _folder(session, contribution)
    before = folder.of(new.number)
    hit = new.found.hit
    kept = {key: each for key, each in before.kept.items() if key != hit.key}
    if new.reason:
        kept[hit.key] = Kept(
            reason=new.reason,
            text=hit.text,
            kind=str(hit.kind),
            tier=int(hit.tier),
            folded=hit.folded,
        )
    if kept == before.kept:
        return
    _change(session, contribution, folder, before, replace(before.stale(), kept=kept))
    record_personal(session, actor, Kind.ATTACHMENT_DECIDED, contribution.id)


def mark_attachment(
    session: Session, actor: Actor, contribution: Contribution, new: Marks
) -> Attachment:
    """Cover parts of pictures, and say that one has looked; `Conflict` over another version."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    folder = _folder(session, contribution)
    before = folder.of(new.number)
    if (before.boxes, before.looked) == (new.boxes, new.looked):
        return before
    if before.version != new.version:
        raise Conflict
    # Who has drawn anew has something new to look at, and says so in the same form.
    after = replace(before.stale(), boxes=new.boxes, looked=new.looked)
    _change(session, contribution, folder, before, after)
    record_personal(session, actor, Kind.ATTACHMENT_DECIDED, contribution.id)
    return after


def make_copy(session: Session, actor: Actor, contribution: Contribution, new: Seen) -> None:
    """Have a job rebuild the file as the choices say."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    folder = _folder(session, contribution)
    before = folder.of(new.number)
    if before.version != new.version:
        raise Conflict
    if not before.copyable:
        raise Refused(
            N_(
                "Look at every picture first, read what is not in English, and say so: no detector"
                " reads that."
            )
        )
    after = replace(before.stale(), state=State.MAKING, refusal="", values={})
    _change(session, contribution, folder, before, after)
    _enqueue(session, actor, contribution, Job.REBUILD_ATTACHMENT, new.number)
    record_personal(session, actor, Kind.ATTACHMENT_REBUILT, contribution.id)


def use_copy(session: Session, actor: Actor, contribution: Contribution, new: Seen) -> None:
    """Let the copy that was shown leave with the finding."""
    require(actor, Action.CONTRIBUTION_EDIT, contribution)
    folder = _folder(session, contribution)
    before = folder.of(new.number)
    if before.copy is None or before.version != new.version:
        raise Conflict
    keep(session, contribution, folder.having(replace(before, state=State.USED)))
    record_personal(session, actor, Kind.ATTACHMENT_USED, contribution.id)


def _folder(session: Session, contribution: Contribution) -> Folder:
    """Locked, of a contribution that may still be changed."""
    if not whereabouts(session, opened(session, contribution)).stage.editable:
        raise Conflict
    return locked(session, contribution)


def _change(
    session: Session,
    contribution: Contribution,
    folder: Folder,
    before: Attachment,
    after: Attachment,
) -> None:
    give_up(session, [name for name in before.objects if name not in after.objects])
    keep(session, contribution, folder.having(after))


def _enqueue(
    session: Session, actor: Actor, contribution: Contribution, job: Job, number: int
) -> None:
    named = {"contribution_id": str(contribution.id), "number": str(number)}
    enqueue(session, actor, job, **named)
