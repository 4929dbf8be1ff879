"""The sealed link from a candidate to its author: written once, and never read by the web role."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.db.encrypted import vault
from portal.db.session import keys
from portal.models import Seal
from portal.privacy import sealing


def seal_authorship(session: Session, actor: Actor, candidate_id: UUID) -> None:
    """For two of three custodians, for the author's own workspace, and for counting families."""
    known = keys(session)
    person = {"organization": str(actor.organization_id), "person": str(actor.person_id)}
    session.execute(
        insert(Seal).values(
            subject_id=candidate_id,
            owner_tag=sealing.owner_tag(vault(session).tenant_key(), candidate_id),
            custodian_box=sealing.seal_for_custodians(
                known.custodians, json.dumps(person).encode()
            ),
            family_box=sealing.seal_family(
                known.derive("steward"), actor.family_id, subject=candidate_id
            ),
        )
    )
