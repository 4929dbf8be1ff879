"""The gate asked again before anything reaches readers: who has left by then does not count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.core.keys import Keys
from portal.models import Candidate
from portal.privacy import footprint

ESTIMATED: Final = "estimated"
"""In a candidate's `gate`: whether only its author's estimate made the suppliers enough."""
_HOLDS: Final = text("select guard.gate_holds(:group, :week, :tags, :estimated, :on)")


def still_plausible(
    session: Session, keys: Keys, candidates: Sequence[Candidate], on: date
) -> frozenset[UUID]:
    """The ids of those that still hide author and supplier on a day; for the steward's session.

    Asked at release. Nothing is widened later: a returned item cannot be, and bundles count their
    own families. The pool is the one of the week in which a candidate was written, without the
    families that no longer count on that day.
    """
    key = keys.derive("footprint")
    alike: defaultdict[tuple[UUID, date], list[Candidate]] = defaultdict(list)
    for each in candidates:
        alike[each.group_id, each.week].append(each)
    found: set[UUID] = set()
    for (group, week), several in alike.items():
        asked = {
            "group": group,
            "week": week,
            "tags": [footprint.tag(key, c.facets["place"], c.facets["sector"]) for c in several],
            "estimated": [bool(c.gate.get(ESTIMATED)) for c in several],
            "on": on,
        }
        answers = session.execute(_HOLDS, asked).scalar_one()
        found |= {each.id for each, holds in zip(several, answers, strict=True) if holds}
    return frozenset(found)
