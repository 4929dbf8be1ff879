"""The next edition of a released practice: who may write one, and what it begins with."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.airlock.fields import Fields
from portal.airlock.kinds import KINDS, sections_of
from portal.core.errors import Refused
from portal.models import Release
from portal.reference.tlp import Audience, Tlp

N_: Final = str

PINNED: Final = ("group", "country", "sector", "named")
"""What every edition has in common: place and sector as the earlier ones show them."""
NOT_YOURS: Final = N_("Only the organization that signed this practice writes its next edition.")
WIDER: Final = N_(
    "Who wrote the earlier edition chose its readers. Keep its audience and its label, or choose"
    " narrower ones."
)
GONE: Final = N_("The practice that this would be the next edition of is no longer there.")


def base(session: Session, actor: Actor, release_id: UUID) -> Release:
    """The release that an edition would follow; `Refused` if it is none, or not for this actor.

    What nobody signed may be followed by any member of the group: that somebody writes the second
    edition says nothing of who wrote the first.
    """
    wanted = select(Release).where(
        Release.id == release_id,
        Release.bundle_id.is_(None),
        Release.lineage_id.is_not(None),
        Release.withdrawn.is_(False),
    )
    found = session.scalars(wanted).one_or_none()
    if found is None or not KINDS[found.kind].takes_name:
        raise Refused(GONE)
    if found.byline and found.byline != actor.organization_name:
        raise Refused(NOT_YOURS)
    return found


def latest(session: Session, lineage_id: UUID) -> Release | None:
    """The newest edition that the group can read."""
    return session.scalars(
        select(Release)
        .where(
            Release.lineage_id == lineage_id,
            Release.bundle_id.is_(None),
            Release.withdrawn.is_(False),
        )
        .order_by(Release.edition.desc(), Release.id)
        .limit(1)
    ).one_or_none()


def following(session: Session, lineage_id: UUID | None) -> int:
    """The number that an edition gets that leaves now; for the steward."""
    if lineage_id is None:
        return 1
    last = select(func.max(Release.edition)).where(Release.lineage_id == lineage_id)
    return (session.scalar(last) or 0) + 1


def begun_with(release: Release) -> Fields:
    """A draft that says what was released."""
    texts = {each.name: each.text for each in sections_of(release.kind, release.narrative)}
    shown = {name: release.facets.get(name) or "" for name in KINDS[release.kind].facts}
    return Fields(
        kind=release.kind,
        title=release.title,
        group=str(release.group_id),
        country=release.facets["place"],
        sector=release.facets["sector"],
        indicators={each["code"]: each["strength"] for each in release.facets["indicators"]},
        named="yes" if release.byline else "",
        edition_of=str(release.id),
        audience=release.audience,
        tlp=release.tlp,
        **texts,
        **shown,
    )


def lineage(session: Session, actor: Actor, typed: Fields) -> UUID | None:
    """Which practice a draft is an edition of, looked at again when it is sent."""
    if not typed.edition_of:
        return None
    earlier = base(session, actor, UUID(typed.edition_of))
    if not earlier.byline and _reaches_further(typed, earlier):
        raise Refused(WIDER)
    return earlier.lineage_id


def _reaches_further(typed: Fields, earlier: Release) -> bool:
    """Most of its words may be somebody else's, who let them go no further."""
    audiences, labels = list(Audience), list(Tlp)
    return audiences.index(Audience(typed.audience)) > audiences.index(
        Audience(earlier.audience)
    ) or labels.index(Tlp(typed.tlp)) > labels.index(Tlp(earlier.tlp))
