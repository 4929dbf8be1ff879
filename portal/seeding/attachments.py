"""Two invented files: wages on a draft of the tour, and books of hours on a released finding."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock import attachments
from portal.airlock.attachments import Attachment, Copy, State
from portal.airlock.attachments_crossing import report
from portal.airlock.attachments_details import Inspected, details
from portal.airlock.attachments_finding import spotted
from portal.airlock.attachments_redacting import redactions, tightened
from portal.airlock.drafts import opened
from portal.airlock.words import own_words
from portal.core.config import Settings
from portal.db.encrypted import seal_file
from portal.features.attachments.service import NewFile, attach_files
from portal.models import Contribution
from portal.outside import files
from portal.privacy.files import sandbox

Rows = Sequence[Sequence[object]]

WAGES: Final[Rows] = (
    ("No.", "Operator", "Came", "Paid to sub-agent (BDT)", "Borrowed", "Receipt"),
    (1, "Shirin Akter", "2026-03", 310_000, "half", "none"),
    (2, "Md. Rafiqul Islam", "2026-03", 285_000, "all", "none"),
    (3, "Nasima Begum", "2026-04", 340_000, "two thirds", "one, no word “fee”"),
    (4, "Abdul Karim Sheikh", "2026-04", 295_000, "none", "none"),
    (5, "Jharna Rani Das", "2026-05", 360_000, "all", "photo of a slip"),
    (6, "Sohel Mia", "2026-05", 320_000, "half", "none"),
)
HOURS: Final[Rows] = (
    ("Section", "Week", "Hours in the book for audits", "Hours in the book for pay"),
    ("Cutting", 1, 58, 71),
    ("Cutting", 2, 57, 74),
    ("Sewing", 1, 60, 69),
    ("Sewing", 2, 59, 77),
    ("Finishing", 1, 56, 70),
)


def _wages() -> bytes:
    book = _book("Operators", WAGES, "Dana Whitlowe", "Corvane Denim, social compliance")
    sheet = book["Operators"]
    sheet.append((None, "Harimau Stitchworks (M) Sdn Bhd, Batu Pahat, as told to HR"))
    sheet["B2"].comment = Comment("Speaks for the others. Call her at home only.", "Dana Whitlowe")
    hidden = book.create_sheet("Agent")
    hidden.append(("Sub-agent", "+60 12-345 6789"))
    hidden.append(("Second plant", "Harimau Plant B"))
    hidden.sheet_state = "hidden"
    return _saved(book)


def _hours() -> bytes:
    book = _book("Two books", HOURS, "R. Pell", "Hartsedge & Pell")
    book["Two books"]["D3"].comment = Comment("Copied in the pay office after hours.", "R. Pell")
    return _saved(book)


FILES: Final[Mapping[str, tuple[str, Callable[[], bytes]]]] = {
    "MY: what operators paid before they came (call back agent!)": (
        "Batu Pahat - what operators paid.xlsx",
        _wages,
    ),
    "Night shifts entered twice: one book for audits, one for pay": (
        "both books, three sections.xlsx",
        _hours,
    ),
}
"""By the title of the finding: what the file is called on its author's disk, and its content."""


def _book(sheet: str, rows: Rows, author: str, company: str) -> Workbook:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    for row in rows:
        first.append(row)
    book.properties.creator = author
    book.properties.keywords = company
    book.properties.created = datetime(2026, 9, 14, 8, 30, tzinfo=UTC).replace(tzinfo=None)
    return book


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def attach(
    session: Session, actor: Actor, contribution: Contribution, settings: Settings, title: str
) -> None:
    """Leave the file on a draft as it was uploaded; the worker inspects it."""
    if title in FILES:
        name, content = FILES[title][0], FILES[title][1]()
        key = attachments.file_key(session, contribution)
        new = NewFile(name, len(content), _put(settings, key, content))
        attach_files(session, actor, contribution, [new])


def settle(
    session: Session, actor: Actor, contribution: Contribution, settings: Settings, title: str
) -> None:
    """Attach the file with a copy that is made and used already, for a finding about to be sent."""
    if title not in FILES:
        return
    name, content = FILES[title][0], FILES[title][1]()
    key = attachments.file_key(session, contribution)
    lexicon = own_words(session, actor).lexicon
    shown_place = opened(session, contribution).shown_place
    seen = sandbox.inspect(content, name)
    inspected = Inspected.of(seen, spotted(seen.parts, lexicon, lambda _: None))
    wanted = tightened(inspected.parts, redactions(inspected, {}, shown_place), lexicon)
    made = sandbox.rebuild(content, wanted, name)
    left = sandbox.inspect(made.content, f"copy{made.ending}")
    folder = attachments.locked(session, contribution)
    number = folder.following
    folder = folder.taking(name, len(content), _put(settings, key, content))
    attachment = replace(
        folder.of(number),
        state=State.USED,
        kind=str(seen.kind),
        pages=seen.pages,
        report=_put(settings, key, json.dumps(inspected.written()).encode()),
        hidden=len(seen.hidden),
        details=len({each.hit.key for each in inspected.spotted}),
    )
    own = secrets.token_bytes(32)
    text = [[str(part.label_kind), part.label, part.text] for part in left.parts]
    copy = Copy(
        object=_put(settings, own, made.content),
        key=own.hex(),
        text=_put(settings, key, json.dumps(text).encode()),
        kind=str(made.kind),
        media_type=made.media_type,
        ending=made.ending,
        size=len(made.content),
        pages=left.pages,
        report=report(attachment, details(inspected, attachment, shown_place)),
    )
    _keep(session, contribution, folder, replace(attachment, copy=copy))


def _keep(
    session: Session,
    contribution: Contribution,
    folder: attachments.Folder,
    attachment: Attachment,
) -> None:
    attachments.take(session, attachment.objects)
    attachments.keep(session, contribution, folder.having(attachment))


def _put(settings: Settings, key: bytes, content: bytes) -> str:
    name = files.fresh_name()
    files.store(settings).put(name, seal_file(key, content, name))
    return name
