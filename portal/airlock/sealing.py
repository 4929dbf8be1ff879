"""The sealed link from a candidate to its author: written once, and never read by the web role."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.keys import Keys
from portal.db.encrypted import vault
from portal.db.session import keys
from portal.models import Seal
from portal.privacy import sealing


def outside_id(known: Keys, candidate_id: UUID) -> UUID:
    """The random-looking id of the copy that outsiders may read one day.

    Whoever holds the portal's key can work it out and nobody else: no row leads from the group's
    copy to the outsiders'. As there is one for each item, no item leaves twice.
    """
    return UUID(bytes=known.tag("outside", str(candidate_id))[:16], version=4)


def seal_authorship(session: Session, actor: Actor, candidate_id: UUID) -> None:
    """For two of three custodians, for the author's own workspace, and for counting families.

    The copy for outsiders is sealed now, whatever the audience: when it leaves, nobody is there who
    could say whose it is.
    """
    known = keys(session)
    person = {"organization": str(actor.organization_id), "person": str(actor.person_id)}
    session.execute(
        insert(Seal),
        [
            {
                "subject_id": subject,
                "owner_tag": sealing.owner_tag(vault(session).tenant_key(), subject),
                "custodian_box": sealing.seal_for_custodians(
                    known.custodians, json.dumps(person).encode()
                ),
                "family_box": sealing.seal_family(
                    known.derive("steward"), actor.family_id, subject=subject
                ),
            }
            for subject in (candidate_id, outside_id(known, candidate_id))
        ],
    )
