"""How an import of audits is kept: its state, its file and its problems in pieces, its mapping."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from portal.audit_lists.draft import Draft, Memory
from portal.audit_lists.problems import Problem
from portal.db.encrypted import open_file, seal_file, vault
from portal.models import AuditImport, AuditImportPiece, AuditMapping

BLOCK: Final = 4096
"""Of the sealed values: how many titles, words or counts there are is nobody's business."""
UPLOAD: Final = "upload"
PROBLEMS: Final = "problems"


def opened(session: Session, row: AuditImport) -> Draft:
    return Draft.from_json(vault(session).open(row.sealed, f"audit_imports/{row.id}"))


def keep(session: Session, row: AuditImport, draft: Draft) -> None:
    row.sealed = vault(session).seal(draft.to_json(), f"audit_imports/{row.id}", block=BLOCK)


def keep_piece(session: Session, import_id: UUID, number: int, piece: bytes) -> None:
    """One piece of the uploaded file."""
    sealed = seal_file(vault(session).tenant_key(), piece, _place(import_id, UPLOAD, number))
    _insert(session, import_id, UPLOAD, number, sealed)


def piece(session: Session, import_id: UUID, number: int) -> bytes | None:
    """One piece of the uploaded file, or nothing if it is gone."""
    sealed = session.scalar(
        select(AuditImportPiece.sealed).where(
            AuditImportPiece.import_id == import_id,
            AuditImportPiece.kind == UPLOAD,
            AuditImportPiece.number == number,
        )
    )
    if sealed is None:
        return None
    return open_file(vault(session).tenant_key(), sealed, _place(import_id, UPLOAD, number))


def keep_problems(session: Session, import_id: UUID, pages: Iterator[list[Any]]) -> None:
    """Instead of those of an earlier dry run."""
    drop_pieces(session, import_id, PROBLEMS)
    for number, page in enumerate(pages):
        place = _place(import_id, PROBLEMS, number)
        _insert(session, import_id, PROBLEMS, number, vault(session).seal(page, place, block=BLOCK))


def problems(session: Session, import_id: UUID) -> Iterator[list[Problem]]:
    """All of them in order of rows, some hundreds at a time, by one statement."""
    # The key is read before the rows, which come one by one.
    vault(session).tenant_key()
    with session.execute(_pages(import_id), execution_options={"yield_per": 1}) as rows:
        for row in rows:
            yield _page(session, import_id, row.number, row.sealed)


def first_problems(session: Session, import_id: UUID) -> list[Problem]:
    """Some hundreds of them."""
    row = session.execute(_pages(import_id).limit(1)).one_or_none()
    return [] if row is None else _page(session, import_id, row.number, row.sealed)


def drop_pieces(session: Session, import_id: UUID, *kinds: str) -> None:
    """Those of the named kinds, or all."""
    gone = delete(AuditImportPiece).where(AuditImportPiece.import_id == import_id)
    session.execute(gone.where(AuditImportPiece.kind.in_(kinds)) if kinds else gone)


def memory(session: Session) -> Memory:
    """What the acting tenant chose for earlier lists."""
    row = session.scalars(select(AuditMapping)).one_or_none()
    return Memory() if row is None else _memory(session, row)


def remember(session: Session, draft: Draft) -> None:
    """What was chosen for this list, for the next one."""
    row = session.scalars(select(AuditMapping).with_for_update()).one_or_none()
    if row is None:
        row = AuditMapping(sealed=b"", version=0)
        session.add(row)
        session.flush()
    before = _memory(session, row) if row.sealed else Memory()
    after = before.having(draft.sheet.header, draft.columns, draft.fixes)
    row.sealed = vault(session).seal(after.to_json(), _mapping(row), block=BLOCK)
    row.version += 1
    session.flush()


def _pages(import_id: UUID) -> Select[int, bytes]:
    return (
        select(AuditImportPiece.number, AuditImportPiece.sealed)
        .where(AuditImportPiece.import_id == import_id, AuditImportPiece.kind == PROBLEMS)
        .order_by(AuditImportPiece.number)
    )


def _page(session: Session, import_id: UUID, number: int, sealed: bytes) -> list[Problem]:
    content = vault(session).open(sealed, _place(import_id, PROBLEMS, number))
    return [Problem.from_json(each) for each in content]


def _memory(session: Session, row: AuditMapping) -> Memory:
    return Memory.from_json(vault(session).open(row.sealed, _mapping(row)))


def _mapping(row: AuditMapping) -> str:
    return f"audit_mappings/{row.organization_id}"


def _place(import_id: UUID, kind: str, number: int) -> str:
    return f"audit_import_pieces/{import_id}/{kind}/{number}"


def _insert(session: Session, import_id: UUID, kind: str, number: int, sealed: bytes) -> None:
    values = {"import_id": import_id, "kind": kind, "number": number, "sealed": sealed}
    session.execute(insert(AuditImportPiece).values(values))
