"""A saved view and a finished printout of one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.db.encrypted import seal_file, vault
from portal.models import Printout, SavedView


def shelve(session: Session, person_id: UUID, ids: Mapping[str, UUID]) -> None:
    """Sealed as the features seal them; `ids` by URL parameter."""
    box, view, printout = vault(session), ids["view_id"], ids["printout_id"]
    kept = {"page": "/library", "name": "Cheap ones", "query": "cost=low", "first": False}
    session.add(
        SavedView(id=view, created_by=person_id, sealed=box.seal(kept, f"saved_views/{view}"))
    )
    told = {"title": "Fees paid back", "page": "", "pages": 1}
    session.add(
        Printout(
            id=printout,
            created_by=person_id,
            kept_until=now() + timedelta(days=1),
            state="done",
            sealed=box.seal(told, f"printouts/{printout}"),
            pdf=seal_file(box.tenant_key(), b"%PDF-1.7", printout.hex),
        )
    )
