"""A file at every stage: attached to a draft, waiting with a candidate, read with a release."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.airlock import attachments
from portal.airlock.attachments import Attachment, Copy, Folder, State
from portal.airlock.attachments_crossing import boxed
from portal.airlock.attachments_details import Inspected
from portal.db.base import Base
from portal.db.encrypted import seal_file
from portal.models import CandidateFile, Contribution, ReleasedFile
from portal.outside import files
from portal.privacy.files.report import LabelKind, Part
from tests.conftest import Site

TEXT = "It was seen."
KEY = b"k" * 32


def put(site: Site, key: bytes, content: bytes) -> str:
    name = files.fresh_name()
    files.store(site.settings).put(name, seal_file(key, content, name))
    return name


def copy_of(site: Site, key: bytes) -> Copy:
    """A text that was rebuilt; `key` is the one of its draft."""
    return Copy(
        object=put(site, KEY, TEXT.encode()),
        key=KEY.hex(),
        text=put(site, key, json.dumps([["line", "1", TEXT]]).encode()),
        kind="text",
        media_type="text/plain; charset=utf-8",
        ending=".txt",
        size=len(TEXT),
        pages=1,
        report={"kept": [], "replaced": {}, "boxes": 0, "looked": False},
    )


def write_folder(session: Session, site: Site, contribution: Contribution) -> None:
    """One attachment, number 1, of which there is everything that its pages can show."""
    key = attachments.file_key(session, contribution)
    inspected = Inspected((Part("1", LabelKind.LINE, "1", TEXT),), (), ())
    attachment = Attachment(
        number=1,
        name="notes.txt",
        size=len(TEXT),
        state=State.MADE,
        kind="text",
        pages=1,
        original=put(site, key, TEXT.encode()),
        report=put(site, key, json.dumps(inspected.written()).encode()),
        picture=put(site, key, b"\x89PNG"),
        copy=copy_of(site, key),
    )
    attachments.start(session, contribution)
    session.flush()
    attachments.take(session, attachment.objects)
    attachments.keep(session, contribution, Folder((attachment,), 2))


def file_rows(
    site: Site, ids: Mapping[str, UUID], group_id: UUID
) -> list[tuple[type[Base], dict[str, Any]]]:
    """A file of the candidate and one of the release, number 1 of each."""
    copy = copy_of(site, KEY)
    shown: dict[str, Any] = {
        "group_id": group_id,
        "number": 1,
        "kind": copy.kind,
        "size": copy.size,
        "pages": copy.pages,
    }
    waiting, released = uuid4(), uuid4()
    return [
        (
            CandidateFile,
            {
                "id": waiting,
                "candidate_id": ids["candidate_id"],
                "candidate_version": 1,
                "report": dict(copy.report),
                "box": boxed(site.keys, waiting, copy),
                **shown,
            },
        ),
        (
            ReleasedFile,
            {
                "id": released,
                "release_id": ids["release_id"],
                "box": boxed(site.keys, released, copy),
                **shown,
            },
        ),
    ]
