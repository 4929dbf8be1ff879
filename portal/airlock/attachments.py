"""What is attached to a contribution: its folder opened, and kept under the contribution's key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.db.encrypted import open_json, seal_json, vault
from portal.db.session import set_local
from portal.models import AttachmentFolder, AttachmentObject, Contribution
from portal.privacy.files.report import Box

BLOCK: Final = 16_384
"""Ten files with their choices fit into one block: its length tells nothing about them."""


class State(StrEnum):
    WAITING = "waiting"
    REFUSED = "refused"
    OPEN = "open"
    MAKING = "making"
    MADE = "made"
    USED = "used"

    @property
    def busy(self) -> bool:
        """Whether a job is at work on it."""
        return self in {State.WAITING, State.MAKING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A detail that the author lets stay, with what is needed to judge that again later."""

    reason: str
    text: str
    kind: str
    tier: int
    folded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A rebuilt file: its object, the key of that object (hex) and the object of its text.

    `crossed` once a candidate has it: then the object outlives this copy.
    """

    object: str
    key: str
    text: str
    kind: str
    media_type: str
    ending: str
    size: int
    pages: int
    report: Mapping[str, Any]
    crossed: bool = False

    @property
    def own_objects(self) -> tuple[str, ...]:
        return (self.text,) if self.crossed else (self.object, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file of the author's: `name`, `original` and `report` never leave the workspace.

    `report` and `picture` name objects under the contribution's key; `done` of `total` characters
    have been looked at by the detectors; `needs_eyes` if some of the file is beyond them. `version`
    counts the choices, to which a copy belongs. `left` holds what the last copy would still have
    told.
    """

    number: int
    name: str
    size: int
    original: str
    state: State = State.WAITING
    refusal: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    pages: int = 0
    needs_eyes: bool = False
    report: str = ""
    picture: str = ""
    hidden: int = 0
    details: int = 0
    done: int = 0
    total: int = 0
    kept: Mapping[str, Kept] = field(default_factory=dict)
    boxes: tuple[Box, ...] = ()
    looked: bool = False
    left: tuple[str, ...] = ()
    copy: Copy | None = None
    version: int = 1

    @property
    def objects(self) -> tuple[str, ...]:
        """Every object that nobody needs once this attachment is gone."""
        names = (self.original, self.report, self.picture)
        copied = self.copy.own_objects if self.copy else ()
        return tuple(name for name in (*names, *copied) if name)

    @property
    def takes_boxes(self) -> bool:
        return self.kind in {"pdf", "png", "jpeg", "heic"}

    @property
    def copyable(self) -> bool:
        """Whether all is decided that has no default."""
        return self.state in {State.OPEN, State.MADE, State.USED} and (
            self.looked or not self.needs_eyes
        )

    def stale(self) -> Attachment:
        """The same with another choice to come: the copy of before is no longer of any use."""
        return replace(self, state=State.OPEN, version=self.version + 1, copy=None, left=())


@dataclass(frozen=True, slots=True)
class Folder:
    """`following` is the number of the next attachment: none is given twice."""

    attachments: tuple[Attachment, ...] = ()
    following: int = 1

    def __iter__(self) -> Iterator[Attachment]:
        return iter(self.attachments)

    def __len__(self) -> int:
        return len(self.attachments)

    def of(self, number: int) -> Attachment:
        """Raise `NotFound` if there is none of that number."""
        for each in self.attachments:
            if each.number == number:
                return each
        raise NotFound(number)

    def taking(self, name: str, size: int, original: str) -> Folder:
        new = Attachment(number=self.following, name=name, size=size, original=original)
        return Folder((*self.attachments, new), self.following + 1)

    def having(self, changed: Attachment) -> Folder:
        now = (changed if each.number == changed.number else each for each in self.attachments)
        return Folder(tuple(now), self.following)

    def without(self, number: int) -> Folder:
        rest = (each for each in self.attachments if each.number != number)
        return Folder(tuple(rest), self.following)

    def written(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Folder:
        return cls(tuple(_read(each) for each in raw["attachments"]), raw["following"])


def _read(raw: Mapping[str, Any]) -> Attachment:
    copy = raw["copy"]
    made = {
        "state": State(raw["state"]),
        "kept": {key: Kept(**each) for key, each in raw["kept"].items()},
        "boxes": tuple(Box(**each) for each in raw["boxes"]),
        "left": tuple(raw["left"]),
        "copy": Copy(**copy) if copy else None,
    }
    return Attachment(**{**raw, **made})


def start(session: Session, contribution: Contribution) -> None:
    """The empty folder that every contribution has from its start."""
    row = AttachmentFolder(contribution_id=contribution.id, created_by=contribution.created_by)
    row.sealed = _sealed(session, contribution, Folder())
    session.add(row)


def opened(session: Session, contribution: Contribution) -> Folder:
    """The folder as it is now; one that was never made is empty."""
    return _opened(session, contribution, session.scalar(_wanted(contribution)))


def locked(session: Session, contribution: Contribution) -> Folder:
    """The folder, held to the end of the transaction: author and jobs change it in turn."""
    sealed = session.scalar(_wanted(contribution).with_for_update())
    if sealed is None:
        empty = {
            "contribution_id": contribution.id,
            "created_by": contribution.created_by,
            "sealed": _sealed(session, contribution, Folder()),
        }
        session.execute(upsert(AttachmentFolder).values(empty).on_conflict_do_nothing())
        sealed = session.scalar(_wanted(contribution).with_for_update())
    return _opened(session, contribution, sealed)


def keep(session: Session, contribution: Contribution, folder: Folder) -> None:
    """Seal a locked folder."""
    table = AttachmentFolder.__table__
    session.execute(
        table.update()  # type: ignore[attr-defined]  # a declarative table is a Table
        .where(table.c.contribution_id == contribution.id)
        .values(sealed=_sealed(session, contribution, folder))
    )


def take(session: Session, names: Iterable[str]) -> None:
    """From this transaction's commit on these objects are in use."""
    rows = [{"name": name, "unused": False} for name in names]
    if rows:
        session.execute(insert(AttachmentObject), rows)


def give_up(session: Session, names: Iterable[str]) -> None:
    """From this transaction's commit on these objects are to be swept."""
    wanted = ",".join(names)
    if wanted:
        set_local(session, "objects", wanted)
        # Without a condition: row-level security keeps it to the names, and nobody may read them.
        session.execute(update(AttachmentObject).values(unused=True))
        set_local(session, "objects", "")


def place(contribution: Contribution) -> str:
    """Where the ciphertext of a folder belongs."""
    return f"attachment_folders/{contribution.id}"


def file_key(session: Session, contribution: Contribution) -> bytes:
    """The 32 bytes under which the objects of this contribution are sealed."""
    return vault(session).record_key(contribution.wrapped, f"contributions/{contribution.id}")


def _wanted(contribution: Contribution) -> Any:
    return select(AttachmentFolder.sealed).where(
        AttachmentFolder.contribution_id == contribution.id
    )


def _opened(session: Session, contribution: Contribution, sealed: bytes | None) -> Folder:
    if sealed is None:
        return Folder()
    key = file_key(session, contribution)
    return Folder.read(open_json(key, sealed, place(contribution)))


def _sealed(session: Session, contribution: Contribution, folder: Folder) -> bytes:
    key = file_key(session, contribution)
    return seal_json(key, folder.written(), place(contribution), block=BLOCK)
