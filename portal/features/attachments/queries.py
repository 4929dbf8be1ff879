"""What the pages of attachments show: the author's folder, and the files that wait or are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.airlock import attachments, drafts
from portal.airlock.attachments import Folder
from portal.airlock.drafts import Draft
from portal.airlock.tracking import Whereabouts, whereabouts
from portal.models import Contribution
from portal.privacy.files.report import Hidden, HiddenKind


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft with its folder and the key of its files."""

    contribution: Contribution
    draft: Draft
    where: Whereabouts
    folder: Folder
    key: bytes


def desk(session: Session, contribution: Contribution) -> Desk:
    """One contribution of the author's, opened."""
    draft = drafts.opened(session, contribution)
    return Desk(
        contribution,
        draft,
        whereabouts(session, draft),
        attachments.opened(session, contribution),
        attachments.file_key(session, contribution),
    )


def by_kind(hidden: Iterable[Hidden]) -> dict[HiddenKind, list[Hidden]]:
    """What is hidden in a file, each kind once, in the order of the file."""
    found: dict[HiddenKind, list[Hidden]] = {}
    for each in hidden:
        found.setdefault(each.kind, []).append(each)
    return found
