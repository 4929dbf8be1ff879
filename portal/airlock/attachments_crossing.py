"""Rebuilt files on their way: from a folder to a candidate, to a release, or to nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import SystemRandom
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from portal.airlock.attachments import (
    Attachment,
    Copy,
    State,
    give_up,
    keep,
    locked,
    opened,
)
from portal.airlock.attachments_details import Detail, still_kept
from portal.airlock.fields import Problem
from portal.airlock.tracking import act_as_author
from portal.core.errors import NotFound
from portal.core.keys import Keys
from portal.db.encrypted import open_json, seal_json
from portal.db.session import keys
from portal.models import Candidate, CandidateFile, Contribution, Release, ReleasedFile

N_: Final = str
BLOCK: Final = 256


@dataclass(frozen=True, slots=True)
class Boxed:
    """Where a rebuilt file is, and what opens it."""

    object: str
    key: bytes
    media_type: str
    ending: str


def boxed(known: Keys, file_id: UUID, copy: Copy) -> bytes:
    """The box of a row: who steals the database alone, or with the store, opens none."""
    content = {name: getattr(copy, name) for name in ("object", "key", "media_type", "ending")}
    return seal_json(known.derive("files"), content, f"files/{file_id}", block=BLOCK)


def unboxed(known: Keys, row: CandidateFile | ReleasedFile) -> Boxed:
    raw = open_json(known.derive("files"), row.box, f"files/{row.id}")
    return Boxed(raw["object"], bytes.fromhex(raw["key"]), raw["media_type"], raw["ending"])


def unsettled(attachments: Iterable[Attachment], shown_place: str | None) -> Iterator[Problem]:
    """What keeps the attachments, and so the finding, from leaving."""
    for each in attachments:
        said = {"file": each.name}
        if each.state is State.REFUSED:
            yield Problem("attachments", N_("“%(file)s” cannot be attached. Remove it."), said)
        elif each.state is not State.USED:
            yield Problem(
                "attachments",
                N_("Make and use the crossing copy of “%(file)s”, or remove it."),
                said,
            )
        else:
            for text in still_kept(each, shown_place):
                yield Problem(
                    "attachments",
                    N_("“%(found)s” may no longer stay in “%(file)s”. Decide about it again."),
                    said | {"found": text},
                )


def cross(session: Session, contribution: Contribution, candidate: Candidate) -> None:
    """Give the candidate the copies in use, in an order drawn by lot, instead of what it had."""
    folder = locked(session, contribution)
    act_as_author(session, [candidate.id])
    before = _removed(session, CandidateFile, CandidateFile.candidate_id == candidate.id)
    copies = [each.copy for each in folder if each.copy and each.state is State.USED]
    SystemRandom().shuffle(copies)
    rows = [_row(session, candidate, number, each) for number, each in enumerate(copies, 1)]
    if rows:
        session.execute(insert(CandidateFile), rows)
    if before or rows:
        give_up(session, before - {each.object for each in copies})
        for each in folder:
            if each.copy in copies:
                folder = folder.having(replace(each, copy=replace(each.copy, crossed=True)))
        keep(session, contribution, folder)


def _row(session: Session, candidate: Candidate, number: int, copy: Copy) -> dict[str, Any]:
    new = uuid4()
    return {
        "id": new,
        "candidate_id": candidate.id,
        "group_id": candidate.group_id,
        "candidate_version": candidate.version,
        "number": number,
        "kind": copy.kind,
        "size": copy.size,
        "pages": copy.pages,
        "report": dict(copy.report),
        "box": boxed(keys(session), new, copy),
    }


def release_files(session: Session, candidate_ids: Sequence[UUID]) -> None:
    """For the steward: what waits with these candidates is read with their releases from now on."""
    rows = session.scalars(
        select(CandidateFile).where(CandidateFile.candidate_id.in_(candidate_ids))
    ).all()
    moved = [
        {
            "release_id": row.candidate_id,
            **{
                name: getattr(row, name)
                for name in ("id", "group_id", "number", "kind", "size", "pages", "box")
            },
        }
        for row in rows
    ]
    SystemRandom().shuffle(moved)
    if moved:
        session.execute(insert(ReleasedFile), moved)


def shred_files(session: Session, contribution: Contribution, subject: UUID) -> None:
    """Destroy rows, boxes and keys of what others could open; what the author uploaded stays."""
    act_as_author(session, [subject])
    gone = _removed(session, CandidateFile, CandidateFile.candidate_id == subject)
    gone |= _removed(session, ReleasedFile, ReleasedFile.release_id == subject)
    folder = opened(session, contribution)
    if not gone and not any(each.copy for each in folder):
        return
    folder = locked(session, contribution)
    for each in folder:
        if each.copy:
            gone |= {each.copy.object, each.copy.text}
            folder = folder.having(replace(each, copy=None, state=State.OPEN))
    give_up(session, sorted(gone))
    keep(session, contribution, folder)


def forget_files(session: Session, contribution: Contribution) -> None:
    """Before a draft is deleted: its objects may be swept, and its key goes with it."""
    give_up(session, [name for each in opened(session, contribution) for name in each.objects])


def _removed(
    session: Session, model: type[CandidateFile | ReleasedFile], condition: ColumnElement[bool]
) -> set[str]:
    """The objects of the rows that are deleted."""
    rows: Sequence[Any] = session.scalars(select(model).where(condition)).all()
    if rows:
        session.execute(delete(model).where(condition))
    return {unboxed(keys(session), row).object for row in rows}


def candidate_files(session: Session, candidate_id: UUID) -> Sequence[CandidateFile]:
    """Those of one candidate, by number."""
    wanted = select(CandidateFile).where(CandidateFile.candidate_id == candidate_id)
    return session.scalars(wanted.order_by(CandidateFile.number)).all()


def released_files(session: Session, release_id: UUID) -> Sequence[ReleasedFile]:
    """Those of one release that the acting person may read, by number."""
    wanted = select(ReleasedFile).where(ReleasedFile.release_id == release_id)
    return session.scalars(wanted.order_by(ReleasedFile.number)).all()


def readable_release(session: Session, release_id: UUID) -> Release | None:
    """The release, if it is the reader's to read; a hidden one takes as long as an absent one."""
    found = func.guard.find_release(release_id).table_valued("id", name="found").render_derived()
    query = select(Release).select_from(found).join(Release, Release.id == found.c.id)
    return session.scalars(query).one_or_none()


def numbered(
    found: Sequence[CandidateFile] | Sequence[ReleasedFile], number: int
) -> CandidateFile | ReleasedFile:
    """The one of that number; `NotFound` if there is none."""
    for each in found:
        if each.number == number:
            return each
    raise NotFound(number)


def report(attachment: Attachment, found: Sequence[Detail]) -> dict[str, Any]:
    """What a coordinator may know of a file: what was replaced by kind, what stays and why."""
    kept = [
        {
            "kind": str(each.found.hit.kind),
            "shown": each.found.shown,
            "reason": each.found.decided.reason if each.found.decided else "",
        }
        for each in found
        if each.kept
    ]
    replaced = Counter(str(each.found.hit.kind) for each in found if not each.kept)
    return {
        "kept": kept,
        "replaced": dict(sorted(replaced.items())),
        "boxes": len(attachment.boxes),
        "looked": attachment.looked,
    }
